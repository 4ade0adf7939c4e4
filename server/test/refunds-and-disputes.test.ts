import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  atStripe,
  type Business,
  confirmAtStripe,
  inDatabase,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

const faultsUnderTest = {
  server_error: 'Stripe answers 500 to a refund, on purpose',
  unreachable: 'Stripe breaks the connection of a refund, on purpose',
}

let world: World
beforeAll(async () => {
  world = await startWorld({}, { provoked: faultsUnderTest })
}, 60_000)
afterAll(async () => world?.stop())

let customers = 0
/** A business with one invoice paid by `card`. */
async function paidInvoice(card = 'pm_card_visa', options: { amount?: number } = {}) {
  const business = await world.business()
  const email = `payer${++customers}@customer.example.com`
  const invoice = await sentInvoice(business, { email, ...options })
  await pay(world, business, invoice, card)
  const payment = await world.eventually(async () => {
    const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
    expect(data).toMatchObject([{ status: 'succeeded' }])
    return data[0]
  })
  return { business, invoice, payment, email, owner: business.ownerEmail }
}

const control = (path: string, body: object) => simulate(world, path, body)

const ofStripe = (business: Business, path: string) => atStripe(world, business, 'GET', `/v1/${path}`)

async function invoiceOf(business: Business, id: string): Promise<Answer['body']> {
  return (await business.call('GET', `/invoices/${id}`)).body
}

async function timelineOf(business: Business, id: string): Promise<string[]> {
  return (await business.call('GET', `/invoices/${id}/timeline`)).body.data.map(
    (entry: { type: string }) => entry.type,
  )
}

const subjects = (address: string) => world.mailTo(address).map((mail) => mail.subject)

describe('a payment is given back', () => {
  it('in part, and again, and never more than was paid', async () => {
    const { business, invoice, payment, email } = await paidInvoice()
    const first = await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 5_000 })
    expect(first).toMatchObject({
      status: 201,
      body: { status: 'succeeded', amount: 5_000, method: 'stripe' },
    })
    expect(await invoiceOf(business, invoice.id)).toMatchObject({
      status: 'paid',
      amount_refunded: 5_000,
      amount_due: 0,
      flags: expect.arrayContaining(['partially_refunded']),
    })
    const tooMuch = await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 7_001 })
    expect(tooMuch).toMatchObject({ status: 422, body: { errors: [{ pointer: '/amount' }] } })
    const rest = await business.call('POST', `/payments/${payment.id}/refunds`, {})
    expect(rest.body).toMatchObject({ amount: 7_000 })
    expect((await invoiceOf(business, invoice.id)).flags).toContain('refunded')
    const none = await business.call('POST', `/payments/${payment.id}/refunds`, {})
    expect(none).toMatchObject({ status: 409, body: { code: 'payment_not_refundable' } })
    expect((await ofStripe(business, 'charges')).data).toMatchObject([{ amount_refunded: 12_000 }])
    await world.eventually(() =>
      expect(subjects(email).filter((subject) => subject?.startsWith('Refund for invoice'))).toHaveLength(2),
    )
    const page = await (await fetch(invoice.payment_link.url)).text()
    expect(page).toContain('This payment was refunded')
  })

  it('trap 14: once, however often the same request comes, and with its webhook beside it', async () => {
    const { business, invoice, payment } = await paidInvoice()
    const ask = () =>
      business.call(
        'POST',
        `/payments/${payment.id}/refunds`,
        { amount: 4_000 },
        { 'idempotency-key': 'once' },
      )
    const answers = await Promise.all([ask(), ask(), ask()])
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1)
    await world.eventually(async () => {
      const { data } = await ofStripe(business, 'events?type=charge.refunded')
      expect(data).toHaveLength(1)
    })
    await control('webhooks/flush', {})
    expect((await ofStripe(business, 'refunds')).data).toHaveLength(1)
    expect((await business.call('GET', `/refunds?invoice_id=${invoice.id}`)).body.data).toHaveLength(1)
    expect((await invoiceOf(business, invoice.id)).amount_refunded).toBe(4_000)
    expect((await timelineOf(business, invoice.id)).filter((type) => type.startsWith('refund.'))).toEqual([
      'refund.succeeded',
    ])
  })

  it('by two people at once, together never more than was paid', async () => {
    const { business, payment } = await paidInvoice()
    const ask = () => business.call('POST', `/payments/${payment.id}/refunds`, { amount: 7_000 })
    const answers = await Promise.all([ask(), ask()])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
    expect((await ofStripe(business, 'charges')).data).toMatchObject([{ amount_refunded: 7_000 }])
    // The second was refused by our own books: Stripe never heard of it.
    expect((await business.call('GET', `/refunds?payment_id=${payment.id}`)).body.data).toHaveLength(1)
  })

  it('by hand, when it was paid by hand', async () => {
    const business = await world.business({ stripe: false })
    const invoice = await sentInvoice(business, { link: false })
    const paid = await business.call('POST', `/invoices/${invoice.id}/payments`, {
      amount: 12_000,
      method: 'cash',
    })
    const refund = await business.call('POST', `/payments/${paid.body.id}/refunds`, {
      amount: 2_000,
      note: 'Discount',
    })
    expect(refund.body).toMatchObject({ status: 'succeeded', method: 'cash', note: 'Discount' })
    expect(await invoiceOf(business, invoice.id)).toMatchObject({ status: 'paid', amount_refunded: 2_000 })
  })

  it('and money that came for a cancelled invoice goes back in one click (R32, trap 13)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    // Our own verbs make this impossible, so a restored backup has to: it knows nothing of the payment that went through.
    await inDatabase(
      world,
      "update invoices set cancelled_at = now(), status = 'cancelled' where account_id = $1 and id = $2",
      [business.accountId, invoice.id],
    )
    await confirmAtStripe(world, business, body.client_secret)
    const payment = await world.eventually(async () => {
      const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
      expect(data).toMatchObject([{ status: 'succeeded', unapplied: 12_000, amount_refundable: 12_000 }])
      return data[0]
    })
    expect((await business.call('POST', `/payments/${payment.id}/refunds`, {})).body).toMatchObject({
      status: 'succeeded',
      amount: 12_000,
    })
    expect((await business.call('GET', `/payments/${payment.id}`)).body).toMatchObject({
      unapplied: 0,
      amount_refunded: 12_000,
    })
    expect(await invoiceOf(business, invoice.id)).toMatchObject({ status: 'cancelled', amount_refunded: 0 })
  })

  it('stays under way while Stripe does not answer, and is done once when it does (trap 11)', async () => {
    const { business, invoice, payment } = await paidInvoice()
    const account = stripeAccountOf(business)
    await control('faults', { kind: 'error_after', method: 'POST', path: '/v1/refunds', account, times: 3 })
    const asked = await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 3_000 })
    expect(asked).toMatchObject({ status: 201 })
    await world.eventually(async () => {
      expect((await business.call('GET', `/refunds?payment_id=${payment.id}`)).body.data).toMatchObject([
        { status: 'succeeded', amount: 3_000 },
      ])
    })
    expect((await ofStripe(business, 'refunds')).data).toHaveLength(1)
    expect((await invoiceOf(business, invoice.id)).amount_refunded).toBe(3_000)
  })

  it('or is not, when Stripe never heard of it: then it is tried again under the same key', async () => {
    const { business, payment } = await paidInvoice()
    const account = stripeAccountOf(business)
    await control('faults', { kind: 'drop_before', method: 'POST', path: '/v1/refunds', account, times: 3 })
    const asked = await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 3_000 })
    expect(asked.body).toMatchObject({ status: 'pending' })
    await world.eventually(async () => {
      expect((await business.call('GET', `/refunds?payment_id=${payment.id}`)).body.data).toMatchObject([
        { status: 'succeeded' },
      ])
    }, 15_000)
    expect((await ofStripe(business, 'refunds')).data).toHaveLength(1)
  })
})

describe('what is done at Stripe’s side shows here', () => {
  it('trap 14: a refund made in its Dashboard is booked, and the administrators hear of it (R31)', async () => {
    const { business, invoice, payment, owner, email } = await paidInvoice()
    const account = stripeAccountOf(business)
    await control('refund', { account, payment_intent: payment.stripe_payment_intent, amount: 2_500 })
    await world.eventually(async () => {
      expect(await invoiceOf(business, invoice.id)).toMatchObject({ amount_refunded: 2_500 })
      expect(subjects(owner)).toContain(`A payment for invoice ${invoice.number} was refunded at Stripe`)
      expect(subjects(email)).toContainEqual(expect.stringContaining(`Refund for invoice ${invoice.number}`))
    })
    await control('refund', { account, payment_intent: payment.stripe_payment_intent })
    await world.eventually(async () => {
      expect((await invoiceOf(business, invoice.id)).amount_refunded).toBe(12_000)
    })
    expect((await business.call('GET', `/refunds?invoice_id=${invoice.id}`)).body.data).toMatchObject([
      { made_at_stripe: true, amount: 9_500 },
      { made_at_stripe: true, amount: 2_500 },
    ])
  })

  it('and without a single webhook too: the list of events is read', async () => {
    const { business, invoice, payment } = await paidInvoice()
    const account = stripeAccountOf(business)
    await control('webhooks', { account, mode: 'drop' })
    await control('refund', { account, payment_intent: payment.stripe_payment_intent, amount: 2_500 })
    await control('dispute', { account, payment_intent: payment.stripe_payment_intent })
    await world.eventually(async () => {
      expect(await invoiceOf(business, invoice.id)).toMatchObject({
        amount_refunded: 2_500,
        flags: expect.arrayContaining(['disputed']),
      })
    }, 15_000)
  })

  it('trap 15: a refund that fails later is taken back, and the administrators hear of it', async () => {
    const { business, invoice, payment, owner } = await paidInvoice('pm_card_refundFail')
    const refund = await business.call('POST', `/payments/${payment.id}/refunds`, {})
    expect(refund.body.status).toBe('succeeded')
    expect((await invoiceOf(business, invoice.id)).flags).toContain('refunded')
    await control('clock', { advance_seconds: 10 })
    await world.eventually(async () => {
      const now = await invoiceOf(business, invoice.id)
      expect(now).toMatchObject({ status: 'paid', amount_refunded: 0 })
      expect(now.flags).not.toContain('refunded')
      expect(subjects(owner)).toContain(`A refund for invoice ${invoice.number} failed`)
    })
    expect((await business.call('GET', `/refunds?invoice_id=${invoice.id}`)).body.data).toMatchObject([
      { status: 'failed', failure_reason: 'expired_or_canceled_card' },
    ])
    const elsewhere = await business.call('POST', `/payments/${payment.id}/refunds`, {
      method: 'bank_transfer',
    })
    expect(elsewhere.body).toMatchObject({ status: 'succeeded', amount: 12_000 })
  })

  it('a refund under way is told as such until it arrives', async () => {
    const { business, invoice, payment } = await paidInvoice('pm_card_pendingRefund')
    const refund = await business.call('POST', `/payments/${payment.id}/refunds`, {})
    expect(refund.body.status).toBe('pending')
    await control('clock', { advance_seconds: 10 })
    await world.eventually(async () => {
      expect(await timelineOf(business, invoice.id)).toEqual(
        expect.arrayContaining(['refund.pending', 'refund.succeeded']),
      )
    })
  })

  it('trap 16: a dispute flags the invoice, holds refunds and is mailed with its day; won, the money is ours again', async () => {
    const { business, invoice, payment, owner } = await paidInvoice()
    const account = stripeAccountOf(business)
    const opened = await control('dispute', { account, payment_intent: payment.stripe_payment_intent })
    await world.eventually(async () => {
      expect(await invoiceOf(business, invoice.id)).toMatchObject({
        status: 'paid',
        amount_withdrawn: 12_000,
        flags: expect.arrayContaining(['disputed']),
      })
      expect(subjects(owner)).toContain(`The payment of invoice ${invoice.number} is disputed`)
    })
    const mail = world.mailTo(owner).find((one) => one.subject?.includes('is disputed'))
    expect(mail?.text).toMatch(/Answer in Stripe’s Dashboard by \w+ \d+, 20\d\d\./)
    const refused = await business.call('POST', `/payments/${payment.id}/refunds`, {})
    expect(refused).toMatchObject({ status: 409, body: { code: 'payment_not_refundable' } })
    await control('dispute', { account, dispute: opened.dispute ?? opened.id, outcome: 'won' })
    await world.eventually(async () => {
      const now = await invoiceOf(business, invoice.id)
      expect(now.amount_withdrawn).toBe(0)
      expect(now.flags).not.toContain('disputed')
      expect(subjects(owner)).toContain(`You won the dispute about invoice ${invoice.number}`)
    })
    expect((await timelineOf(business, invoice.id)).filter((type) => type.startsWith('dispute.'))).toEqual([
      'dispute.opened',
      'dispute.funds_withdrawn',
      'dispute.funds_reinstated',
      'dispute.won',
    ])
  })

  it('a lost dispute stays on the invoice', async () => {
    const { business, invoice, payment, owner } = await paidInvoice()
    const account = stripeAccountOf(business)
    const opened = await control('dispute', { account, payment_intent: payment.stripe_payment_intent })
    await control('dispute', { account, dispute: opened.dispute ?? opened.id, outcome: 'lost' })
    await world.eventually(async () => {
      expect(await invoiceOf(business, invoice.id)).toMatchObject({
        amount_withdrawn: 12_000,
        flags: expect.arrayContaining(['disputed']),
      })
      expect(subjects(owner)).toContain(`The dispute about invoice ${invoice.number} is lost`)
    })
  })

  it('an early fraud warning is told in time to refund', async () => {
    const { business, invoice, owner } = await paidInvoice('pm_card_createIssuerFraudRecord')
    await world.eventually(async () => {
      expect(await timelineOf(business, invoice.id)).toContain('payment.fraud_warning')
      expect(subjects(owner)).toContain(`The card that paid invoice ${invoice.number} may be stolen`)
    })
  })
})

describe('a payment that does not come', () => {
  it('trap 12: a debit that comes back after days reopens the invoice and is told to payer and office', async () => {
    const business = await world.business()
    const email = 'debit@customer.example.com'
    const invoice = await sentInvoice(business, { email })
    const started = await pressPay(invoice)
    await confirmAtStripe(world, business, started.body.client_secret, debit(ibans.failsLater))
    await world.eventually(async () =>
      expect((await invoiceOf(business, invoice.id)).flags).toContain('processing'),
    )
    await control('clock', { advance_seconds: 200 })
    await world.eventually(async () => {
      const now = await invoiceOf(business, invoice.id)
      expect(now).toMatchObject({ status: 'sent', amount_due: 12_000 })
      expect(now.flags).not.toContain('processing')
      expect(subjects(business.ownerEmail)).toContain(
        `A bank payment for invoice ${invoice.number} came back`,
      )
      expect(subjects(email)).toContain(`Your payment for invoice ${invoice.number} did not go through`)
    })
    const mail = world.mailTo(email).find((one) => one.subject?.startsWith('Your payment'))
    expect(mail?.text).toContain(invoice.payment_link.url)
  })

  it('a declined card is told to the office only when nobody has paid ten minutes later', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const other = await sentInvoice(business)
    for (const one of [invoice, other]) await pay(world, business, one, 'pm_card_visa_chargeDeclined')
    await pay(world, business, other)
    await inDatabase(
      world,
      `update outbox set run_at = now() where account_id = $1 and finished_at is null and event->>'type' = 'payment.news'`,
      [business.accountId],
    )
    await world.eventually(() =>
      expect(subjects(business.ownerEmail)).toContain(
        `A payment for invoice ${invoice.number} did not go through`,
      ),
    )
    await world.eventually(async () => {
      const waiting = await inDatabase(
        world,
        `select id from outbox where account_id = '${business.accountId}' and finished_at is null`,
      )
      expect(waiting.rows).toEqual([])
    })
    expect(subjects(business.ownerEmail)).not.toContain(
      `A payment for invoice ${other.number} did not go through`,
    )
  })
})
