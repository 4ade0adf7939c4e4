import type { AccountId } from '@quittance/core/ids'
import { assertLinkable } from '@quittance/core/invoice/payment-link'
import { Refusal } from '@quittance/core/refusal'
import type { App, Context, Tx } from '../../context.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { lockActiveConnection } from '../stripe-connection/queries.ts'
import { dueOf } from './due.ts'
import { lockedInvoice, whileNotCollecting } from './load-invoice.ts'
import {
  findLink,
  type Invoice,
  type LoadedInvoice,
  openInvoicesWithoutLink,
  type PaymentLink,
} from './queries.ts'
import { putLink, reload, switchLink, tell, writeInvoice } from './store.ts'

/** Adds a payment link (R12). A link that was taken off comes back with its address (R17). Adding twice changes nothing. */
export async function addPaymentLink(ctx: Context, input: { id: string }): Promise<LoadedInvoice> {
  return ctx.transaction(async (tx) => {
    // Whoever removes Stripe now waits for us and sees this link, or is done and we refuse.
    const connection = await lockActiveConnection(tx, ctx.accountId, 'share')
    const loaded = await lockedInvoice(tx, ctx.accountId, input.id)
    assertLinkable({ ...factsOf(loaded.invoice), stripeConnected: connection !== undefined })
    if (loaded.link?.added && !loaded.link.disabled_by_removal) return loaded
    await attachLink(ctx, tx, input.id)
    return writeInvoice(tx, await reload(tx, loaded), {}, ctx.now())
  })
}

/** Within a transaction under way: the old address if there was one, a fresh one otherwise. */
export async function attachLink(ctx: Context, tx: Tx, invoiceId: string): Promise<void> {
  const known = await findLink(tx, ctx.accountId, invoiceId)
  if (known)
    await switchLink(tx, ctx.accountId, invoiceId, {
      added: true,
      disabled_by_removal: false,
      added_at: ctx.now(),
    })
  else await putFreshToken(ctx, tx, invoiceId)
  await tell(tx, ctx, { invoiceId, type: 'link.added', at: ctx.now() })
}

/** Takes the link off this invoice. Its address stays alive as a polite page (R18). */
export async function removePaymentLink(ctx: Context, input: { id: string }): Promise<LoadedInvoice> {
  return whileNotCollecting(ctx, input.id, async (tx, loaded) => {
    if (!loaded.link?.added) throw new Refusal('invoice_has_no_link', 'This invoice has no payment link.')
    await switchLink(tx, ctx.accountId, input.id, { added: false })
    await tell(tx, ctx, { invoiceId: input.id, type: 'link.removed', at: ctx.now() })
    return writeInvoice(tx, await reload(tx, loaded), {}, ctx.now())
  })
}

/** Gives the invoice a new address and kills the old one, for a link that went to the wrong people (R17). */
export async function resetPaymentLink(ctx: Context, input: { id: string }): Promise<LoadedInvoice> {
  return whileNotCollecting(
    ctx,
    input.id,
    async (tx, loaded) => {
      if (!loaded.link?.added)
        throw new Refusal('invoice_has_no_link', 'This invoice has no payment link to reset.')
      assertLinkable({ ...factsOf(loaded.invoice), stripeConnected: loaded.connected })
      await putFreshToken(ctx, tx, input.id)
      await tell(tx, ctx, { invoiceId: input.id, type: 'link.reset', at: ctx.now() })
      return writeInvoice(tx, await reload(tx, loaded), {}, ctx.now())
    },
    { linking: true },
  )
}

/** Adds links to all open invoices that have none (R13), each on its own; says which could not have one and why. */
export async function addLinksToOpenInvoices(
  ctx: Context,
): Promise<{ added: number; skipped: { invoice_id: string; number: string | null; reason: string }[] }> {
  const skipped: { invoice_id: string; number: string | null; reason: string }[] = []
  let added = 0
  for (const { id, number } of await openInvoicesWithoutLink(ctx.db, ctx.accountId)) {
    try {
      await addPaymentLink(ctx, { id })
      added += 1
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'stripe_not_connected') throw error
      skipped.push({ invoice_id: id, number, reason: error.message })
    }
  }
  return { added, skipped }
}

/** The address under which the invoice is paid. */
export function paymentUrl(
  app: App,
  link: Pick<PaymentLink, 'account_id' | 'invoice_id' | 'token_sealed'>,
): string {
  return `${app.config.publicUrl}/pay/${app.sealer.open(link.token_sealed, linkPurpose(link.account_id, link.invoice_id))}`
}

async function putFreshToken(ctx: Context, tx: Tx, invoiceId: string): Promise<void> {
  const token = newToken()
  await putLink(tx, {
    accountId: ctx.accountId as AccountId,
    invoiceId,
    tokenHash: hashToken(token),
    tokenSealed: ctx.sealer.seal(token, linkPurpose(ctx.accountId, invoiceId)),
    now: ctx.now(),
  })
}

/** What a link's token is sealed for. */
export function linkPurpose(accountId: string, invoiceId: string): string {
  return `${accountId}/${invoiceId}/payment_link`
}

function factsOf(invoice: Invoice) {
  return {
    status: invoice.status,
    currency: invoice.currency,
    due: dueOf(invoice),
  }
}
