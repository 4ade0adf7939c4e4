// Whatever Stripe does to one call, there is one effect, the words are true, and it settles later.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  atStripe,
  type Business,
  chargesAtStripe,
  comeBack,
  confirmAtStripe,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld(
    { TRUST_PROXY: 'on' },
    {
      provoked: {
        server_error: 'the faults under test',
        unreachable: 'the faults under test',
        idempotency_replay_differs: 'a fault that strikes before Stripe begins is not kept under the key',
        pi_transition: 'the answer under a repeated key is the first one, older than what happened since',
        webhook_refused: 'an event for an endpoint whose making was answered 500, until it is removed',
      },
    },
  )
}, 60_000)
afterAll(() => world?.stop())

/** Three times each: the SDK's own repeats do not get around it. */
const faults = [
  ['over the rate limit', 'rate_limit'],
  ['locked by another request', 'lock_timeout'],
  ['500 before the work', 'error_before'],
  ['500 after the work', 'error_after'],
  ['cut before the work', 'drop_before'],
  ['cut after the work', 'drop_after'],
] as const

describe.concurrent('Pay, while Stripe is', () => {
  it.each(faults)('%s: one PaymentIntent, one charge', async (_, kind) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await strike(business, kind, 'POST', '/v1/payment_intents')
    const pressed = await press(invoice)
    expectTrueWords(pressed)
    expect(await charged(business)).toEqual([])
    await clear(business)
    const secret = await untilPressed(invoice)
    await confirmAtStripe(world, business, secret)
    await expectPaidOnce(business, invoice)
    expect((await atStripe(world, business, 'GET', '/v1/payment_intents')).data).toHaveLength(1)
  })

  it.each(
    faults.flatMap(([words, kind]) =>
      ['/v1/customers', '/v1/payment_intents/*'].map((path) => [words, path, kind] as const),
    ),
  )('%s at %s, with the card to be kept: one customer, one charge', async (_, path, kind) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await strike(business, kind, 'POST', path)
    expectTrueWords(await press(invoice, { save: true }))
    await clear(business)
    const secret = await untilPressed(invoice, { save: true })
    await confirmAtStripe(world, business, secret)
    await expectPaidOnce(business, invoice)
    const { data } = (await business.call('GET', `/customers/${invoice.customer_id}/payment_methods`)).body
    expect(data).toMatchObject([{ brand: 'visa', last4: '4242' }])
    expect((await atStripe(world, business, 'GET', '/v1/customers')).data).toHaveLength(1)
  })
})

describe.concurrent('the browser’s confirm, when it is', () => {
  it.each(faults)('%s: the page says what is, and the card is charged once', async (_, kind) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { client_secret: secret } = (await press(invoice)).body
    await strike(business, kind, 'POST', '/v1/payment_intents/*/confirm', 1)
    await confirmAtStripe(world, business, secret).catch(() => null)
    const [done] = await charged(business)
    const { outcome } = await comeBack(invoice)
    expect(outcome).toBe(done ? 'succeeded' : undefined)
    await confirmAtStripe(world, business, secret)
    await expectPaidOnce(business, invoice)
  })
})

describe.concurrent('coming back, while Stripe is', () => {
  it.each(faults)('%s: never told as failed, and paid when Stripe answers', async (_, kind) => {
    const business = await world.business()
    const account = stripeAccountOf(business)
    const invoice = await sentInvoice(business)
    await simulate(world, 'webhooks', { account, mode: 'drop' })
    const { client_secret: secret } = (await press(invoice)).body
    await confirmAtStripe(world, business, secret)
    await strike(business, kind, 'GET', '/v1/payment_intents/*', 12)
    const { outcome } = await comeBack(invoice)
    expect(['pending', 'succeeded']).toContain(outcome)
    await clear(business)
    await expectPaidOnce(business, invoice)
  })
})

describe.concurrent('a refund, while Stripe is', () => {
  it.each(faults)('%s: under way until it is known, and made once', async (_, kind) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    await expectPaidOnce(business, invoice)
    const [payment] = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
    await strike(business, kind, 'POST', '/v1/refunds')
    const asked = await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 5_000 })
    expect(asked).toMatchObject({ status: 201, body: { amount: 5_000 } })
    await clear(business)
    await world.eventually(async () => {
      expect((await business.call('GET', `/refunds?payment_id=${payment.id}`)).body.data).toMatchObject([
        { status: 'succeeded', amount: 5_000 },
      ])
      expect((await read(business, invoice)).amount_refunded).toBe(5_000)
    }, 20_000)
    expect((await atStripe(world, business, 'GET', '/v1/refunds')).data).toMatchObject([{ amount: 5_000 }])
  })
})

describe.concurrent('charging a saved card, while Stripe is', () => {
  it.each(faults)('%s: charged once, and told when it is known', async (_, kind) => {
    const business = await world.business()
    const first = await sentInvoice(business, { amount: 1_000 })
    const { client_secret: secret } = (await press(first, { save: true })).body
    await confirmAtStripe(world, business, secret)
    await comeBack(first)
    const invoice = await sentInvoice(business, {
      more: { customer: undefined, customer_id: first.customer_id },
    })
    const charge = () =>
      business.call('POST', `/customers/${first.customer_id}/charge`, { invoice_id: invoice.id })
    await strike(business, kind, 'POST', '/v1/payment_intents')
    const asked = await charge()
    if (asked.status >= 300) expectTrueWords(asked)
    await clear(business)
    await world.eventually(async () => {
      // Somebody tries again, or the reconciler finds it: whichever comes first.
      if ((await read(business, invoice)).status !== 'paid') await charge()
      expect((await read(business, invoice)).status).toBe('paid')
    }, 20_000)
    expect((await charged(business)).toSorted()).toEqual([12_000, 1_000].toSorted())
    expect(await read(business, invoice)).toMatchObject({
      status: 'paid',
      amount_paid: 12_000,
      amount_due: 0,
    })
  })
})

describe.concurrent('an edit, while cancelling what is open at Stripe is', () => {
  it.each(faults)('%s: done or refused whole, and the old amount can never be paid', async (_, kind) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { client_secret: stale } = (await press(invoice)).body
    await strike(business, kind, 'POST', '/v1/payment_intents/*/cancel')
    const edit = () =>
      business.call('PATCH', `/invoices/${invoice.id}`, {
        lines: [{ description: 'Less', quantity: '1', unit_amount: 9_000 }],
      })
    const first = await edit()
    expectTrueWords(first)
    expect((await read(business, invoice)).total).toBe(first.status === 200 ? 9_000 : 12_000)
    await clear(business)
    expect((await edit()).status).toBe(200)
    expect((await confirmAtStripe(world, business, stale)).status).toBe(400)
    await pay(world, business, { ...invoice, amount_due: 9_000 })
    expect(await charged(business)).toEqual([9_000])
  })
})

describe.concurrent('removing Stripe, while it is', () => {
  it.each(faults)('%s: done or refused whole, and nothing stays payable', async (_, kind) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { client_secret: secret } = (await press(invoice)).body
    await strike(business, kind, 'POST', '/v1/payment_intents/*/cancel')
    const first = await business.call('DELETE', '/stripe_connection')
    expectTrueWords(first)
    const after = (await business.call('GET', '/stripe_connection')).body.state
    expect(after).toBe(first.status === 200 ? 'disconnected' : 'connected')
    await clear(business)
    if (first.status !== 200) expect((await business.call('DELETE', '/stripe_connection')).status).toBe(200)
    expect((await confirmAtStripe(world, business, secret)).status).toBe(400)
    expect((await press(invoice)).body.code).toBe('invoice_not_payable')
  })

  it.each(faults)('%s when the webhook endpoint goes: removed all the same', async (_, kind) => {
    const business = await world.business()
    await strike(business, kind, 'DELETE', '/v1/webhook_endpoints/*')
    expect((await business.call('DELETE', '/stripe_connection')).status).toBe(200)
  })
})

const callsOfConnecting = [
  ['GET', '/v1/account'],
  ['POST', '/v1/setup_intents'],
  ['POST', '/v1/webhook_endpoints'],
] as const

describe.concurrent.each(callsOfConnecting)('connecting, while %s %s is', (method, path) => {
  it.each(faults)('%s: connected or not, and after a second try it works', async (_, kind) => {
    const business = await world.business({ stripe: false })
    await strike(business, kind, method, path)
    const first = await business.call('PUT', '/stripe_connection', business.stripeKeys)
    expectTrueWords(first)
    await clear(business)
    if (first.status !== 200)
      expect((await business.call('PUT', '/stripe_connection', business.stripeKeys)).status).toBe(200)
    expect((await business.call('GET', '/stripe_connection')).body.state).toBe('connected')
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    await expectPaidOnce(business, invoice)
  })
})

type Sent = Awaited<ReturnType<typeof sentInvoice>>

function strike(business: Business, kind: string, method: string, path: string, times = 3): Promise<unknown> {
  return simulate(world, 'faults', { kind, method, path, times, account: stripeAccountOf(business) })
}

/** Lifts what is left of this business's faults: those of the tests beside it stay. */
function clear(business: Business): Promise<unknown> {
  return simulate(world, `faults?account=${stripeAccountOf(business)}`, undefined, 'DELETE')
}

let payers = 0
function press(invoice: Sent, shown = {}): Promise<Answer> {
  payers += 1
  return pressPay(invoice, shown, { 'x-forwarded-for': `192.0.2.${payers % 250}` })
}

/** The payer presses until there is something to confirm, as the words asked them to. */
async function untilPressed(invoice: Sent, shown = {}): Promise<string> {
  return world.eventually(async () => {
    const { status, body } = await press(invoice, shown)
    expect(status, JSON.stringify(body)).toBe(200)
    return body.client_secret
  })
}

/** Done, or not done and said so; never an error without words. */
function expectTrueWords({ status, body }: Answer): void {
  if (status < 300) return
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'stripe_unavailable' })
}

async function charged(business: Business): Promise<number[]> {
  const charges = await chargesAtStripe(world, business)
  return charges.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount)
}

async function read(business: Business, invoice: Sent): Promise<Answer['body']> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body
}

async function expectPaidOnce(business: Business, invoice: Sent): Promise<void> {
  await world.eventually(
    async () =>
      expect(await read(business, invoice)).toMatchObject({
        status: 'paid',
        amount_paid: 12_000,
        amount_due: 0,
      }),
    20_000,
  )
  expect(await charged(business)).toEqual([12_000])
  expect(
    (await business.call('GET', `/payments?invoice_id=${invoice.id}&status=succeeded`)).body.data,
  ).toMatchObject([{ amount: 12_000, unapplied: 0 }])
}
