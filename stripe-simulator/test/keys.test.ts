import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

describe('restricted keys', () => {
  let simulator: RunningSimulator
  let account: string
  let key: string

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    const keys = await openAccount(simulator.url)
    account = keys.account
    key = keys.secret_key.replace('sk_', 'rk_')
  })
  afterAll(() => simulator.close())

  it('may do everything until told otherwise, reading the own account included', async () => {
    const stripe = stripeAt(simulator.url, key)
    expect((await stripe.accounts.retrieveCurrent()).id).toBe(account)
    await stripe.customers.create({ name: 'Ada' }, once())
  })

  it('are refused what they lack, with the name of the permission', async () => {
    const permissions = ['rak_customer_write', 'rak_payment_intent_read', 'rak_accounts_kyc_basic_read']
    await control(simulator.url, 'keys', { key, permissions })
    const stripe = stripeAt(simulator.url, key)
    await stripe.customers.create({ name: 'Ada' }, once())
    await stripe.customers.list()
    await stripe.paymentIntents.list()
    await stripe.accounts.retrieveCurrent()
    // One after the other: a call that is refused before anybody waits for it would count as forgotten.
    for (const [call, permission] of [
      [
        () => stripe.paymentIntents.create({ amount: 900, currency: 'usd' }, once()),
        'rak_payment_intent_write',
      ],
      [() => stripe.refunds.list(), 'rak_charge_read'],
      [
        () => stripe.webhookEndpoints.create({ url: 'https://a.example.com', enabled_events: ['*'] }, once()),
        'rak_webhook_write',
      ],
      [() => stripe.paymentMethods.list({ customer: 'cus_none' }), 'rak_payment_method_read'],
    ] as const) {
      const error = await refusal(call())
      expect(error).toMatchObject({ statusCode: 403, type: 'StripePermissionError' })
      expect(error.message).toMatch(
        new RegExp(
          `^The provided key 'rk_test_\\*+\\w{4}' .*account '${account}'. Having the '${permission}' permission`,
        ),
      )
    }
    expect((await refusal(stripe.refunds.list())).message).not.toContain(key)
    // Other keys of the account are not touched, and the permissions can be given back.
    await stripeAt(simulator.url, `${key}2`).refunds.list()
    await control(simulator.url, 'keys', { key, permissions: 'all' })
    await stripe.refunds.list()
  })

  it('expire one by one: 401', async () => {
    await control(simulator.url, 'keys', { key, state: 'expired' })
    expect(await refusal(stripeAt(simulator.url, key).balance.retrieve())).toMatchObject({
      statusCode: 401,
      code: 'api_key_expired',
    })
    await stripeAt(simulator.url, `${key}2`).balance.retrieve()
  })
})
