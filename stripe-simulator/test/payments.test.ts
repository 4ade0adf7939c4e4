import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'

describe('paying', () => {
  let simulator: RunningSimulator
  let stripe: Stripe
  let account: string

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    const keys = await openAccount(simulator.url, { business_name: 'Harbour Tours' })
    account = keys.account
    stripe = stripeAt(simulator.url, keys.secret_key)
  })
  afterAll(() => simulator.close())

  it('walks an intent from nothing to succeeded, once', async () => {
    const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd' }, once())
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
      latest_charge: null,
    })
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`))
    const chosen = await stripe.paymentIntents.update(intent.id, { payment_method: 'pm_card_visa' }, once())
    expect(chosen.status).toBe('requires_confirmation')
    const paid = await stripe.paymentIntents.confirm(intent.id, { return_url }, once())
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 1099, next_action: null })
    const again = await refusal(stripe.paymentIntents.confirm(intent.id, { return_url }, once()))
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' })
    expect(again.payment_intent?.status).toBe('succeeded')
    expect((await refusal(stripe.paymentIntents.cancel(intent.id, {}, once()))).code).toBe(
      'payment_intent_unexpected_state',
    )
    expect((await refusal(stripe.paymentIntents.update(intent.id, { amount: 1 }, once()))).code).toBe(
      'payment_intent_unexpected_state',
    )
    const noted = await stripe.paymentIntents.update(intent.id, { metadata: { note: 'late' } }, once())
    expect(noted.metadata).toEqual({ note: 'late' })
  })

  it('brings the balance transaction of a card payment a moment later, with charge.updated', async () => {
    const paid = await pay('pm_card_visa')
    const charge = await stripe.charges.retrieve(paid.latest_charge as string)
    expect(charge).toMatchObject({
      balance_transaction: null,
      paid: true,
      captured: true,
      amount_captured: 1500,
    })
    await control(simulator.url, 'clock', { advance_seconds: 2 })
    const later = await stripe.charges.retrieve(charge.id, { expand: ['balance_transaction'] })
    expect(later.balance_transaction).toMatchObject({ amount: 1500, net: 1500 - 74, fee: 74 })
    expect((await typesOf(paid.id)).slice(0, 3)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
  })

  it('leaves a declined intent open for another card, with the failed charge on record', async () => {
    const error = await refusal(pay('pm_card_chargeDeclinedLostCard'))
    expect(error).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'lost_card',
      message: 'Your card was declined.',
    })
    expect(error.raw).toMatchObject({ advice_code: 'do_not_try_again', network_decline_code: '41' })
    const intent = await stripe.paymentIntents.retrieve(error.payment_intent!.id)
    expect(intent).toMatchObject({ status: 'requires_payment_method', payment_method: null })
    expect(intent.last_payment_error).toMatchObject({
      decline_code: 'lost_card',
      charge: intent.latest_charge,
    })
    expect(intent.last_payment_error?.payment_method?.card?.last4).toBe('9987')
    expect(await stripe.charges.retrieve(intent.latest_charge as string)).toMatchObject({
      status: 'failed',
      paid: false,
    })
    expect(await typesOf(intent.id)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ])
    const paid = await stripe.paymentIntents.confirm(
      intent.id,
      { payment_method: 'pm_card_visa', return_url },
      once(),
    )
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null })
    const charges = await stripe.charges.list({ payment_intent: intent.id })
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed'])
  })

  it('blocks what Radar blocks, and lets elevated risk pass', async () => {
    const error = await refusal(pay('pm_card_radarBlock'))
    const charge = await stripe.charges.retrieve((error.raw as { charge: string }).charge)
    expect(charge.outcome).toMatchObject({
      type: 'blocked',
      network_status: 'not_sent_to_network',
      risk_level: 'highest',
    })
    const paid = await pay('pm_card_riskLevelElevated')
    expect((await stripe.charges.retrieve(paid.latest_charge as string)).outcome?.risk_level).toBe('elevated')
  })

  it('sends the payer to the bank and back', async () => {
    const waiting = await pay('pm_card_threeDSecure2Required')
    expect(waiting).toMatchObject({ status: 'requires_action', latest_charge: null })
    const url = waiting.next_action?.redirect_to_url?.url ?? ''
    expect(await (await fetch(url)).text()).toContain('Complete authentication')
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'fail' }),
      redirect: 'manual',
    })
    const back = new URL(answer.headers.get('location') ?? '')
    expect(Object.fromEntries(back.searchParams)).toEqual({
      payment_intent: waiting.id,
      payment_intent_client_secret: waiting.client_secret,
      redirect_status: 'failed',
    })
    const failed = await stripe.paymentIntents.retrieve(waiting.id)
    expect(failed).toMatchObject({ status: 'requires_payment_method', latest_charge: null })
    expect(failed.last_payment_error?.code).toBe('payment_intent_authentication_failure')
    expect((await fetch(url)).status).toBe(404)
  })

  it('asks for no return address only when nothing could redirect', async () => {
    const terms = { amount: 900, currency: 'usd', payment_method: 'pm_card_visa', confirm: true } as const
    expect((await refusal(stripe.paymentIntents.create(terms, once()))).param).toBe('return_url')
    const never = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } } as const
    expect((await stripe.paymentIntents.create({ ...terms, ...never }, once())).status).toBe('succeeded')
  })

  it('declines after a passed authentication when the bank says so', async () => {
    const waiting = await pay('pm_card_threeDSecureRequiredChargeDeclined')
    await authenticate(waiting)
    const after = await stripe.paymentIntents.retrieve(waiting.id)
    expect(after).toMatchObject({ status: 'requires_payment_method' })
    expect(after.last_payment_error?.decline_code).toBe('generic_decline')
  })

  it('holds money for a week', async () => {
    const hold = () =>
      stripe.paymentIntents.create(
        {
          amount: 5000,
          currency: 'usd',
          capture_method: 'manual',
          confirm: true,
          payment_method: 'pm_card_visa',
          return_url,
        },
        once(),
      )
    const held = await hold()
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 5000, amount_received: 0 })
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000 }, once())
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 3000,
      amount_capturable: 0,
      amount: 5000,
    })
    const forgotten = await hold()
    await control(simulator.url, 'clock', { advance_seconds: 7 * 24 * 3600 + 1 })
    expect(await stripe.paymentIntents.retrieve(forgotten.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    })
  })

  it('settles bank debits by its own clock', async () => {
    const debit = async (iban: string) => {
      const method = await stripe.paymentMethods.create(
        {
          type: 'sepa_debit',
          sepa_debit: { iban },
          billing_details: { name: 'Ada', email: 'ada@example.com' },
        },
        once(),
      )
      const mandate_data = {
        customer_acceptance: {
          type: 'online' as const,
          online: { ip_address: '127.0.0.1', user_agent: 'x' },
        },
      }
      return stripe.paymentIntents.create(
        { amount: 2000, currency: 'eur', payment_method: method.id, confirm: true, return_url, mandate_data },
        once(),
      )
    }
    const [good, bad, disputed] = [
      await debit('AT321904300235473204'),
      await debit('AT051904300235473205'),
      await debit('AT591904300235473203'),
    ]
    expect([good, bad, disputed].map((intent) => intent.status)).toEqual([
      'processing',
      'processing',
      'processing',
    ])
    expect((await refusal(stripe.paymentIntents.cancel(good.id, {}, once()))).code).toBe(
      'payment_intent_unexpected_state',
    )
    await control(simulator.url, 'clock', { advance_seconds: 179 })
    expect((await stripe.paymentIntents.retrieve(good.id)).status).toBe('processing')
    await control(simulator.url, 'clock', { advance_seconds: 2 })
    expect(await stripe.paymentIntents.retrieve(good.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 2000,
    })
    expect(await stripe.paymentIntents.retrieve(bad.id)).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
    })
    expect(await typesOf(good.id)).toEqual([
      'payment_intent.created',
      'charge.pending',
      'payment_intent.processing',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
    expect((await stripe.disputes.list({ payment_intent: disputed.id })).data).toHaveLength(1)
  })

  it('debits US test accounts as named', async () => {
    const outcomes = {
      pm_usBankAccount_success: 'succeeded',
      pm_usBankAccount_insufficientFunds: 'requires_payment_method',
      pm_usBankAccount_accountClosed: 'requires_payment_method',
      pm_usBankAccount_processing: 'processing',
    }
    for (const [name, status] of Object.entries(outcomes)) {
      const mandate_data = {
        customer_acceptance: {
          type: 'online' as const,
          online: { ip_address: '127.0.0.1', user_agent: 'x' },
        },
      }
      const intent = await stripe.paymentIntents.create(
        { amount: 2000, currency: 'usd', payment_method: name, confirm: true, return_url, mandate_data },
        once(),
      )
      expect(intent.status).toBe('processing')
      await control(simulator.url, 'clock', { advance_seconds: 5 })
      expect((await stripe.paymentIntents.retrieve(intent.id)).status, name).toBe(status)
    }
    const terms = {
      amount: 2000,
      currency: 'usd',
      payment_method: 'pm_usBankAccount_success',
      confirm: true,
      return_url,
    }
    expect((await refusal(stripe.paymentIntents.create(terms, once()))).code).toBe(
      'payment_intent_mandate_invalid',
    )
  })

  it.each([
    [
      { amount: 0, currency: 'usd' },
      'parameter_invalid_integer',
      'This value must be greater than or equal to 1.',
    ],
    [{ amount: 49, currency: 'usd' }, 'amount_too_small', 'Amount must be at least $0.50 usd'],
    [{ amount: 29, currency: 'gbp' }, 'amount_too_small', 'Amount must be at least £0.30 gbp'],
    [{ amount: 49, currency: 'jpy' }, 'amount_too_small', 'Amount must be at least ¥50 jpy'],
    [{ amount: 100_000_000, currency: 'usd' }, 'amount_too_large', /no more than/],
    [{ amount: 10_001, currency: 'kwd' }, undefined, /last digit must be 0/],
    [{ amount: 501, currency: 'isk' }, undefined, /divisible by 100/],
    [{ amount: 500, currency: 'xyz' }, undefined, /^Invalid currency: xyz/],
    [
      { amount: 500, currency: 'usd', statement_descriptor: 'INVOICE 1' },
      undefined,
      /not supported for the `card`/,
    ],
    [{ amount: 500, currency: 'usd', statement_descriptor_suffix: '1042' }, undefined, /at least one letter/],
    [{ amount: 500, currency: 'usd', statement_descriptor_suffix: 'INV*1042' }, undefined, /may not contain/],
    [{ amount: 500, currency: 'usd', statement_descriptor_suffix: 'INVOICE 104212' }, undefined, /too long/],
    [
      { amount: 500, currency: 'usd', off_session: true },
      undefined,
      /only set `off_session` when confirming/,
    ],
    [
      { amount: 500, currency: 'usd', customer: 'cus_none' },
      'resource_missing',
      "No such customer: 'cus_none'",
    ],
    [
      { amount: 500, currency: 'usd', payment_method: 'pm_none' },
      'resource_missing',
      "No such PaymentMethod: 'pm_none'",
    ],
  ])('refuses %o', async (terms, code, message) => {
    const error = await refusal(stripe.paymentIntents.create(terms as never, once()))
    expect(error.statusCode).toBe(400)
    expect(error.code).toBe(code)
    if (typeof message === 'string') expect(error.message).toBe(message)
    else expect(error.message).toMatch(message)
  })

  it('narrows the methods of an intent', async () => {
    const narrowed = await stripe.paymentIntents.create(
      { amount: 500, currency: 'eur', allowed_payment_method_types: ['card'] },
      once(),
    )
    expect(narrowed.payment_method_types).toEqual(['card'])
    const wide = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' }, once())
    expect(wide.payment_method_types).toEqual(['card', 'sepa_debit'])
    const method = await stripe.paymentMethods.create(
      {
        type: 'sepa_debit',
        sepa_debit: { iban: 'AT611904300234573201' },
        billing_details: { name: 'A', email: 'a@example.com' },
      },
      once(),
    )
    const error = await refusal(
      stripe.paymentIntents.confirm(narrowed.id, { payment_method: method.id, return_url }, once()),
    )
    expect(error.message).toMatch(/is not allowed for this PaymentIntent/)
  })

  it('keeps its ledger by currency', async () => {
    const keys = await openAccount(simulator.url)
    const other = stripeAt(simulator.url, keys.secret_key)
    const paid = await other.paymentIntents.create(
      { amount: 3000, currency: 'gbp', payment_method: 'pm_card_visa', confirm: true, return_url },
      once(),
    )
    await other.refunds.create({ payment_intent: paid.id, amount: 1000 }, once())
    const ledger = await (await fetch(`${simulator.url}/_sim/ledger?account=${keys.account}`)).json()
    expect(ledger[keys.account]).toEqual({
      gbp: expect.objectContaining({
        charges: 3000,
        charge_count: 1,
        refunds: 1000,
        refund_count: 1,
        net: 2000,
      }),
    })
  })

  function pay(payment_method: string) {
    return stripe.paymentIntents.create(
      { amount: 1500, currency: 'usd', payment_method, confirm: true, return_url },
      once(),
    )
  }

  async function authenticate(intent: Stripe.PaymentIntent) {
    const url = intent.next_action?.redirect_to_url?.url ?? ''
    await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'complete' }),
      redirect: 'manual',
    })
  }

  /** Event types about one intent, oldest first. */
  async function typesOf(intent: string): Promise<string[]> {
    expect(account).toMatch(/^acct_/)
    const events = await stripe.events.list({ limit: 100 })
    return events.data
      .filter((event) => JSON.stringify(event.data.object).includes(intent))
      .map((event) => event.type)
      .reverse()
  }
})
