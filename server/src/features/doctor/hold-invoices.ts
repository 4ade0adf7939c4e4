import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { App, Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import { lockInvoice } from '../invoices/queries.ts'
import { tell } from '../invoices/store.ts'
import { type Breach, findBreaches } from './find-breaches.ts'
import { invariants } from './invariants.ts'
import { heldInvoices } from './queries.ts'
import { putHold, removeHold } from './store.ts'

/** What is wrong with an invoice, as its hold keeps it. */
export type Found = Pick<Breach, 'invariant' | 'what'>

const always = invariants.filter((one) => !one.atRest)

/**
 * Looks over all books, holds every invoice with a breach (F16) and frees those that are well again; the others go on.
 * What holds at rest only is no reason. Returns all breaches of the invariants that hold at every moment.
 */
export async function holdInvoices(app: App): Promise<Breach[]> {
  const breaches = await findBreaches(app.db, { among: always })
  const suspects = new Map<string, { accountId: AccountId; invoiceId: string }>()
  for (const { account_id, invoice_id } of [...breaches, ...(await heldInvoices(app.db))])
    if (invoice_id)
      suspects.set(`${account_id}/${invoice_id}`, {
        accountId: account_id as AccountId,
        invoiceId: invoice_id,
      })
  for (const { accountId, invoiceId } of suspects.values()) {
    const ctx = contextOf(app, accountId, { type: 'system' })
    if (await examine(ctx, invoiceId)) await stopWhatIsOpen(ctx, invoiceId)
  }
  return breaches
}

/** Looks once more, now that nobody else changes the invoice. Returns whether it is held from now on. */
async function examine(ctx: Context, invoiceId: string): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    if (!(await lockInvoice(tx, ctx.accountId, invoiceId))) return false
    const found = await findBreaches(tx, { of: { accountId: ctx.accountId, invoiceId }, among: always })
    const breaches: Found[] = found.map(({ invariant, what }) => ({ invariant, what }))
    const entry = { invoiceId, at: ctx.now() }
    if (breaches.length === 0) {
      if (await removeHold(tx, ctx.accountId, invoiceId))
        await tell(tx, ctx, { ...entry, type: 'invoice.released' })
      return false
    }
    if (!(await putHold(tx, ctx.accountId, invoiceId, breaches, ctx.now()))) return false
    await tell(tx, ctx, { ...entry, type: 'invoice.held', data: { breaches } })
    await publish(tx, ctx.accountId, {
      type: 'invoice.held',
      invoiceId,
      key: newId('hold'),
      breaches: breaches.map(({ what }) => what),
    })
    return true
  })
}

/** A payer may have the form open. Whoever held the lease before us is done then, and everybody after us is refused. */
async function stopWhatIsOpen(ctx: Context, invoiceId: string): Promise<void> {
  try {
    await withInvoiceLease(ctx, invoiceId, () => ctx.stopCollecting(ctx, invoiceId), { evenIfHeld: true })
  } catch (error) {
    // On its way already, or Stripe does not answer: what comes of it is booked.
    if (!(error instanceof Refusal)) throw error
    ctx.log.warn(
      { invoice: invoiceId, why: error.code },
      'what is open at Stripe for a held invoice stays open',
    )
  }
}
