// Not one webhook arrives in this file: what Stripe knows is asked for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { card, debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  answerBank,
  type Business,
  comeBack,
  confirmAtStripe,
  declinedCard,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
let business: Business
beforeAll(async () => {
  world = await startWorld({ TRUST_PROXY: 'on' })
  await simulate(world, 'webhooks', { mode: 'drop' })
  business = await world.business()
}, 60_000)
afterAll(async () => {
  await world?.stop()
})

const ways = [
  ['a card', (secret: string) => confirm(secret)],
  [
    'a card after its bank has asked',
    async (secret: string) => answerBank(await confirm(secret, card('4000 0027 6000 3184')), 'complete'),
  ],
  [
    'a card after another was declined',
    async (secret: string) => {
      await confirm(secret, declinedCard)
      await confirm(secret)
    },
  ],
] as [string, (secret: string) => Promise<unknown>][]

describe.concurrent('settled on return, at once', () => {
  it.each(ways)('%s', async (_, payBy) => {
    const { invoice, secret } = await pressed()
    await payBy(secret)
    expect((await comeBack(invoice)).outcome).toBe('succeeded')
    await expectPaid(invoice)
  })

  it('a declined card: said so, and payable', async () => {
    const { invoice, secret } = await pressed()
    await confirm(secret, declinedCard)
    expect((await comeBack(invoice)).outcome).toBe('failed')
    expect(await read(invoice)).toMatchObject({ status: 'sent', amount_due: 12_000 })
  })
})

describe.concurrent('settled by the reconciler, when the payer never comes back', () => {
  it.each(ways)('%s', async (_, payBy) => {
    const { invoice, secret } = await pressed()
    await payBy(secret)
    await world.eventually(() => expectPaid(invoice), 15_000)
    await world.eventually(() => expect(world.mailTo(invoice.email)).toHaveLength(2))
  })

  it('a card that was kept stands in the profile', async () => {
    const { invoice, secret } = await pressed({ save: true })
    await confirm(secret)
    const kept = () => business.call('GET', `/customers/${invoice.customer_id}/payment_methods`)
    await world.eventually(
      async () => expect((await kept()).body.data).toMatchObject([{ last4: '4242' }]),
      15_000,
    )
  })
})

// One after the other: each moves the clock that both stand on.
describe('settled by the reconciler, days later', () => {
  it('a debit that settles after days', async () => {
    const { invoice, secret } = await pressed()
    await confirm(secret, debit(ibans.succeedsLater))
    await untilProcessing(invoice)
    await simulate(world, 'clock', { advance_seconds: 200 })
    await world.eventually(() => expectPaid(invoice), 15_000)
  })

  it('a debit that comes back after days', async () => {
    const { invoice, secret } = await pressed()
    await confirm(secret, debit(ibans.failsLater))
    await untilProcessing(invoice)
    await simulate(world, 'clock', { advance_seconds: 200 })
    await world.eventually(async () => {
      const now = await read(invoice)
      expect(now).toMatchObject({ status: 'sent', amount_due: 12_000 })
      expect(now.flags).not.toContain('processing')
    }, 15_000)
  })
})

describe.concurrent('a saved card that is charged without the payer', () => {
  it.each([
    ['settles at once', card('4242 4242 4242 4242'), { status: 'paid', amount_due: 0 }],
    [
      'waits for the payer where the bank wants to ask',
      card('4000 0027 6000 3184'),
      { status: 'sent', amount_due: 12_000 },
    ],
    ['works where the bank was asked before', card('4000 0025 0000 3155'), { status: 'paid', amount_due: 0 }],
    ['works where it was set up elsewhere', card('4000 0038 0000 0446'), { status: 'paid', amount_due: 0 }],
  ] as const)('%s', async (_, method, outcome) => {
    const { invoice: first, secret } = await pressed({ save: true })
    const confirmed = await confirm(secret, method)
    if (confirmed.body.status === 'requires_action') await answerBank(confirmed, 'complete')
    await comeBack(first)
    await expectPaid(first)
    const invoice = await sentInvoice(business, {
      more: { customer: undefined, customer_id: first.customer_id },
    })
    const asked = await business.call('POST', `/customers/${first.customer_id}/charge`, {
      invoice_id: invoice.id,
    })
    expect(asked.status, JSON.stringify(asked.body)).toBeLessThan(300)
    expect(await read(invoice)).toMatchObject(outcome)
  })
})

describe.concurrent('what is done at Stripe’s side', () => {
  it.each([
    ['a refund', 'refund', { amount: 2_500 }, { status: 'paid', amount_refunded: 2_500 }],
    ['a dispute', 'dispute', {}, { status: 'paid', amount_withdrawn: 12_000 }],
  ] as const)('%s is found in its list of events', async (_, control, more, outcome) => {
    const { invoice, secret } = await pressed()
    await confirm(secret)
    await comeBack(invoice)
    await expectPaid(invoice)
    const account = stripeAccountOf(business)
    const payment_intent = secret.split('_secret_')[0]
    await simulate(world, control, { account, payment_intent, ...more })
    await world.eventually(async () => expect(await read(invoice)).toMatchObject(outcome), 20_000)
  })

  it('a refund of ours that fails later is taken back', async () => {
    const { invoice, secret } = await pressed()
    await confirm(secret, 'pm_card_refundFail')
    await comeBack(invoice)
    const [payment] = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
    const refund = await business.call('POST', `/payments/${payment.id}/refunds`, {})
    expect(refund.body).toMatchObject({ status: 'succeeded' })
    await simulate(world, 'clock', { advance_seconds: 10 })
    await world.eventually(async () => {
      expect((await business.call('GET', `/refunds?invoice_id=${invoice.id}`)).body.data).toMatchObject([
        { status: 'failed' },
      ])
      expect(await read(invoice)).toMatchObject({ status: 'paid', amount_refunded: 0 })
    }, 20_000)
  })
})

it('and indeed no webhook came', async () => {
  expect((await business.call('GET', '/stripe_connection')).body.webhook.last_event_at).toBeNull()
})

interface Sent {
  id: string
  email: string
  customer_id: string
  payment_link: { url: string }
}

let payers = 0
async function pressed(shown = {}): Promise<{ invoice: Sent; secret: string }> {
  payers += 1
  const email = `payer${payers}@example.com`
  const invoice = await sentInvoice(business, { email })
  const answer = await pressPay(invoice, shown, { 'x-forwarded-for': `192.0.2.${payers}` })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return { invoice: { ...invoice, email }, secret: answer.body.client_secret }
}

function confirm(secret: string, method?: string | Record<string, string>): Promise<Answer> {
  return confirmAtStripe(world, business, secret, method)
}

async function read(invoice: Sent): Promise<Answer['body']> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body
}

async function expectPaid(invoice: Sent): Promise<void> {
  expect(await read(invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000, amount_due: 0 })
}

function untilProcessing(invoice: Sent): Promise<void> {
  return world.eventually(async () => expect((await read(invoice)).flags).toContain('processing'), 15_000)
}
