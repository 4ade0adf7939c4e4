// The traps of Stripe that a product falls into, by number. Here are those that no other file shows on its way; the last
// test says that each has one.
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  atStripe,
  type Business,
  chargesAtStripe,
  comeBack,
  confirmAtStripe,
  declinedCard,
  inDatabase,
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
      provoked: { paid_twice: 'the restored backup of traps 2 and 22 has forgotten the first payment' },
    },
  )
}, 60_000)
afterAll(() => world?.stop())

it('trap 2: of two payers on two devices one is charged, and the other told that it is paid', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const [hers, his] = await Promise.all(
    ['192.0.2.1', '198.51.100.1'].map((from) => pressPay(invoice, {}, { 'x-forwarded-for': from })),
  )
  expect(hers!.body.client_secret).toBe(his!.body.client_secret)
  const confirms = await Promise.all([
    confirmAtStripe(world, business, hers!.body.client_secret),
    confirmAtStripe(world, business, his!.body.client_secret, 'pm_card_mastercard'),
  ])
  expect(confirms.map(({ status }) => status).toSorted()).toEqual([200, expect.any(Number)])
  expect((await comeBack(invoice)).outcome).toBe('succeeded')
  expect((await comeBack(invoice)).outcome).toBe('succeeded')
  expect(await charged(business)).toEqual([12_000])
  expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
})

it('trap 2: money that comes twice all the same is kept twice in the books, and offered for refund', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const first = (await pressPay(invoice)).body.client_secret
  await giveUpHere(business, invoice)
  await inDatabase(world, 'update stripe_connections set caught_up_at = now() where account_id = $1', [
    business.accountId,
  ])
  const second = (await pressPay(invoice)).body.client_secret
  expect(second).not.toBe(first)
  await confirmAtStripe(world, business, second)
  await confirmAtStripe(world, business, first)
  const late = await world.eventually(async () => {
    const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}&status=succeeded`)).body
    expect(data).toHaveLength(2)
    const [unapplied] = data.filter((payment: Answer['body']) => payment.unapplied > 0)
    expect(unapplied).toMatchObject({ amount: 12_000, unapplied: 12_000, amount_refundable: 12_000 })
    return unapplied
  })
  expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
  expect(await told(business, invoice)).toContain('payment.unapplied')
  expect((await business.call('POST', `/payments/${late.id}/refunds`, {})).status).toBe(201)
  await world.eventually(async () => {
    const { eur } = (await simulate(world, `ledger?account=${stripeAccountOf(business)}`))[
      stripeAccountOf(business)
    ]
    expect(eur.charges - eur.refunds).toBe(12_000)
  })
  expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
})

describe('trap 4: the link opened again', () => {
  it('trap 4: after payment is a receipt, without form or new intent', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    expect(await formAt(invoice)).toBe(false)
    expect((await pressPay(invoice)).body.code).toBe('invoice_not_payable')
    expect(await intents(business)).toHaveLength(1)
  })

  it('trap 4: while a debit is under way has no form', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice, debit(ibans.succeedsLater))
    expect(await formAt(invoice)).toBe(false)
    expect((await pressPay(invoice)).body.code).toBe('payment_in_progress')
    expect(await intents(business)).toHaveLength(1)
  })

  it('trap 4: after a part payment asks for the rest alone', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await business.call('POST', `/invoices/${invoice.id}/payments`, { amount: 4_000, method: 'cash' })
    expect(await formAt(invoice)).toBe(true)
    expect((await pressPay(invoice)).body).toMatchObject({ code: 'amount_changed', amount_due: 8_000 })
    await pay(world, business, { ...invoice, amount_due: 8_000 })
    expect(await charged(business)).toEqual([8_000])
  })

  it('trap 4: after a full refund is not payable again', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    const [payment] = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
    expect((await business.call('POST', `/payments/${payment.id}/refunds`, {})).status).toBe(201)
    expect(await formAt(invoice)).toBe(false)
    expect((await pressPay(invoice)).body.code).toBe('invoice_not_payable')
    expect(await intents(business)).toHaveLength(1)
  })
})

it('trap 9: events in the wrong order and twice: a decline told after the success changes nothing', async () => {
  const business = await world.business()
  const account = stripeAccountOf(business)
  const invoice = await sentInvoice(business, { email: 'order@example.com' })
  await simulate(world, 'webhooks', { account, mode: 'hold' })
  const { body } = await pressPay(invoice)
  await confirmAtStripe(world, business, body.client_secret, declinedCard)
  await confirmAtStripe(world, business, body.client_secret)
  await simulate(world, 'webhooks', { account, mode: 'duplicate' })
  await simulate(world, 'webhooks/flush', { account, order: 'reversed' })
  await world.eventually(async () => {
    expect((await simulate(world, `webhooks?account=${account}`)).pending).toEqual([])
    expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
  })
  expect((await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data).toMatchObject([
    { status: 'succeeded', amount: 12_000, failure: null },
  ])
  expect((await told(business, invoice)).filter((type) => type === 'invoice.paid')).toHaveLength(1)
  await world.eventually(() => expect(world.mailTo('order@example.com')).toHaveLength(2))
})

it('trap 20: a rest under Stripe’s minimum is told before anybody types a card', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const recorded = { amount: 11_970, method: 'cash' }
  expect((await business.call('POST', `/invoices/${invoice.id}/payments`, recorded)).status).toBe(201)
  const page = await (await fetch(invoice.payment_link.url)).text()
  expect(page).not.toContain('pay-data')
  expect(page).toContain('This invoice cannot be paid online')
  expect(page).toMatch(/EUR\s0.30/)
  expect((await pressPay(invoice, { amount: 30 })).body.code).toBe('invoice_not_payable')
  expect(await intents(business)).toEqual([])
})

it('trap 21: coming back with the intent of a cheaper invoice pays nothing', async () => {
  const business = await world.business()
  const [cheap, dear] = [await sentInvoice(business, { amount: 100 }), await sentInvoice(business)]
  const secret: string = (await pressPay(cheap)).body.client_secret
  await confirmAtStripe(world, business, secret)
  await pressPay(dear)
  const back = new URLSearchParams({
    payment_intent: secret.split('_secret_')[0]!,
    payment_intent_client_secret: secret,
    redirect_status: 'succeeded',
  })
  const result = await fetch(`${dear.payment_link.url}/result?${back}`)
  expect(result.url).not.toContain('secret')
  expect(await result.text()).not.toContain('data-outcome="succeeded"')
  expect(await read(business, dear)).toMatchObject({ status: 'sent', amount_paid: 0, amount_due: 12_000 })
})

it('trap 21: the amount in the browser’s hand is never what is charged', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  for (const amount of [1, 50, 11_999, 12_001, -12_000])
    expect((await pressPay(invoice, { amount })).status).not.toBe(200)
  expect((await pressPay(invoice, { currency: 'jpy' })).status).not.toBe(200)
  expect(await intents(business)).toEqual([])
})

it('trap 22: an amount that differs from the one asked is booked as what it is', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const { body } = await pressPay(invoice)
  await giveUpHere(business, invoice)
  const edited = await business.call('PATCH', `/invoices/${invoice.id}`, {
    lines: [{ description: 'More consulting', quantity: '1', unit_amount: 15_000 }],
  })
  expect(edited.status).toBe(200)
  await confirmAtStripe(world, business, body.client_secret)
  await world.eventually(async () =>
    expect(await read(business, invoice)).toMatchObject({
      status: 'partially_paid',
      amount_paid: 12_000,
      amount_due: 3_000,
    }),
  )
})

it('each of the 25 traps has a test', () => {
  const folder = import.meta.dirname
  const titles = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/'trap (\d+): /g)])
    .map(([, number]) => Number(number))
  const missing = Array.from({ length: 25 }, (_, index) => index + 1).filter((one) => !titles.includes(one))
  expect(missing).toEqual([])
})

// The last one: it moves the clock.
it('trap 23: the day it was paid is the day of the charge, in the business’s own time zone, however late the news', async () => {
  const business = await world.business()
  const account = stripeAccountOf(business)
  const invoice = await sentInvoice(business, { email: 'midnight@example.com' })
  // Half past eleven at night in London is tomorrow in Paris.
  const { now } = await simulate(world, 'clock')
  const lateEvening = new Date(now * 1000)
  lateEvening.setUTCHours(23, 30, 0, 0)
  if (lateEvening.getTime() / 1000 <= now) lateEvening.setUTCDate(lateEvening.getUTCDate() + 1)
  await simulate(world, 'clock', { advance_seconds: Math.ceil(lateEvening.getTime() / 1000 - now) })
  await simulate(world, 'webhooks', { account, mode: 'hold' })
  const { body } = await pressPay(invoice)
  await confirmAtStripe(world, business, body.client_secret)
  const [charge] = (await atStripe(world, business, 'GET', '/v1/charges')).data
  await simulate(world, 'clock', { advance_seconds: 3 * 86_400 })
  await simulate(world, 'webhooks', { account, mode: 'deliver' })
  await simulate(world, 'webhooks/flush', { account })
  const receipt = await world.eventually(() => {
    const [, found] = world.mailTo('midnight@example.com')
    expect(found).toBeDefined()
    return found!
  })
  const [payment] = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
  expect(new Date(payment.succeeded_at).getTime()).toBe(charge.created * 1000)
  const inParis = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'Europe/Paris' })
  expect(receipt.text).toContain(inParis.format(charge.created * 1000))
})

interface Sent {
  id: string
  payment_link: { url: string }
}

/** As after a restored backup: given up here, alive at Stripe. */
async function giveUpHere(business: Business, invoice: Sent): Promise<void> {
  await inDatabase(
    world,
    `update payments set status = 'canceled', closed_at = now() where account_id = $1 and invoice_id = $2`,
    [business.accountId, invoice.id],
  )
}

async function read(business: Business, invoice: Sent): Promise<Answer['body']> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body
}

async function told(business: Business, invoice: Sent): Promise<string[]> {
  const { data } = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body
  return data.map(({ type }: { type: string }) => type)
}

/** What was taken from cards, by Stripe's books. */
async function charged(business: Business): Promise<number[]> {
  const charges = await chargesAtStripe(world, business)
  return charges.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount)
}

async function intents(business: Business): Promise<Answer['body'][]> {
  return (await atStripe(world, business, 'GET', '/v1/payment_intents')).data
}

/** Whether the page offers Stripe's form. */
async function formAt(invoice: Sent): Promise<boolean> {
  return (await (await fetch(invoice.payment_link.url)).text()).includes('pay-data')
}
