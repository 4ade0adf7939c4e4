import { assertLinkable, whyNotChargeable } from '@quittance/core/invoice/payment-link'
import { refuseField } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { type Account, findAccount } from '../accounts/queries.ts'
import { addCustomer, type CustomerFields } from '../customers/create-customer.ts'
import { type Customer, findCustomer } from '../customers/queries.ts'
import { lockActiveConnection } from '../stripe-connection/queries.ts'
import { attachLink } from './add-payment-link.ts'
import { composeInvoice, type InvoiceFields } from './compose-content.ts'
import type { LoadedInvoice } from './queries.ts'
import { insertInvoice, reload, tell } from './store.ts'

export interface CreateInvoice extends InvoiceFields {
  customer_id?: string | undefined
  customer?: CustomerFields | undefined
  /** Left out: the account's setting decides (R11, R13). */
  payment_link?: boolean | undefined
}

/** Writes a draft. A customer may be created in place; with a payment link if asked for, or by the account's setting. */
export async function createInvoice(ctx: Context, input: CreateInvoice): Promise<LoadedInvoice> {
  return ctx.transaction(async (tx) => {
    // Before anything else: no link may come to stand under a connection that is being removed.
    const connected = (await lockActiveConnection(tx, ctx.accountId, 'share')) !== undefined
    const account = await findAccount(tx, ctx.accountId)
    const customer = await customerFor(ctx, tx, input)
    const composed = await composeInvoice(tx, account, customer, input, null, ctx.now())
    if (composed.content.lines.length === 0)
      throw refuseField('/lines', 'An invoice needs at least one line.')
    if (input.payment_link)
      assertLinkable({
        status: 'draft',
        due: composed.total,
        currency: composed.currency,
        stripeConnected: connected,
      })

    const { content, totals, ...columns } = composed
    const invoice = await insertInvoice(tx, {
      ...columns,
      account_id: ctx.accountId,
      id: newId('inv'),
      customer_id: customer.id,
      customer_name: displayName(customer),
      content: JSON.stringify(content),
      totals: JSON.stringify(totals),
      status: 'draft',
    })
    // One moment for both: so it can be told from a link that was added later.
    const at = ctx.now()
    await tell(tx, ctx, { invoiceId: invoice.id, type: 'invoice.created', at })
    const loaded: LoadedInvoice = { invoice, link: null, connected, sent: null }
    if (!wantsLink(input, account, connected, composed)) return loaded
    await attachLink({ ...ctx, now: () => at }, tx, invoice.id)
    return reload(tx, loaded)
  })
}

/** By the account's setting a link comes along wherever it can be paid; nobody is refused for it. */
function wantsLink(
  input: CreateInvoice,
  account: Account,
  connected: boolean,
  composed: { total: number; currency: string },
): boolean {
  if (input.payment_link !== undefined) return input.payment_link
  return (
    account.payment_link_default && connected && whyNotChargeable(composed.total, composed.currency) === null
  )
}

async function customerFor(ctx: Context, tx: Tx, input: CreateInvoice): Promise<Customer> {
  if (input.customer && input.customer_id)
    throw refuseField('/customer', 'Name a customer_id or a new customer, not both.')
  if (input.customer) return addCustomer(tx, ctx.accountId, input.customer)
  if (!input.customer_id)
    throw refuseField('/customer_id', 'Say who the invoice is for: customer_id, or customer to create one.')
  const customer = await findCustomer(tx, ctx.accountId, input.customer_id)
  if (!customer) throw refuseField('/customer_id', 'There is no such customer.')
  return customer
}

export function displayName(customer: { name: string; company: string | null }): string {
  return customer.company || customer.name
}
