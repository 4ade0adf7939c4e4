import type { Invariant } from '../../platform/db/invariant.ts'
import { disputeInvariants } from '../disputes/invariants.ts'
import { invoiceInvariants } from '../invoices/invariants.ts'
import { ledgerInvariants } from '../ledger/invariants.ts'
import { mailInvariants } from '../notifications/invariants.ts'
import { paymentInvariants } from '../payments/invariants.ts'
import { refundInvariants } from '../refunds/invariants.ts'

/** Table of contents: what must hold over the whole database, as each feature says it of its own tables. */
export const invariants: Invariant[] = [
  ...invoiceInvariants,
  ...paymentInvariants,
  ...refundInvariants,
  ...disputeInvariants,
  ...ledgerInvariants,
  ...mailInvariants,
]
