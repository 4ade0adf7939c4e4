import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Life } from './life.ts'
import { mayBecome, type PlainModel } from './plain-model.ts'
import { intentsAtStripe, sumsOf } from './truth.ts'

/** What must hold at every moment, however much news is still on its way. Cheap: runs after each command. */
export async function lookAround(model: PlainModel, life: Life): Promise<void> {
  const [listed, intents] = await Promise.all([
    life.business.call('GET', '/invoices?limit=100'),
    intentsAtStripe(life.world, life.business),
  ])
  expect(listed.status).toBe(200)
  expect(listed.body.data, 'I20: as many invoices as were made').toHaveLength(model.invoices.length)
  for (const invoice of model.invoices) {
    const shown = listed.body.data.find(({ id }: { id: string }) => id === invoice.id)
    const { status, total, amount_paid: paid, amount_due: due } = shown
    const at = `${shown.number} ${status}, ${paid} of ${total} paid`
    expect(total, at).toBe(invoice.total)
    for (const figure of [total, paid, due, shown.amount_refunded, shown.amount_withdrawn])
      expect(Number.isInteger(figure) && figure >= 0, `I1: ${at}`).toBe(true)
    expect(due, `I4: ${at}`).toBe(status === 'cancelled' ? 0 : Math.max(0, total - paid))
    expect(paid, `I3: ${at}`).toBeLessThanOrEqual(total)
    expect(paid, `I3: what was settled stays: ${at}`).toBeGreaterThanOrEqual(invoice.seen.paid)
    expect(mayBecome(invoice.seen.status, status), `I12: ${invoice.seen.status} became ${at}`).toBe(true)
    expect(status === 'cancelled', `I11: ${at}`).toBe(invoice.cancelled)
    if (invoice.cancelled) expect(paid, `I11: ${at}`).toBe(invoice.settledAtCancel)
    invoice.seen = { status, paid }

    const open = invoice.issued && !invoice.cancelled && invoice.linkOn && model.connected
    const most = (collected: number) => (open ? Math.max(0, total - invoice.byHand - collected) : 0)
    let stripe = sumsOf(intents, invoice.id)
    expect(stripe.payableCount, `I9: one PaymentIntent at a time: ${at}`).toBeLessThanOrEqual(1)
    // A debit that comes back after Stripe was removed leaves what nobody here has a key to cancel, until it is back.
    const outOfReach = !model.connected && invoice.hadDebit
    if (!outOfReach) {
      // One that just came back can be paid again by itself, until the reconciler's next turn.
      const until = Date.now() + 30_000
      while (invoice.hadDebit && stripe.payable > most(stripe.collected) && Date.now() < until) {
        await sleep(250)
        stripe = sumsOf(await intentsAtStripe(life.world, life.business), invoice.id)
      }
      expect(stripe.payable, `I9: what payers can still be charged: ${at}`).toBeLessThanOrEqual(
        most(stripe.collected),
      )
    }
    if (stripe.processing > 0) expect(stripe.payable, `I9: nothing beside a debit on its way: ${at}`).toBe(0)
  }
}
