import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'

describe('money that goes back', () => {
  let simulator: RunningSimulator
  let stripe: Stripe
  let account: string

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    const keys = await openAccount(simulator.url)
    account = keys.account
    stripe = stripeAt(simulator.url, keys.secret_key)
  })
  afterAll(() => simulator.close())

  it('goes back in parts, never more than came in', async () => {
    const paid = await pay('pm_card_visa')
    await stripe.refunds.create({ payment_intent: paid.id, amount: 600 }, once())
    const tooMuch = await refusal(stripe.refunds.create({ payment_intent: paid.id, amount: 500 }, once()))
    expect(tooMuch.message).toBe('Refund amount ($5.00) is greater than unrefunded amount on charge ($4.00)')
    const rest = await stripe.refunds.create({ payment_intent: paid.id }, once())
    expect(rest).toMatchObject({ amount: 400, status: 'succeeded' })
    const charge = await stripe.charges.retrieve(paid.latest_charge as string)
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 1000 })
    expect(charge.refunds).toBeUndefined()
    expect((await refusal(stripe.refunds.create({ charge: charge.id }, once()))).code).toBe(
      'charge_already_refunded',
    )
    expect((await stripe.paymentIntents.retrieve(paid.id)).status).toBe('succeeded')
  })

  it('may take its time, or come back from the bank', async () => {
    const pending = await stripe.refunds.create(
      { payment_intent: (await pay('pm_card_pendingRefund')).id },
      once(),
    )
    const doomed = await stripe.refunds.create(
      { payment_intent: (await pay('pm_card_refundFail')).id },
      once(),
    )
    expect([pending.status, doomed.status]).toEqual(['pending', 'succeeded'])
    await control(simulator.url, 'clock', { advance_seconds: 4 })
    expect((await stripe.refunds.retrieve(pending.id)).status).toBe('succeeded')
    const failed = await stripe.refunds.retrieve(doomed.id, { expand: ['failure_balance_transaction'] })
    expect(failed).toMatchObject({ status: 'failed', failure_balance_transaction: { amount: 1000 } })
    const types = (await stripe.events.list({ limit: 20, types: ['refund.failed', 'refund.updated'] })).data
    expect(types.map((event) => event.type)).toContain('refund.failed')
  })

  it('comes sooner where time passes for one account, while the clock of all the others stays', async () => {
    const pending = await stripe.refunds.create(
      { payment_intent: (await pay('pm_card_pendingRefund')).id },
      once(),
    )
    const other = await openAccount(simulator.url)
    const passTimeFor = async (whose: string) =>
      (await control(simulator.url, 'clock', {
        account: whose,
        for_account_alone: true,
        advance_seconds: 86_400,
      })) as {
        now: number
        happened: number
      }
    const before = await passTimeFor(other.account)
    expect(before.happened).toBe(0)
    expect((await stripe.refunds.retrieve(pending.id)).status).toBe('pending')
    const after = await passTimeFor(account)
    expect(after.happened).toBeGreaterThan(0)
    expect((await stripe.refunds.retrieve(pending.id)).status).toBe('succeeded')
    expect(after.now - before.now).toBeLessThan(3_600)
  })

  it('can be sent back in the Dashboard', async () => {
    const paid = await pay('pm_card_visa')
    const refund = (await control(simulator.url, 'refund', {
      account,
      payment_intent: paid.id,
      amount: 250,
    })) as Stripe.Refund
    expect((await stripe.refunds.retrieve(refund.id)).amount).toBe(250)
    const [event] = (await stripe.events.list({ type: 'refund.created', limit: 1 })).data
    expect(event?.request).toEqual({ id: null, idempotency_key: null })
  })

  it('is withdrawn by a dispute and reinstated when it is won', async () => {
    const paid = await pay('pm_card_createDispute')
    const [dispute] = (await stripe.disputes.list({ payment_intent: paid.id })).data
    expect(dispute).toMatchObject({
      status: 'needs_response',
      reason: 'fraudulent',
      amount: 1000,
      is_charge_refundable: false,
    })
    expect((await stripe.charges.retrieve(paid.latest_charge as string)).disputed).toBe(true)
    expect((await refusal(stripe.refunds.create({ payment_intent: paid.id }, once()))).code).toBe(
      'charge_disputed',
    )
    const won = await stripe.disputes.update(
      dispute!.id,
      { evidence: { uncategorized_text: 'winning_evidence' } },
      once(),
    )
    expect(won.status).toBe('won')
    expect(won.balance_transactions.map((movement) => movement.amount)).toEqual([-1000, 1000])
    expect((await refusal(stripe.disputes.close(won.id, {}, once()))).statusCode).toBe(400)
  })

  it('stays during an inquiry, and fraud warnings only warn', async () => {
    const paid = await pay('pm_card_createDisputeInquiry')
    const [inquiry] = (await stripe.disputes.list({ payment_intent: paid.id })).data
    expect(inquiry).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] })
    const warned = await pay('pm_card_createIssuerFraudRecord')
    await control(simulator.url, 'clock', { advance_seconds: 2 })
    const [event] = (await stripe.events.list({ type: 'radar.early_fraud_warning.created' })).data
    expect(event?.data.object).toMatchObject({ payment_intent: warned.id, actionable: true })
  })

  it('can be disputed and decided by a test', async () => {
    const paid = await pay('pm_card_visa')
    const opened = (await control(simulator.url, 'dispute', {
      account,
      payment_intent: paid.id,
      reason: 'product_not_received',
    })) as Stripe.Dispute
    expect(opened.reason).toBe('product_not_received')
    await control(simulator.url, 'dispute', { account, dispute: opened.id, outcome: 'lost' })
    expect((await stripe.disputes.retrieve(opened.id)).status).toBe('lost')
    const ledger = await (await fetch(`${simulator.url}/_sim/ledger?account=${account}`)).json()
    expect(ledger[account].usd.disputes_withdrawn).toBeGreaterThan(0)
  })

  function pay(payment_method: string) {
    return stripe.paymentIntents.create(
      { amount: 1000, currency: 'usd', payment_method, confirm: true, return_url },
      once(),
    )
  }
})
