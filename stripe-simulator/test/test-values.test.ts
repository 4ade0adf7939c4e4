import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, fromBrowser, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'
const acceptance = {
  customer_acceptance: {
    type: 'online' as const,
    online: { ip_address: '127.0.0.1', user_agent: 'test' },
  },
}

/** What an attempt ends with: a status, or the fields of the error. */
type Outcome = string | Record<string, string>
type CardRow = {
  number: string
  names: string[]
  pays: Outcome
  /** After the payer passed 3-D Secure. */
  authenticated?: Outcome
  /** Charged without the payer, once attached to a customer; absent: it cannot be attached. */
  offSession?: Outcome
  /** The same after a setup intent that the payer authenticated. */
  offSessionOnceSetUp?: Outcome
}

const ok = 'succeeded'
const declined = (decline_code: string, advice_code: string, code = 'card_declined') => ({
  code,
  decline_code,
  advice_code,
})
const generic = declined('generic_decline', 'try_again_later')
const insufficient = declined('insufficient_funds', 'try_again_later')
const needsPayer = { code: 'authentication_required', decline_code: 'authentication_required' }
const good = { pays: ok, offSession: ok }
const blocked = { pays: { code: 'card_declined' }, offSession: { code: 'card_declined' } }

/** Stripe's page "Testing", row by row. */
const cards: CardRow[] = [
  { number: '4242424242424242', names: ['pm_card_visa'], ...good },
  { number: '5555555555554444', names: ['pm_card_mastercard'], ...good },
  { number: '378282246310005', names: ['pm_card_amex'], ...good },
  {
    number: '4000000000000002',
    names: ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'],
    pays: generic,
  },
  {
    number: '4000000000009995',
    names: ['pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_card_chargeDeclinedInsufficientFunds'],
    pays: { ...insufficient, message: 'Your card has insufficient funds.' },
  },
  {
    number: '4000000000009987',
    names: ['pm_card_visa_chargeDeclinedLostCard', 'pm_card_chargeDeclinedLostCard'],
    pays: { ...declined('lost_card', 'do_not_try_again'), message: 'Your card was declined.' },
  },
  {
    number: '4000000000009979',
    names: ['pm_card_visa_chargeDeclinedStolenCard', 'pm_card_chargeDeclinedStolenCard'],
    pays: { ...declined('stolen_card', 'do_not_try_again'), message: 'Your card was declined.' },
  },
  {
    number: '4000000000000069',
    names: ['pm_card_chargeDeclinedExpiredCard'],
    pays: { code: 'expired_card', decline_code: 'expired_card', param: 'exp_month' },
  },
  {
    number: '4000000000000127',
    names: ['pm_card_chargeDeclinedIncorrectCvc'],
    pays: { code: 'incorrect_cvc', decline_code: 'incorrect_cvc', param: 'cvc' },
  },
  {
    number: '4000000000000119',
    names: ['pm_card_chargeDeclinedProcessingError'],
    pays: { code: 'processing_error', decline_code: 'processing_error' },
  },
  {
    number: '4000000000006975',
    names: ['pm_card_visa_chargeDeclinedVelocityLimitExceeded'],
    pays: { code: 'card_declined', decline_code: 'card_velocity_exceeded' },
  },
  {
    number: '4242424242424241',
    names: [],
    pays: { code: 'incorrect_number' },
  },
  {
    number: '4000000000000341',
    names: ['pm_card_chargeCustomerFail'],
    pays: generic,
    offSession: generic,
  },
  {
    number: '4000002500003155',
    names: ['pm_card_authenticationRequiredOnSetup'],
    pays: 'requires_action',
    authenticated: ok,
    offSession: needsPayer,
    offSessionOnceSetUp: ok,
  },
  {
    number: '4000002760003184',
    names: ['pm_card_authenticationRequired'],
    pays: 'requires_action',
    authenticated: ok,
    offSession: needsPayer,
    offSessionOnceSetUp: needsPayer,
  },
  {
    number: '4000003800000446',
    names: ['pm_card_authenticationRequiredSetupForOffSession'],
    pays: 'requires_action',
    authenticated: ok,
    offSession: ok,
    offSessionOnceSetUp: ok,
  },
  {
    number: '4000008260003178',
    names: ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds'],
    pays: 'requires_action',
    authenticated: insufficient,
    offSession: needsPayer,
  },
  {
    number: '4000008400001629',
    names: ['pm_card_threeDSecureRequiredChargeDeclined'],
    pays: 'requires_action',
    authenticated: generic,
    offSession: needsPayer,
  },
  {
    number: '4000000000003220',
    names: ['pm_card_threeDSecure2Required'],
    pays: 'requires_action',
    authenticated: ok,
    offSession: needsPayer,
  },
  { number: '4000000000003055', names: ['pm_card_threeDSecureOptional'], ...good },
  {
    number: '4000000000003063',
    names: ['pm_card_threeDSecureRequired'],
    pays: 'requires_action',
    authenticated: ok,
    offSession: needsPayer,
  },
  { number: '4100000000000019', names: ['pm_card_radarBlock'], ...blocked },
  { number: '4000000000004954', names: ['pm_card_riskLevelHighest'], ...blocked },
  { number: '4000000000009235', names: ['pm_card_riskLevelElevated'], ...good },
  { number: '4000000000000259', names: ['pm_card_createDispute'], ...good },
  { number: '4000000000002685', names: ['pm_card_createDisputeProductNotReceived'], ...good },
  { number: '4000000000001976', names: ['pm_card_createDisputeInquiry'], ...good },
  { number: '4000000000005423', names: ['pm_card_createIssuerFraudRecord'], ...good },
  { number: '4000000000007726', names: ['pm_card_pendingRefund'], ...good },
  { number: '4000000000005126', names: ['pm_card_refundFail'], ...good },
]

/** Bank debits: what the intent is at first is always `processing`. */
const debits: { value: string; waitSeconds: number; before?: number; ends: Outcome }[] = [
  { value: 'AT611904300234573201', waitSeconds: 5, ends: ok },
  { value: 'AT321904300235473204', waitSeconds: 185, before: 170, ends: ok },
  { value: 'AT861904300235473202', waitSeconds: 5, ends: { code: 'insufficient_funds' } },
  { value: 'AT051904300235473205', waitSeconds: 185, before: 170, ends: { code: 'insufficient_funds' } },
  { value: 'AT591904300235473203', waitSeconds: 5, ends: ok },
  { value: '000123456789', waitSeconds: 5, ends: ok },
  { value: '000222222227', waitSeconds: 5, ends: { code: 'insufficient_funds' } },
  { value: '000111111113', waitSeconds: 5, ends: { code: 'account_closed' } },
  { value: '000555555559', waitSeconds: 5, ends: ok },
  { value: '000000000009', waitSeconds: 1_000_000, ends: 'processing' },
  { value: 'pm_usBankAccount_success', waitSeconds: 5, ends: ok },
  { value: 'pm_usBankAccount_insufficientFunds', waitSeconds: 5, ends: { code: 'insufficient_funds' } },
  { value: 'pm_usBankAccount_accountClosed', waitSeconds: 5, ends: { code: 'account_closed' } },
  { value: 'pm_usBankAccount_dispute', waitSeconds: 5, ends: ok },
  { value: 'pm_usBankAccount_processing', waitSeconds: 1_000_000, ends: 'processing' },
]

describe("Stripe's test values", () => {
  let simulator: RunningSimulator
  let stripe: Stripe
  let keys: { account: string; secret_key: string; publishable_key: string }

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    keys = await openAccount(simulator.url)
    stripe = stripeAt(simulator.url, keys.secret_key)
  })
  afterAll(() => simulator.close())

  describe('typed into a form', () => {
    it.each(cards)('$number', async ({ number, pays, authenticated }) => {
      const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'usd' }, once())
      const answer = await fromBrowser(simulator.url, `/v1/payment_intents/${intent.id}/confirm`, {
        key: keys.publishable_key,
        client_secret: intent.client_secret!,
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': number,
        'payment_method_data[card][exp_month]': '12',
        'payment_method_data[card][exp_year]': '44',
        'payment_method_data[card][cvc]': number.startsWith('3') ? '1234' : '123',
        return_url,
      })
      const { error, status } = answer.json as { error?: object; status?: string }
      expectOutcome(error ?? status, pays)
      if (authenticated) expectOutcome(await authenticate(intent.id), authenticated)
      if (typeof pays === 'string') return
      const after = await stripe.paymentIntents.retrieve(intent.id)
      expect(after).toMatchObject({ status: 'requires_payment_method', payment_method: null })
      // A number that cannot be one is refused before anything is charged.
      const tried = pays.code !== 'incorrect_number'
      expect(after.latest_charge !== null).toBe(tried)
      if (tried) expect(after.last_payment_error).toMatchObject(pays)
    })
  })

  describe('named by a server', () => {
    const named = cards.flatMap(({ names, ...row }) => names.map((name) => ({ name, ...row })))

    it.each(named)('$name pays', async ({ name, pays, authenticated }) => {
      const paid = await attempt(pay(name))
      expectOutcome(paid.outcome, pays)
      if (authenticated) expectOutcome(await authenticate(paid.id!), authenticated)
    })

    it.each(named.filter(({ offSession }) => offSession))(
      '$name is attached and charged without the payer',
      async ({ name, offSession }) => {
        const customer = await newCustomer()
        const method = await stripe.paymentMethods.attach(name, { customer }, once())
        expectOutcome((await attempt(chargeOffSession(customer, method.id))).outcome, offSession!)
      },
    )

    it.each(named.filter(({ offSession }) => !offSession))(
      '$name is refused when it should be kept',
      async ({ name, pays }) => {
        const customer = await newCustomer()
        const { message: _, param: __, ...codes } = pays as Record<string, string>
        expect(await refusal(stripe.paymentMethods.attach(name, { customer }, once()))).toMatchObject(codes)
        const setup = stripe.setupIntents.create(
          { customer, payment_method: name, confirm: true, return_url },
          once(),
        )
        expect(await refusal(setup)).toMatchObject(codes)
      },
    )

    it.each(named.filter(({ offSessionOnceSetUp }) => offSessionOnceSetUp))(
      '$name is set up with the payer and charged without',
      async ({ name, offSessionOnceSetUp }) => {
        const customer = await newCustomer()
        const setup = await stripe.setupIntents.create(
          { customer, payment_method: name, confirm: true, return_url },
          once(),
        )
        if (setup.status === 'requires_action') await finishChallenge(setup)
        const done = await stripe.setupIntents.retrieve(setup.id)
        expect(done.status).toBe('succeeded')
        const charged = await attempt(chargeOffSession(customer, done.payment_method as string))
        expectOutcome(charged.outcome, offSessionOnceSetUp!)
      },
    )
  })

  it.each([
    ['pm_card_createDispute', 'needs_response', 'fraudulent'],
    ['pm_card_createDisputeProductNotReceived', 'needs_response', 'product_not_received'],
    ['pm_card_createDisputeInquiry', 'warning_needs_response', 'general'],
  ])('%s is disputed after it was paid: %s, %s', async (name, status, reason) => {
    const { id } = await pay(name)
    await wait(5)
    expect((await stripe.disputes.list({ payment_intent: id })).data).toMatchObject([{ status, reason }])
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded')
  })

  it('pm_card_createIssuerFraudRecord brings an early fraud warning', async () => {
    const { id } = await pay('pm_card_createIssuerFraudRecord')
    await wait(5)
    expect((await stripe.radar.earlyFraudWarnings.list({ payment_intent: id })).data).toHaveLength(1)
  })

  it.each([
    ['pm_card_radarBlock', 'highest', 'blocked'],
    ['pm_card_riskLevelHighest', 'highest', 'blocked'],
    ['pm_card_riskLevelElevated', 'elevated', 'manual_review'],
  ])("%s: Radar's risk level is %s, the outcome %s", async (name, risk_level, type) => {
    const { id } = await attempt(pay(name))
    const intent = await stripe.paymentIntents.retrieve(id!, { expand: ['latest_charge'] })
    expect((intent.latest_charge as Stripe.Charge).outcome).toMatchObject({ risk_level, type })
  })

  it.each([
    ['pm_card_pendingRefund', 'pending', 'succeeded'],
    ['pm_card_refundFail', 'succeeded', 'failed'],
  ])('a refund of %s is %s, then %s', async (name, first, then) => {
    const { id } = await pay(name)
    const refund = await stripe.refunds.create({ payment_intent: id }, once())
    expect(refund.status).toBe(first)
    await wait(5)
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe(then)
  })

  it.each(debits)('a debit of $value', async ({ value, waitSeconds, before, ends }) => {
    const isSepa = value.startsWith('AT')
    const intent = await stripe.paymentIntents.create(
      {
        amount: 1500,
        currency: isSepa ? 'eur' : 'usd',
        payment_method: value.startsWith('pm_') ? value : await bankAccount(value),
        confirm: true,
        return_url,
        mandate_data: acceptance,
      },
      once(),
    )
    expect(intent.status).toBe('processing')
    if (before) {
      await wait(before)
      expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('processing')
    }
    await wait(waitSeconds - (before ?? 0))
    const after = await stripe.paymentIntents.retrieve(intent.id)
    expectOutcome(after.last_payment_error ?? after.status, ends)
    if (after.last_payment_error) expect(after.status).toBe('requires_payment_method')
    const isDisputed = /3203$|555559$|_dispute$/.test(value)
    expect((await stripe.disputes.list({ payment_intent: intent.id })).data).toHaveLength(isDisputed ? 1 : 0)
  })

  /** The last word on an intent after the payer passed the bank's challenge. */
  async function authenticate(id: string): Promise<unknown> {
    await finishChallenge(await stripe.paymentIntents.retrieve(id))
    const after = await stripe.paymentIntents.retrieve(id)
    return after.last_payment_error ?? after.status
  }

  async function finishChallenge({ next_action: action }: Stripe.PaymentIntent | Stripe.SetupIntent) {
    const sdk = action?.use_stripe_sdk as { stripe_js: string } | undefined
    const url = action?.redirect_to_url?.url ?? sdk?.stripe_js
    await fetch(url!, {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'complete' }),
      redirect: 'manual',
    })
  }

  async function bankAccount(number: string): Promise<string> {
    const details = number.startsWith('AT')
      ? { type: 'sepa_debit' as const, sepa_debit: { iban: number } }
      : {
          type: 'us_bank_account' as const,
          us_bank_account: {
            account_number: number,
            routing_number: '110000000',
            account_holder_type: 'individual' as const,
          },
        }
    const billing_details = { name: 'Ada', email: 'ada@example.com' }
    return (await stripe.paymentMethods.create({ ...details, billing_details }, once())).id
  }

  function pay(payment_method: string) {
    return stripe.paymentIntents.create(
      { amount: 1500, currency: 'usd', payment_method, confirm: true, return_url },
      once(),
    )
  }

  function chargeOffSession(customer: string, payment_method: string) {
    return stripe.paymentIntents.create(
      { amount: 1500, currency: 'usd', customer, payment_method, off_session: true, confirm: true },
      once(),
    )
  }

  async function newCustomer(): Promise<string> {
    return (await stripe.customers.create({ email: 'ada@example.com' }, once())).id
  }

  function wait(seconds: number) {
    return control(simulator.url, 'clock', { advance_seconds: seconds })
  }
})

/** The status an attempt came to, or the error it was refused with, and the intent's id in either case. */
async function attempt(
  call: Promise<Stripe.PaymentIntent>,
): Promise<{ outcome: unknown; id: string | undefined }> {
  try {
    const { id, status } = await call
    return { id, outcome: status }
  } catch (error) {
    const { raw } = error as { raw: Record<string, unknown> & { payment_intent?: { id: string } } }
    return { id: raw.payment_intent?.id, outcome: raw }
  }
}

function expectOutcome(actual: unknown, expected: Outcome): void {
  if (typeof expected === 'string') expect(actual).toBe(expected)
  else expect(actual).toMatchObject(expected)
}
