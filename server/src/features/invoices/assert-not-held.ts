import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { Reader } from '../../context.ts'
import { findHold } from './queries.ts'

/**
 * Nothing is begun at an invoice that the doctor found something wrong at (F16). What Stripe says already happened is
 * booked all the same. @throws Refusal `invoice_held`.
 */
export async function assertNotHeld(db: Reader, accountId: AccountId, invoiceId: string): Promise<void> {
  const hold = await findHold(db, accountId, invoiceId)
  if (!hold) return
  throw new Refusal(
    'invoice_held',
    'Something in the records of this invoice does not fit, so nothing is charged, refunded or changed until it is mended. Run “quittance doctor”: it says what to do.',
    { facts: { breaches: hold.breaches } },
  )
}
