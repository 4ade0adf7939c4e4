import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'

describe('saved payment methods', () => {
  let simulator: RunningSimulator
  let stripe: Stripe
  let customer: string

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    stripe = stripeAt(simulator.url, (await openAccount(simulator.url)).secret_key)
  })
  beforeEach(async () => {
    customer = (await stripe.customers.create({ email: 'ada@example.com' }, once())).id
  })
  afterAll(() => simulator.close())

  it('are kept by a setup intent and charged without the payer', async () => {
    const setup = await stripe.setupIntents.create(
      { customer, payment_method: 'pm_card_visa', confirm: true, return_url },
      once(),
    )
    expect(setup).toMatchObject({ status: 'succeeded', usage: 'off_session' })
    const paid = await chargeOffSession(setup.payment_method as string)
    expect(paid).toMatchObject({ status: 'succeeded', customer })
    const list = await stripe.customers.listPaymentMethods(customer)
    expect(list.data.map((method) => method.id)).toEqual([setup.payment_method])
  })

  it('that always want the payer answer authentication_required, and the same intent is paid on session', async () => {
    const method = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer }, once())
    const error = await refusal(chargeOffSession(method.id))
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
    })
    const { id } = error.payment_intent!
    const open = await stripe.paymentIntents.retrieve(id)
    expect(open.status).toBe('requires_payment_method')
    expect(open.last_payment_error?.payment_method?.id).toBe(method.id)
    const waiting = await stripe.paymentIntents.confirm(id, { payment_method: method.id, return_url }, once())
    expect(waiting.status).toBe('requires_action')
  })

  it('that were set up with the payer pass later without', async () => {
    const waiting = await stripe.setupIntents.create(
      { customer, payment_method: 'pm_card_authenticationRequiredOnSetup', confirm: true, return_url },
      once(),
    )
    expect(waiting.status).toBe('requires_action')
    const url = waiting.next_action?.redirect_to_url?.url ?? ''
    await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'complete' }),
      redirect: 'manual',
    })
    const setup = await stripe.setupIntents.retrieve(waiting.id)
    expect(setup.status).toBe('succeeded')
    expect((await chargeOffSession(setup.payment_method as string)).status).toBe('succeeded')
    const unprepared = await stripe.paymentMethods.attach(
      'pm_card_authenticationRequiredOnSetup',
      { customer },
      once(),
    )
    expect((await refusal(chargeOffSession(unprepared.id))).code).toBe('authentication_required')
    const prepared = await stripe.paymentMethods.attach(
      'pm_card_authenticationRequiredSetupForOffSession',
      { customer },
      once(),
    )
    expect((await chargeOffSession(prepared.id)).status).toBe('succeeded')
  })

  it('are kept by a payment with setup_future_usage, and only then', async () => {
    const pay = (extra: object) =>
      stripe.paymentIntents.create(
        {
          amount: 900,
          currency: 'usd',
          customer,
          payment_method: 'pm_card_visa',
          confirm: true,
          return_url,
          ...extra,
        },
        once(),
      )
    const plain = await pay({})
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([])
    const again = await refusal(pay({ payment_method: plain.payment_method as string }))
    expect(again.message).toMatch(/may not be used again/)
    await pay({ setup_future_usage: 'off_session' })
    expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1)
  })

  it('belong to one customer, and a detached one never comes back', async () => {
    const other = await stripe.customers.create({}, once())
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: other.id }, once())
    expect((await refusal(chargeOffSession(method.id))).message).toMatch(/does not belong to the Customer/)
    expect((await refusal(stripe.paymentMethods.attach(method.id, { customer }, once()))).statusCode).toBe(
      400,
    )
    await stripe.paymentMethods.detach(method.id, {}, once())
    expect((await refusal(stripe.paymentMethods.attach(method.id, { customer }, once()))).message).toMatch(
      /may not be used again/,
    )
    const loose = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } }, once())
    expect((await refusal(chargeOffSession(loose.id))).message).toMatch(/must be attached/)
  })

  it('are refused at once when the bank refuses them', async () => {
    const error = await refusal(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }, once()))
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined', param: '' })
    const setup = await refusal(
      stripe.setupIntents.create(
        { customer, payment_method: 'pm_card_chargeDeclined', confirm: true, return_url },
        once(),
      ),
    )
    expect(setup.setup_intent?.status).toBe('requires_payment_method')
    const sly = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer }, once())
    expect((await refusal(chargeOffSession(sly.id))).code).toBe('card_declined')
  })

  it('go when the customer is deleted', async () => {
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer }, once())
    await stripe.customers.del(customer)
    expect(await stripe.customers.retrieve(customer)).toEqual(
      expect.objectContaining({ id: customer, deleted: true }),
    )
    expect((await stripe.paymentMethods.retrieve(method.id)).customer).toBeNull()
    expect((await refusal(chargeOffSession(method.id))).message).toBe(`No such customer: '${customer}'`)
    expect((await refusal(stripe.customers.update(customer, { name: 'x' }, once()))).statusCode).toBe(404)
  })

  it('may be offered by the Payment Element for half an hour', async () => {
    const session = await stripe.customerSessions.create(
      {
        customer,
        components: {
          payment_element: {
            enabled: true,
            features: { payment_method_save: 'enabled', payment_method_save_usage: 'off_session' },
          },
        },
      },
      once(),
    )
    const keys = (await openAccount(simulator.url)) as { publishable_key: string }
    const ask = async (key: string) => {
      const query = new URLSearchParams({ key, customer_session_client_secret: session.client_secret })
      return (await fetch(`${simulator.url}/js/session?${query}`)).status
    }
    const own = stripeKey().replace('sk_test_', 'pk_test_')
    expect(await ask(own)).toBe(200)
    expect(await ask(keys.publishable_key)).toBe(400)
    await control(simulator.url, 'clock', { advance_seconds: 31 * 60 })
    expect(await ask(own)).toBe(400)
  })

  it('never take a raw card number from a server', async () => {
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' }
    const error = await refusal(stripe.paymentMethods.create({ type: 'card', card }, once()))
    expect(error.message).toMatch(/Sending credit card numbers directly/)
  })

  function chargeOffSession(payment_method: string) {
    return stripe.paymentIntents.create(
      { amount: 2500, currency: 'usd', customer, payment_method, off_session: true, confirm: true },
      once(),
    )
  }

  /** The key the SDK was made with, from the header it sends. */
  function stripeKey(): string {
    return (stripe as unknown as { _authenticator: { _apiKey: string } })._authenticator._apiKey
  }
})
