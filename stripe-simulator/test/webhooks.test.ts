import type Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, once, openAccount, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'
import { WebhookReceiver } from './webhook-receiver.ts'

const return_url = 'https://shop.example.com/return'

describe('webhooks', () => {
  let simulator: RunningSimulator
  let receiver: WebhookReceiver
  let stripe: Stripe
  let account: string
  let endpoint: Stripe.WebhookEndpoint

  beforeEach(async () => {
    simulator = await startWatchedSimulator()
    receiver = await WebhookReceiver.start()
    const keys = await openAccount(simulator.url)
    account = keys.account
    stripe = stripeAt(simulator.url, keys.secret_key)
    endpoint = await stripe.webhookEndpoints.create(
      {
        url: receiver.url,
        enabled_events: ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'],
        api_version: '2026-10-28.endive',
      },
      once(),
    )
    receiver.secret = endpoint.secret ?? ''
  })
  afterEach(async () => {
    await simulator.close()
    await receiver.stop()
  })

  it('come signed, in order, with the envelope of the endpoint', async () => {
    const key = once()
    const paid = await pay(key)
    const event = await receiver.waitFor('payment_intent.succeeded')
    expect(receiver.types()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
    expect(event).toMatchObject({
      api_version: '2026-10-28.endive',
      livemode: false,
      pending_webhooks: 1,
      request: { id: paid.lastResponse.requestId, idempotency_key: key.idempotencyKey },
      data: { object: { id: paid.id, status: 'succeeded' } },
    })
    const kept = await eventually(
      () => stripe.events.retrieve(event.id),
      (found) => found.pending_webhooks === 0,
    )
    expect(kept.api_version).toBe('2026-06-24.dahlia')
    expect(JSON.stringify(kept)).not.toContain('_private')
  })

  it('show the signing secret once', async () => {
    expect(endpoint.secret).toMatch(/^whsec_/)
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined()
    expect(JSON.stringify(await stripe.webhookEndpoints.list())).not.toContain('whsec_')
  })

  it('are tried again after a failure, and a redirect is one', async () => {
    receiver.status = 302
    await pay()
    const failed = await eventually(
      pending,
      (list) => list.length === 3 && list.every((delivery) => delivery.attempts > 0),
    )
    expect(failed[0]?.lastFailure).toBe('answered 302')
    receiver.status = 200
    await receiver.waitFor('payment_intent.succeeded')
  })

  it('are tried for three days of an endpoint that is down, then only on demand', async () => {
    receiver.status = 503
    await pay()
    const triedAgainAfter = async (days: number) => {
      const before = (await pending()).map(({ attempts }) => attempts)
      await control(simulator.url, 'clock', { advance_seconds: days * 24 * 3600 })
      return eventually(pending, (list) => list.every(({ attempts }, index) => attempts > before[index]!))
    }
    await eventually(pending, (list) => list.every(({ attempts }) => attempts > 0))
    expect((await triedAgainAfter(2)).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
    expect((await triedAgainAfter(2)).map(({ state }) => state)).toEqual(['given_up', 'given_up', 'given_up'])
    receiver.status = 200
    const missed = await stripe.events.list({ delivery_success: false })
    expect(missed.data).toHaveLength(3)
    await control(simulator.url, 'webhooks/flush', { account })
    expect(receiver.types()).toHaveLength(3)
    expect(await pending()).toEqual([])
  })

  it('can be held and let go in another order', async () => {
    await control(simulator.url, 'webhooks', { mode: 'hold', account })
    await pay()
    await eventually(
      pending,
      (list) => list.length === 3 && list.every((delivery) => delivery.state === 'held'),
    )
    expect(receiver.received).toEqual([])
    await control(simulator.url, 'webhooks/flush', { account, order: 'reversed' })
    expect(receiver.types()).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ])
  })

  it('can be lost, doubled, and signed wrongly', async () => {
    await control(simulator.url, 'webhooks', { mode: 'drop', account })
    await pay()
    await eventually(pending, (list) => list.length === 0)
    expect(receiver.received).toEqual([])
    await control(simulator.url, 'webhooks', { mode: 'duplicate', account })
    await pay()
    await eventually(
      async () => receiver.received,
      (list) => list.length === 6,
    )
    expect(new Set(receiver.received.map((entry) => entry.event.id)).size).toBe(3)
    await control(simulator.url, 'webhooks', { mode: 'missign', account })
    await pay()
    await eventually(
      async () => receiver.received,
      (list) => list.filter((entry) => !entry.verified).length >= 3,
    )
    await control(simulator.url, 'webhooks', { mode: 'deliver', account })
    await eventually(pending, (list) => list.length === 0)
  })

  it('come shuffled on request, none missing', async () => {
    await control(simulator.url, 'webhooks', { mode: 'shuffle' })
    for (let index = 0; index < 4; index++) await pay()
    const types = await eventually(
      async () => receiver.types(),
      (list) => list.length === 12,
    )
    expect(types.filter((type) => type === 'payment_intent.created')).toHaveLength(4)
  })

  it('carry two signatures while a secret is rolled', async () => {
    const rolled = (await control(simulator.url, 'webhooks/roll_secret', {
      account,
      endpoint: endpoint.id,
      keep_old: true,
    })) as { secret: string }
    await pay()
    await receiver.waitFor('payment_intent.succeeded')
    expect(receiver.received[0]?.signature.match(/v1=/g)).toHaveLength(2)
    receiver.secret = rolled.secret
    await pay()
    await eventually(
      async () => receiver.types(),
      (types) => types.length === 6,
    )
  })

  it('stop for a disabled and a deleted endpoint', async () => {
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true }, once())
    await pay()
    expect(await pending()).toEqual([])
    await stripe.webhookEndpoints.update(
      endpoint.id,
      { disabled: false, enabled_events: ['charge.succeeded'] },
      once(),
    )
    await pay()
    await receiver.waitFor('charge.succeeded')
    await stripe.webhookEndpoints.del(endpoint.id)
    await pay()
    expect(receiver.types()).toEqual(['charge.succeeded'])
  })

  function pay(key = once()) {
    return stripe.paymentIntents.create(
      { amount: 1000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, return_url },
      key,
    )
  }

  async function pending(): Promise<{ attempts: number; state: string; lastFailure: string | null }[]> {
    return (await (await fetch(`${simulator.url}/_sim/webhooks?account=${account}`)).json()).pending
  }

  async function eventually<Value>(
    look: () => Promise<Value>,
    isIt: (value: Value) => boolean,
  ): Promise<Value> {
    const deadline = Date.now() + 8_000
    for (;;) {
      const value = await look()
      if (isIt(value)) return value
      if (Date.now() > deadline) throw new Error(`it never came to be: ${JSON.stringify(value)}`)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
})
