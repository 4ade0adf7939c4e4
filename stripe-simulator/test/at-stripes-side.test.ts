import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control as controlAt, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'
const daySeconds = 24 * 60 * 60

describe("what happens at Stripe's side", () => {
  let simulator: RunningSimulator
  let stripe: Stripe
  let account: string
  const seen = new Set<string>()

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    const platform = await openAccount(simulator.url)
    const keys = await openAccount(simulator.url, { platform: platform.account })
    account = keys.account
    stripe = stripeAt(simulator.url, keys.secret_key)
  })
  // Events are forgotten after 30 days, and the stories move the clock.
  afterEach(rememberEvents)
  afterAll(() => simulator.close())

  it('warns of fraud before a dispute, until the payment is refunded', async () => {
    const paid = await pay('pm_card_visa')
    const made = (await control('fraud_warning', { payment_intent: paid.id })) as { id: string }
    const [warning] = (await stripe.radar.earlyFraudWarnings.list({ payment_intent: paid.id })).data
    expect(warning).toMatchObject({ id: made.id, actionable: true, charge: paid.latest_charge })
    await stripe.refunds.create({ payment_intent: paid.id }, once())
    const expanded = await stripe.radar.earlyFraudWarnings.retrieve(made.id, { expand: ['charge'] })
    expect(expanded).toMatchObject({ actionable: false, charge: { refunded: true } })
  })

  it('holds a payment of elevated risk for review, though it is paid', async () => {
    const paid = await pay('pm_card_riskLevelElevated')
    expect(paid).toMatchObject({ status: 'succeeded', review: expect.stringMatching(/^prv_/) })
    const charge = await stripe.charges.retrieve(paid.latest_charge as string)
    expect(charge.outcome).toMatchObject({ type: 'manual_review', risk_level: 'elevated' })
    expect((await stripe.reviews.list()).data.map(({ id }) => id)).toEqual([paid.review])
    const approved = await stripe.reviews.approve(paid.review as string, {}, once())
    expect(approved).toMatchObject({ open: false, closed_reason: 'approved' })
    const other = await pay('pm_card_riskLevelElevated')
    await stripe.refunds.create({ payment_intent: other.id }, once())
    expect((await stripe.reviews.retrieve(other.review as string)).closed_reason).toBe('refunded')
  })

  it('asks, then takes the money when an inquiry is escalated, and gives it back when it is won', async () => {
    const paid = await pay('pm_card_visa')
    const inquiry = await openDispute(paid, 'inquiry')
    expect(inquiry).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true })
    await control('dispute', { dispute: inquiry.id, outcome: 'escalated' })
    const dispute = await stripe.disputes.retrieve(inquiry.id)
    expect(dispute).toMatchObject({ status: 'needs_response', is_charge_refundable: false })
    expect(dispute.balance_transactions[0]?.amount).toBe(-1500)
    expect((await refusal(stripe.refunds.create({ payment_intent: paid.id }, once()))).code).toBe(
      'charge_disputed',
    )
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'Delivered.' } }, once())
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe('under_review')
    await control('dispute', { dispute: dispute.id, outcome: 'won' })
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe('won')
    expect(await eventsAbout(dispute.id)).toEqual([
      'charge.dispute.created',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
  })

  it('loses a dispute that nobody answers, and closes an inquiry', async () => {
    const dispute = await openDispute(await pay('pm_card_visa'), 'fraudulent')
    const inquiry = await openDispute(await pay('pm_card_visa'), 'inquiry')
    await control('clock', { advance_seconds: 10 * daySeconds })
    expect((await stripe.disputes.retrieve(dispute.id)).evidence_details.past_due).toBe(true)
    expect(
      (
        await refusal(
          stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'Late.' } }, once()),
        )
      ).message,
    ).toMatch(/deadline/)
    await control('clock', { advance_seconds: 31 * daySeconds })
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe('lost')
    expect((await stripe.disputes.retrieve(inquiry.id)).status).toBe('warning_closed')
  })

  it('sends a refund back days later: the money is with the merchant again', async () => {
    const paid = await pay('pm_card_visa')
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 }, once())
    await control('clock', { advance_seconds: 3 * daySeconds })
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded')
    await control('refund/fail', { refund: refund.id, reason: 'lost_or_stolen_card' })
    const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] })
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
      failure_balance_transaction: { amount: 500 },
    })
  })

  it('replaces a card, lets one expire, and changes what it does', async () => {
    const { customer, method } = await kept('pm_card_visa')
    await control('payment_method', { payment_method: method, action: 'replace', last4: '1881' })
    expect((await stripe.paymentMethods.retrieve(method)).card).toMatchObject({ last4: '1881' })
    const [replaced] = (await stripe.events.list({ type: 'payment_method.automatically_updated' })).data
    expect(replaced?.data).toMatchObject({
      object: { id: method, card: { last4: '1881' } },
      previous_attributes: { card: { last4: '4242' } },
    })
    expect((await chargeOffSession(customer, method)).status).toBe('succeeded')

    await control('payment_method', {
      payment_method: method,
      behaves_like: 'pm_card_authenticationRequired',
    })
    expect((await refusal(chargeOffSession(customer, method))).code).toBe('authentication_required')
    await control('payment_method', { payment_method: method, behaves_like: 'pm_card_visa' })
    await control('payment_method', { payment_method: method, action: 'expire' })
    expect((await refusal(chargeOffSession(customer, method))).decline_code).toBe('expired_card')
    await control('payment_method', { payment_method: method, action: 'detach' })
    expect((await stripe.paymentMethods.retrieve(method)).customer).toBeNull()
  })

  it('declines a kept card once its date has passed by the clock', async () => {
    const { customer, method } = await kept('pm_card_mastercard')
    await control('clock', { advance_seconds: 400 * daySeconds })
    expect((await refusal(chargeOffSession(customer, method))).code).toBe('expired_card')
  })

  it('ends a mandate at the bank, and with its method', async () => {
    const customer = (await stripe.customers.create({ email: 'ada@example.com' }, once())).id
    const setup = await stripe.setupIntents.create(
      {
        customer,
        confirm: true,
        return_url,
        payment_method_data: {
          type: 'sepa_debit',
          sepa_debit: { iban: 'AT611904300234573201' },
          billing_details: { name: 'Ada', email: 'ada@example.com' },
        },
        mandate_data: {
          customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'test' } },
        },
      },
      once(),
    )
    const mandate = setup.mandate as string
    const method = setup.payment_method as string
    await control('mandate', { mandate, status: 'inactive' })
    expect((await stripe.mandates.retrieve(mandate)).status).toBe('inactive')
    expect((await refusal(chargeOffSession(customer, method, 'eur'))).code).toBe(
      'payment_intent_mandate_invalid',
    )
    await control('mandate', { mandate, status: 'active' })
    expect((await chargeOffSession(customer, method, 'eur')).status).toBe('processing')
    await stripe.paymentMethods.detach(method, {}, once())
    expect((await stripe.mandates.retrieve(mandate)).status).toBe('inactive')
  })

  it('deletes a customer in the Dashboard', async () => {
    const { customer, method } = await kept('pm_card_visa')
    await control('customer/delete', { customer })
    expect((await stripe.customers.retrieve(customer)).deleted).toBe(true)
    expect((await stripe.paymentMethods.retrieve(method)).customer).toBeNull()
  })

  it('has by now produced every event that an integration should subscribe to', async () => {
    await finishTheRest()
    await rememberEvents()
    expect(subscribed.filter((type) => !seen.has(type))).toEqual([])
  })

  async function rememberEvents() {
    for await (const event of stripe.events.list({ limit: 100 })) seen.add(event.type)
  }

  /** What the stories above had no part for. */
  async function finishTheRest() {
    const debited = await stripe.paymentMethods.create(
      {
        type: 'sepa_debit',
        sepa_debit: { iban: 'AT611904300234573201' },
        billing_details: { name: 'Ada', email: 'ada@example.com' },
      },
      once(),
    )
    const mandate_data = {
      customer_acceptance: {
        type: 'online' as const,
        online: { ip_address: '127.0.0.1', user_agent: 'test' },
      },
    }
    await stripe.paymentIntents.create(
      { amount: 900, currency: 'eur', payment_method: debited.id, confirm: true, return_url, mandate_data },
      once(),
    )
    await refusal(pay('pm_card_chargeDeclined'))
    await pay('pm_card_threeDSecure2Required')
    const held = await stripe.paymentIntents.create(
      {
        amount: 900,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        confirm: true,
        return_url,
        capture_method: 'manual',
      },
      once(),
    )
    await stripe.paymentIntents.cancel(held.id, {}, once())
    await refusal(
      stripe.setupIntents.create(
        { payment_method: 'pm_card_chargeDeclined', confirm: true, return_url },
        once(),
      ),
    )
    await control('clock', { advance_seconds: 10 })
    await control('accounts/update', { charges_enabled: false })
    await control('accounts/update', { access: 'revoked' })
  }

  function control(name: string, body: object): Promise<unknown> {
    return controlAt(simulator.url, name, { account, ...body })
  }

  function pay(payment_method: string) {
    return stripe.paymentIntents.create(
      { amount: 1500, currency: 'usd', payment_method, confirm: true, return_url },
      once(),
    )
  }

  async function kept(card: string) {
    const customer = (await stripe.customers.create({ email: 'ada@example.com' }, once())).id
    const { id: method } = await stripe.paymentMethods.attach(card, { customer }, once())
    return { customer, method }
  }

  function chargeOffSession(customer: string, payment_method: string, currency = 'usd') {
    return stripe.paymentIntents.create(
      { amount: 1500, currency, customer, payment_method, off_session: true, confirm: true },
      once(),
    )
  }

  async function openDispute(paid: Stripe.PaymentIntent, reason: string) {
    return (await control('dispute', { payment_intent: paid.id, reason })) as Stripe.Dispute
  }

  /** Types of the events about one object, oldest first. */
  async function eventsAbout(id: string): Promise<string[]> {
    const { data } = await stripe.events.list({ limit: 100, type: 'charge.dispute.*' })
    return data
      .filter((event) => (event.data.object as { id?: string }).id === id)
      .map(({ type }) => type)
      .reverse()
  }
})

const subscribed =
  `payment_intent.succeeded payment_intent.processing payment_intent.payment_failed payment_intent.canceled
payment_intent.requires_action payment_intent.amount_capturable_updated charge.succeeded charge.failed charge.updated
charge.refunded charge.dispute.created charge.dispute.updated charge.dispute.closed charge.dispute.funds_withdrawn
charge.dispute.funds_reinstated refund.created refund.updated refund.failed payment_method.attached payment_method.detached
payment_method.updated payment_method.automatically_updated setup_intent.succeeded setup_intent.setup_failed
customer.deleted mandate.updated account.updated account.application.deauthorized radar.early_fraud_warning.created
review.opened review.closed`.split(/\s+/)
