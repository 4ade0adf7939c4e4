import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningSimulator, startSimulator } from '../src/server.ts'
import { control, fromBrowser, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'

describe('the wire', () => {
  let simulator: RunningSimulator
  let keys: { account: string; secret_key: string; publishable_key: string }
  let stripe: Stripe

  beforeAll(async () => {
    simulator = await startWatchedSimulator({
      server_error: 'the faults under test',
      unreachable: 'the faults under test',
      idempotency_replay_differs:
        'faults that strike before the work, and keys forgotten after a day, are not replayed',
      idempotency_not_enforced: 'a key forgotten after a day is a new one',
    })
    keys = await openAccount(simulator.url, {
      business_name: 'Harbour Tours',
      country: 'DE',
      default_currency: 'EUR',
    })
    stripe = stripeAt(simulator.url, keys.secret_key)
  })
  afterAll(() => simulator.close())

  it('knows an account by the start of any of its keys', async () => {
    const account = await stripe.accounts.retrieveCurrent()
    expect(account).toMatchObject({
      id: keys.account,
      country: 'DE',
      default_currency: 'eur',
      charges_enabled: true,
    })
    expect(keys.publishable_key.slice(8, 24)).toBe(keys.secret_key.slice(8, 24))
    const own = stripeAt(simulator.url, 'rk_test_AbCdEfGhIjKlMnOpQrSt')
    expect((await own.accounts.retrieveCurrent()).id).toBe('acct_AbCdEfGhIjKlMnOp')
  })

  it('refuses live, short and missing keys with 401', async () => {
    for (const key of ['sk_live_1234567890abcdefgh', 'sk_test_short', 'nonsense']) {
      const error = await refusal(stripeAt(simulator.url, key).balance.retrieve())
      expect(error.statusCode).toBe(401)
      expect(error.message).toMatch(
        key.includes('live') ? /never accepts a live key/ : /Invalid API Key provided/,
      )
    }
    const anonymous = await fetch(`${simulator.url}/v1/balance`)
    expect(anonymous.status).toBe(401)
    const basic = await fetch(`${simulator.url}/v1/balance`, {
      headers: { authorization: `Basic ${btoa(`${keys.secret_key}:`)}` },
    })
    expect(basic.status).toBe(200)
  })

  it('lets a publishable key do only what a browser may', async () => {
    const intent = await stripe.paymentIntents.create(
      { amount: 800, currency: 'usd', metadata: { secret: 'x' } },
      once(),
    )
    const query = new URLSearchParams({ key: keys.publishable_key, client_secret: intent.client_secret! })
    const shown = await (await fetch(`${simulator.url}/v1/payment_intents/${intent.id}?${query}`)).json()
    expect(shown).toMatchObject({ id: intent.id, amount: 800, metadata: {} })
    query.set('client_secret', `${intent.id}_secret_wrong`)
    expect((await fetch(`${simulator.url}/v1/payment_intents/${intent.id}?${query}`)).status).toBe(400)
    query.delete('client_secret')
    expect((await fetch(`${simulator.url}/v1/payment_intents/${intent.id}?${query}`)).status).toBe(400)
    expect((await fetch(`${simulator.url}/v1/customers?${query}`)).status).toBe(403)
  })

  it('checks typed cards like Stripe, before any charge', async () => {
    const intent = await stripe.paymentIntents.create({ amount: 800, currency: 'usd' }, once())
    const confirm = (number: string, exp_year = '2034') =>
      fromBrowser(simulator.url, `/v1/payment_intents/${intent.id}/confirm`, {
        key: keys.publishable_key,
        client_secret: intent.client_secret!,
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': number,
        'payment_method_data[card][exp_month]': '12',
        'payment_method_data[card][exp_year]': exp_year,
        'payment_method_data[card][cvc]': '123',
      })
    const codes = { 4242424242424241: 'incorrect_number', 4111111111111111: 'card_declined' }
    for (const [number, code] of Object.entries(codes)) {
      const { status, json } = await confirm(number)
      expect(status).toBe(402)
      expect((json as { error: object }).error).toMatchObject({
        code,
        payment_intent: { status: 'requires_payment_method' },
      })
    }
    expect(((await confirm('4242424242424242', '2020')).json as { error: object }).error).toMatchObject({
      code: 'invalid_expiry_year',
    })
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toEqual([])
  })

  it('confirms with a token that the browser made, mandate and address of return included', async () => {
    const { json } = await fromBrowser(simulator.url, '/v1/confirmation_tokens', {
      key: keys.publishable_key,
      'payment_method_data[type]': 'sepa_debit',
      'payment_method_data[sepa_debit][iban]': 'AT321904300235473204',
      'payment_method_data[billing_details][name]': 'Ada',
      'payment_method_data[billing_details][email]': 'ada@example.com',
      return_url,
    })
    const token = (json as { id: string }).id
    const terms = { amount: 800, currency: 'eur', confirm: true, confirmation_token: token }
    expect((await stripe.paymentIntents.create(terms, once())).status).toBe('processing')
    expect((await refusal(stripe.paymentIntents.create(terms, once()))).message).toMatch(/already used/)
  })

  it('names what is wrong with parameters', async () => {
    const raw = (path: string, parameters: object) =>
      refusal(stripe.rawRequest('POST', path, parameters as never, {}))
    const cases: [string, object, object][] = [
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', payment_method_types: ['card'] },
        { code: 'parameter_unknown', param: 'payment_method_types' },
      ],
      ['/v1/payment_intents', { amount: 500 }, { code: 'parameter_missing', param: 'currency' }],
      [
        '/v1/payment_intents',
        { amount: 'ten', currency: 'usd' },
        { code: 'parameter_invalid_integer', param: 'amount' },
      ],
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', customer: '' },
        { code: 'parameter_invalid_empty', param: 'customer' },
      ],
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', capture_method: 'later' },
        { param: 'capture_method' },
      ],
      ['/v1/payment_intents', { amount: 500, currency: 'usd', confirm: 'maybe' }, { param: 'confirm' }],
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', payment_method_data: { card: { number: '1' } } },
        { code: 'parameter_unknown', param: 'payment_method_data[card]' },
      ],
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', metadata: { ['k'.repeat(41)]: 'v' } },
        { param: 'metadata' },
      ],
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', metadata: { k: 'v'.repeat(501) } },
        { param: 'metadata' },
      ],
      [
        '/v1/payment_intents',
        { amount: 500, currency: 'usd', statement_descriptor_suffix: 'A'.repeat(23) },
        { param: 'statement_descriptor_suffix' },
      ],
    ]
    for (const [path, parameters, facts] of cases) {
      const error = await raw(path, parameters)
      expect(error.statusCode, error.message).toBe(400)
      expect(error).toMatchObject(facts)
    }
  })

  it('gives 404 for what is not there', async () => {
    expect(await refusal(stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such payment_intent: 'pi_none'",
    })
    expect((await refusal(stripe.rawRequest('GET', '/v1/coupons'))).message).toMatch(
      /Unrecognized request URL/,
    )
  })

  it('still takes payment_method_types from an account of an older version', async () => {
    const response = await fetch(`${simulator.url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.secret_key}` },
      body: new URLSearchParams({ amount: '500', currency: 'usd', 'payment_method_types[]': 'card' }),
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('stripe-version')).toBe('2026-06-24.dahlia')
    expect(await response.json()).toMatchObject({
      payment_method_types: ['card'],
      automatic_payment_methods: null,
    })
  })

  it('repeats the first answer to an idempotency key, refusals by the bank included', async () => {
    const terms = { amount: 700, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, return_url }
    const [key, declinedKey] = [once(), once()]
    const first = await stripe.paymentIntents.create(terms, key)
    const repeat = await stripe.paymentIntents.create(terms, key)
    expect(repeat.id).toBe(first.id)
    expect(repeat.lastResponse.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'original-request': first.lastResponse.requestId,
    })
    const other = await refusal(stripe.paymentIntents.create({ ...terms, amount: 701 }, key))
    expect(other).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' })
    const declined = { ...terms, payment_method: 'pm_card_chargeDeclined' }
    const refused = await refusal(stripe.paymentIntents.create(declined, declinedKey))
    const refusedAgain = await refusal(stripe.paymentIntents.create(declined, declinedKey))
    expect(refusedAgain.payment_intent?.id).toBe(refused.payment_intent?.id)
    await control(simulator.url, 'clock', { advance_seconds: 24 * 3600 + 1 })
    expect((await stripe.paymentIntents.create(terms, key)).id).not.toBe(first.id)
  })

  it('forgets a key whose request was malformed', async () => {
    const key = once()
    await refusal(stripe.paymentIntents.create({ amount: 1, currency: 'usd' }, key))
    expect((await stripe.paymentIntents.create({ amount: 900, currency: 'usd' }, key)).amount).toBe(900)
  })

  it('answers 409 while the first request with a key is still running', async () => {
    await control(simulator.url, 'faults', { kind: 'delay', delay_ms: 400, path: '/v1/customers' })
    const key = once()
    const slow = stripe.customers.create({ name: 'Slow' }, key)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await refusal(stripe.customers.create({ name: 'Slow' }, key))).toMatchObject({
      statusCode: 409,
      code: 'idempotency_key_in_use',
    })
    expect((await stripe.customers.create({ name: 'Slow' }, key).catch(() => slow)).id).toBe((await slow).id)
  })

  it('pages through lists, newest first, without loss', async () => {
    const own = stripeAt(simulator.url, (await openAccount(simulator.url)).secret_key)
    const made: string[] = []
    for (let index = 0; index < 7; index++)
      made.push((await own.customers.create({ name: `C${index}` }, once())).id)
    const seen: string[] = []
    for await (const customer of own.customers.list({ limit: 3 })) seen.push(customer.id)
    expect(seen).toEqual(made.toReversed())
    const newer = await own.customers.list({ ending_before: made[1], limit: 2 })
    expect(newer.data.map((customer) => customer.id)).toEqual([made[3], made[2]])
    expect(newer.has_more).toBe(true)
    expect((await refusal(own.customers.list({ limit: 101 }))).param).toBe('limit')
  })

  it('expands what may be expanded', async () => {
    const paid = await stripe.paymentIntents.create(
      {
        amount: 700,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        confirm: true,
        return_url,
        expand: ['latest_charge.refunds', 'payment_method'],
      },
      once(),
    )
    expect(paid.latest_charge).toMatchObject({ object: 'charge', refunds: { data: [] } })
    expect((await refusal(stripe.paymentIntents.retrieve(paid.id, { expand: ['amount'] }))).message).toMatch(
      /cannot be expanded/,
    )
    expect(
      (await refusal(stripe.paymentIntents.retrieve(paid.id, { expand: ['a.b.c.d.e'] }))).message,
    ).toMatch(/4 levels/)
  })

  it('acts for a connected account until access is revoked', async () => {
    const { id: platform } = await stripe.accounts.retrieveCurrent()
    const merchant = await openAccount(simulator.url, { platform })
    const customer = await stripe.customers.create(
      { name: 'Theirs' },
      { ...once(), stripeAccount: merchant.account },
    )
    expect((await stripeAt(simulator.url, merchant.secret_key).customers.retrieve(customer.id)).id).toBe(
      customer.id,
    )
    expect((await refusal(stripe.customers.retrieve(customer.id))).statusCode).toBe(404)
    for (const account of ['acct_unknown0000000', merchant.account]) {
      await control(simulator.url, 'accounts/update', { account: merchant.account, access: 'revoked' })
      expect(await refusal(stripe.customers.list({}, { stripeAccount: account }))).toMatchObject({
        statusCode: 403,
        code: 'account_invalid',
      })
    }
    await control(simulator.url, 'accounts/update', { account: merchant.account, keys: 'revoked' })
    expect((await refusal(stripeAt(simulator.url, merchant.secret_key).balance.retrieve())).statusCode).toBe(
      401,
    )
  })

  it('fails on request: before and after the work, by limits, and by silence', async () => {
    const own = await openAccount(simulator.url)
    const client = stripeAt(simulator.url, own.secret_key)
    const fault = (kind: string, more: object = {}) =>
      control(simulator.url, 'faults', {
        kind,
        account: own.account,
        method: 'post',
        path: '/v1/customers',
        ...more,
      })
    const count = async () => (await client.customers.list()).data.length
    const create = (key = once()) => client.customers.create({ name: 'X' }, key)

    await fault('rate_limit')
    expect(await refusal(create())).toMatchObject({ statusCode: 429, code: 'rate_limit' })
    await fault('lock_timeout')
    expect(await refusal(create())).toMatchObject({ statusCode: 429, code: 'lock_timeout' })
    await fault('error_before')
    const retried = once()
    expect((await refusal(create(retried))).statusCode).toBe(500)
    expect(await count()).toBe(0)
    await create(retried)
    expect(await count()).toBe(1)
    await fault('error_after')
    const stored = once()
    expect((await refusal(create(stored))).statusCode).toBe(500)
    expect((await refusal(create(stored))).statusCode).toBe(500)
    expect(await count()).toBe(2)
    await fault('drop_after', { times: 2 })
    const lost = once()
    expect((await refusal(create(lost))).type).toBe('StripeConnectionError')
    expect(await count()).toBe(3)
    expect((await create(lost)).object).toBe('customer')
    expect(await count()).toBe(3)
    expect(await (await fetch(`${simulator.url}/_sim/faults`)).json()).toEqual([])
  })

  it('logs requests without their keys', async () => {
    const log = await (await fetch(`${simulator.url}/_sim/requests?account=${keys.account}`)).json()
    expect(log.at(-1)).toMatchObject({
      method: expect.any(String),
      keyKind: 'secret',
      status: expect.any(Number),
    })
    expect(JSON.stringify(log)).not.toContain(keys.secret_key.slice(-12))
  })

  it('keeps the test controls from pages and from those without the token', async () => {
    const plain = await fetch(`${simulator.url}/_sim/clock`, {
      method: 'POST',
      body: '{"advance_seconds":1}',
    })
    expect(plain.status).toBe(415)
    const guarded = await startSimulator({ controlsToken: 'let-me-in' })
    expect((await fetch(`${guarded.url}/_sim/clock`)).status).toBe(401)
    const let_in = { headers: { authorization: 'Bearer let-me-in' } }
    expect((await fetch(`${guarded.url}/_sim/clock`, let_in)).status).toBe(200)
    await guarded.close()
  })
})
