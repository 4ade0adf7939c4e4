import { toStripeAmount } from '@quittance/core/currency'
import type { AccountId } from '@quittance/core/ids'
import { dateIn, todayIn } from '@quittance/core/invoice/due-date'
import { isOpen } from '@quittance/core/invoice/lifecycle'
import { isPayable } from '@quittance/core/invoice/payment-link'
import type { App } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { paymentUrl } from '../invoices/add-payment-link.ts'
import { dueOf } from '../invoices/due.ts'
import { linkState } from '../invoices/link-state.ts'
import { findInvoice, findLink } from '../invoices/queries.ts'
import { amountAsked, awaitsConfirmation } from '../payments/amount-asked.ts'
import type { Payment } from '../payments/queries.ts'
import { methodName } from '../payments/receipt.ts'
import { browserStripeOf } from '../stripe-connection/stripe-of.ts'
import { findLinkedInvoice, type LinkedInvoice } from './queries.ts'
import type { PayPageView } from './view.ts'

/** What a live token opens: one invoice, with what the page needs to know. */
export interface PayTarget extends LinkedInvoice {
  accountId: AccountId
  view: PayPageView
}

/** null for unknown, reset, deleted and draft alike: the same 404 (R17). The pay token is a gate: it makes the AccountId. */
export async function openPayLink(app: App, token: string): Promise<PayTarget | null> {
  if (!/^[A-Za-z0-9]{20,40}$/.test(token)) return null
  const found = await findLinkedInvoice(app.db, hashToken(token))
  if (!found) return null
  return { ...found, accountId: found.account.id as AccountId, view: await viewOf(app, token, found) }
}

async function viewOf(app: App, token: string, found: LinkedInvoice): Promise<PayPageView> {
  const { account, invoice, link, connection, snapshot, revision, held, payments } = found
  const due = dueOf(invoice)
  const standing = linkState(link, connection !== null)
  const payable = isPayable({ status: invoice.status, due, currency: invoice.currency, linkState: standing })
  const open = payments.find((payment) => payment.source === 'stripe' && payment.closed_at === null)
  const last = payments.filter((payment) => payment.status === 'succeeded').at(-1)
  const state = stateOf({ invoice, held }, payable, open)
  const asked = amountAsked(due, open)
  return {
    state,
    token,
    language: snapshot.language,
    snapshot,
    revision,
    amountPaid: invoice.settled,
    amountDue: due,
    amountAsked: asked,
    awaitsConfirmation: open?.status === 'failed' && awaitsConfirmation(open),
    isCustomersOwn: false,
    overdue: isOpen(invoice.status) && invoice.due_date < todayIn(account, app.now()),
    edited: invoice.needs_resend && invoice.revision > invoice.sent_revision,
    lastFailure: open?.status === 'failed' ? (open.failure_message ?? '') : null,
    lastPayment: last
      ? {
          amount: last.amount,
          currency: last.currency,
          method: methodName(last, snapshot.language),
          paidAt: dateIn(account.time_zone, last.succeeded_at ?? last.created_at),
          receiptNumber: last.receipt_number ?? '',
        }
      : null,
    stripe:
      state === 'payable' && connection
        ? {
            ...browserStripeOf(app, connection),
            amount: toStripeAmount(asked, invoice.currency),
            currency: invoice.currency,
          }
        : null,
    simulated: account.kind === 'tour',
    replacementUrl: state === 'cancelled' ? await replacementUrl(app, invoice) : null,
  }
}

function stateOf(
  { invoice, held }: Pick<LinkedInvoice, 'invoice' | 'held'>,
  payable: boolean,
  open: Payment | undefined,
): PayPageView['state'] {
  if (invoice.status === 'cancelled') return 'cancelled'
  if (held) return 'held'
  if (invoice.status === 'paid')
    return invoice.refunded > 0 && invoice.refunded >= invoice.settled ? 'refunded' : 'paid'
  // A charge by staff that Stripe has not answered yet is under way as well.
  if (open?.status === 'processing' || (open?.off_session && !open.intent_id)) return 'processing'
  return payable ? 'payable' : 'link_off'
}

/** The address of the invoice that took a cancelled one's place, once that was sent. */
async function replacementUrl(app: App, invoice: LinkedInvoice['invoice']): Promise<string | null> {
  if (!invoice.replaced_by) return null
  const accountId = invoice.account_id as AccountId
  const next = await findInvoice(app.db, accountId, invoice.replaced_by)
  const link = await findLink(app.db, accountId, invoice.replaced_by)
  return next?.sent && link?.added ? paymentUrl(app, link) : null
}
