// Staff charge a saved payment method without the payer (R41): every way it can end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debit, ibans } from './payment-forms.ts'
import {
  answerBank,
  atStripe,
  type Business,
  chargesAtStripe,
  comeBack,
  confirmAtStripe,
  inDatabase,
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
        server_error: 'Stripe answers 500 to a charge, on purpose',
        unreachable: 'Stripe breaks the connection of a charge, on purpose',
        paid_twice: 'one invoice here is paid in two parts',
      },
    },
  )
}, 60_000)
afterAll(() => world?.stop())

type Method = string | Record<string, string>

/** A customer who saved `method` (which then behaves like `later`), and an open invoice of theirs. */
async function savedAndOwing(
  options: { method?: Method; later?: string; amount?: number; link?: boolean; business?: Business } = {},
) {
  const business = options.business ?? (await world.business())
  const email = `owes${Math.random().toString(36).slice(2, 10)}@customer.example.com`
  const first = await sentInvoice(business, { email, amount: 1_000 })
  const { body } = await pressPay(first, { save: true })
  await confirmAtStripe(world, business, body.client_secret, options.method ?? 'pm_card_visa')
  await fetch(`${first.payment_link.url}/result`)
  const customerId = first.customer_id as string
  const method = await world.eventually(async () => {
    const { data } = (await business.call('GET', `/customers/${customerId}/payment_methods`)).body
    expect(data).toHaveLength(1)
    return data[0]
  })
  if (options.later)
    await simulate(world, 'payment_method', {
      account: stripeAccountOf(business),
      payment_method: await stripeIdOf(method.id),
      behaves_like: options.later,
    })
  const invoice = await sentInvoice(business, {
    amount: options.amount ?? 12_000,
    link: options.link ?? true,
    more: { customer: undefined, customer_id: customerId },
  })
  return { business, email, customerId, method, invoice }
}

async function stripeIdOf(methodId: string): Promise<string> {
  const { rows } = await inDatabase(
    world,
    'select stripe_payment_method_id as id from payment_methods where id = $1',
    [methodId],
  )
  return rows[0].id
}

type Owing = Awaited<ReturnType<typeof savedAndOwing>>

const charge = (
  { business, customerId, invoice }: Pick<Owing, 'business' | 'customerId' | 'invoice'>,
  more: object = {},
  headers?: Record<string, string>,
) => business.call('POST', `/customers/${customerId}/charge`, { invoice_id: invoice.id, ...more }, headers)

const read = async ({ business, invoice }: Pick<Owing, 'business' | 'invoice'>) =>
  (await business.call('GET', `/invoices/${invoice.id}`)).body

const timeline = async ({ business, invoice }: Pick<Owing, 'business' | 'invoice'>) =>
  (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data.map(
    (entry: { type: string }) => entry.type,
  ) as string[]

/** Charges for the invoice itself that succeeded: the first payment, which saved the method, is of another amount. */
async function chargedFor({ business }: Pick<Owing, 'business'>): Promise<number[]> {
  return (await chargesAtStripe(world, business))
    .filter(({ status, amount }) => status === 'succeeded' && amount !== 1_000)
    .map(({ amount }) => amount)
}

const fault = ({ business }: Pick<Owing, 'business'>, kind: string, times = 1) =>
  simulate(world, 'faults', {
    kind,
    method: 'POST',
    path: '/v1/payment_intents',
    account: stripeAccountOf(business),
    times,
  })

describe('a charge that succeeds', () => {
  it('pays the invoice, tells everybody, and is on the timeline with who did it', async () => {
    const owing = await savedAndOwing()
    const charged = await charge(owing)
    expect(charged).toMatchObject({
      status: 200,
      body: { outcome: 'succeeded', amount: 12_000, currency: 'eur', failure: null },
    })
    expect(await read(owing)).toMatchObject({ status: 'paid', amount_due: 0 })
    expect(await timeline(owing)).toEqual(
      expect.arrayContaining(['payment.charged', 'payment.succeeded', 'invoice.paid']),
    )
    const [intent] = (await atStripe(world, owing.business, 'GET', '/v1/payment_intents')).data
    expect(intent.metadata).toMatchObject({ invoice_id: owing.invoice.id })
    await world.eventually(() => {
      const subjects = world.mailTo(owing.email).map(({ subject }) => subject)
      expect(subjects.filter((subject) => subject?.startsWith('Receipt'))).toHaveLength(2)
    })
  })

  it('trap 20: in part leaves the rest due, and never a rest below Stripe’s minimum', async () => {
    const owing = await savedAndOwing()
    expect(await charge(owing, { amount: 11_980 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/amount', detail: expect.stringContaining('0.20') }] },
    })
    expect((await charge(owing, { amount: 12_001 })).body.errors).toMatchObject([{ pointer: '/amount' }])
    expect((await charge(owing, { amount: 20 })).body.errors).toMatchObject([{ pointer: '/amount' }])
    expect((await charge(owing, { amount: 5_000 })).body).toMatchObject({
      outcome: 'succeeded',
      amount: 5_000,
    })
    expect(await read(owing)).toMatchObject({ status: 'partially_paid', amount_due: 7_000 })
    expect((await charge(owing)).body).toMatchObject({ outcome: 'succeeded', amount: 7_000 })
    expect((await read(owing)).status).toBe('paid')
  })

  it('once: the same request again, a double click, and two people at the same moment', async () => {
    const owing = await savedAndOwing()
    const key = { 'idempotency-key': 'charge-once' }
    const answers = await Promise.all([
      charge(owing, {}, key),
      charge(owing, {}, key),
      charge(owing),
      charge(owing),
    ])
    expect(answers.filter(({ body }) => body.outcome === 'succeeded').length).toBeGreaterThanOrEqual(1)
    expect((await charge(owing)).body.code).toBe('invoice_not_payable')
    expect(await chargedFor(owing)).toEqual([12_000])
    expect((await read(owing)).amount_paid).toBe(12_000)
  })

  it('a bank debit is under way for days: nobody can pay meanwhile; it is settled when the bank paid', async () => {
    const owing = await savedAndOwing({ method: debit(ibans.succeeds), later: ibans.succeedsLater })
    expect((await charge(owing)).body.outcome).toBe('processing')
    expect((await read(owing)).flags).toContain('processing')
    expect((await pressPay(owing.invoice)).body.code).toBe('payment_in_progress')
    expect((await charge(owing)).body.code).toBe('payment_in_progress')
    await simulate(world, 'clock', { advance_seconds: 240 })
    await world.eventually(async () => expect((await read(owing)).status).toBe('paid'))
  })
})

describe('a charge that the bank wants confirmed', () => {
  it('is mailed to the customer at once, and the same PaymentIntent is paid under the link', async () => {
    const owing = await savedAndOwing({ later: 'pm_card_authenticationRequired', link: false })
    const charged = await charge(owing)
    expect(charged.body).toMatchObject({
      outcome: 'needs_confirmation',
      failure: { code: 'authentication_required', advice: 'confirm' },
    })
    const invoice = await read(owing)
    expect(invoice).toMatchObject({ status: 'sent', needs_resend: false, payment_link: { state: 'active' } })
    expect(await timeline(owing)).toEqual(
      expect.arrayContaining(['payment.charged', 'link.added', 'payment.confirmation_asked']),
    )
    const mail = await world.eventually(() => {
      const found = world.mailTo(owing.email).filter(({ subject }) => subject?.startsWith('Please confirm'))
      expect(found).toHaveLength(1)
      return found[0]!
    })
    expect(mail.text).toContain(invoice.payment_link.url)
    expect(mail.html).toContain(invoice.payment_link.url)
    expect(await (await fetch(invoice.payment_link.url)).text()).toContain('Your bank asks you to confirm')

    const { body } = await pressPay(invoice)
    const waiting = (await atStripe(world, owing.business, 'GET', '/v1/payment_intents')).data[0]
    expect(body.client_secret.split('_secret_')[0]).toBe(waiting.id)
    const confirmed = await confirmAtStripe(
      world,
      owing.business,
      body.client_secret,
      'pm_card_threeDSecure2Required',
    )
    await answerBank(confirmed, 'complete')
    expect((await comeBack(invoice)).outcome).toBe('succeeded')
    expect(await read(owing)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
    expect(await chargedFor(owing)).toEqual([12_000])
  })

  it('of a part asks for that part on the page, and for the rest afterwards', async () => {
    const owing = await savedAndOwing({ later: 'pm_card_authenticationRequired' })
    expect((await charge(owing, { amount: 5_000 })).body.outcome).toBe('needs_confirmation')
    expect((await pressPay(owing.invoice)).body).toMatchObject({ code: 'amount_changed', amount_due: 5_000 })
    const { body } = await pressPay(owing.invoice, { amount: 5_000 })
    const declined = await confirmAtStripe(
      world,
      owing.business,
      body.client_secret,
      'pm_card_visa_chargeDeclined',
    )
    expect(declined.status).toBe(402)
    expect((await comeBack(owing.invoice)).outcome).toBe('failed')
    const again = await pressPay(owing.invoice, { amount: 5_000 })
    expect(again.body.client_secret).toBe(body.client_secret)
    await confirmAtStripe(world, owing.business, again.body.client_secret)
    await comeBack(owing.invoice)
    expect(await read(owing)).toMatchObject({ status: 'partially_paid', amount_due: 7_000 })
    expect((await pressPay({ ...owing.invoice, amount_due: 7_000 })).status).toBe(200)
  })

  it('is told once however the news comes, and without a webhook too', async () => {
    const owing = await savedAndOwing({ later: 'pm_card_authenticationRequired' })
    await simulate(world, 'webhooks', { mode: 'duplicate', account: stripeAccountOf(owing.business) })
    await charge(owing)
    await simulate(world, 'webhooks/flush', { account: stripeAccountOf(owing.business) })
    await fetch(`${owing.invoice.payment_link.url}/result`)
    await world.eventually(async () => {
      const { data } = (await owing.business.call('GET', `/messages?invoice_id=${owing.invoice.id}`)).body
      expect(data.filter(({ kind }: { kind: string }) => kind === 'confirmation')).toHaveLength(1)
    })
    expect((await timeline(owing)).filter((type) => type === 'payment.confirmation_asked')).toHaveLength(1)
  })
})

describe('a charge that is declined', () => {
  it.each([
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'declined', 'expired_card'],
    ['pm_card_radarBlock', 'blocked', 'fraudulent'],
  ])('%s: %s, nothing is charged, and the invoice stays payable', async (later, outcome, code) => {
    const owing = await savedAndOwing({ later })
    expect((await charge(owing)).body).toMatchObject({ outcome, failure: { code } })
    expect(await read(owing)).toMatchObject({ status: 'sent', amount_paid: 0 })
    expect(await chargedFor(owing)).toEqual([])
    const { body } = await pressPay(owing.invoice)
    await confirmAtStripe(world, owing.business, body.client_secret)
    await comeBack(owing.invoice)
    expect((await read(owing)).status).toBe('paid')
  })

  it('with the advice not to try again: the method is not offered again, until its bank renews it', async () => {
    const owing = await savedAndOwing({ later: 'pm_card_visa_chargeDeclinedLostCard' })
    expect((await charge(owing)).body).toMatchObject({
      outcome: 'declined',
      failure: { advice: 'do_not_try_again', message: 'Your card was declined.' },
    })
    expect(await charge(owing)).toMatchObject({
      status: 409,
      body: { code: 'payment_method_not_chargeable', state: 'refused' },
    })
    const methods = async () =>
      (await owing.business.call('GET', `/customers/${owing.customerId}/payment_methods`)).body.data
    expect(await methods()).toMatchObject([{ state: 'refused' }])
    await simulate(world, 'payment_method', {
      account: stripeAccountOf(owing.business),
      payment_method: await stripeIdOf(owing.method.id),
      action: 'replace',
      last4: '1881',
    })
    await world.eventually(async () => expect(await methods()).toMatchObject([{ state: 'usable' }]))
  })

  it('because the method is gone at Stripe: said, and gone here too', async () => {
    const owing = await savedAndOwing()
    await simulate(world, 'webhooks', { mode: 'hold', account: stripeAccountOf(owing.business) })
    await atStripe(
      world,
      owing.business,
      'POST',
      `/v1/payment_methods/${await stripeIdOf(owing.method.id)}/detach`,
    )
    expect(await charge(owing)).toMatchObject({ status: 422, body: { code: 'stripe_refused' } })
    expect(
      (await owing.business.call('GET', `/customers/${owing.customerId}/payment_methods`)).body.data,
    ).toEqual([])
    expect((await pressPay(owing.invoice)).status).toBe(200)
  })
})

describe('trap 11: an outcome that is not known is asked for with the same key', () => {
  it.each([
    ['Stripe charges and the connection breaks', 'drop_after', 3],
    ['the connection breaks before Stripe hears of it', 'drop_before', 3],
    ['Stripe charges and says 500', 'error_after', 3],
  ])('%s: charged once', async (_, kind, times) => {
    const owing = await savedAndOwing()
    await fault(owing, kind, times)
    const charged = await charge(owing)
    expect(['unknown', 'succeeded']).toContain(charged.body.outcome)
    if (charged.body.outcome === 'unknown') {
      // While nobody knows, nobody can pay, charge, or book cash over it.
      expect((await pressPay(owing.invoice)).body.code).toBe('payment_in_progress')
      expect((await charge(owing)).body.code).toBe('payment_in_progress')
    }
    await simulate(world, 'faults', undefined, 'DELETE')
    await world.eventually(async () => expect((await read(owing)).status).toBe('paid'), 20_000)
    expect(await chargedFor(owing)).toEqual([12_000])
  })

  it('after the key’s lifetime it is looked for, never repeated', async () => {
    const owing = await savedAndOwing()
    await fault(owing, 'drop_before', 3)
    expect((await charge(owing)).body.outcome).toBe('unknown')
    await inDatabase(
      world,
      "update payments set created_at = now() - interval '25 hours', checked_at = now() - interval '2 hours' where invoice_id = $1",
      [owing.invoice.id],
    )
    await simulate(world, 'faults', undefined, 'DELETE')
    await world.eventually(async () => {
      const { data } = (await owing.business.call('GET', `/payments?invoice_id=${owing.invoice.id}`)).body
      expect(data).toMatchObject([{ status: 'canceled' }])
    }, 20_000)
    expect(await chargedFor(owing)).toEqual([])
    expect((await charge(owing)).body.outcome).toBe('succeeded')
  })
})

describe('trap 3: staff and payer at the same invoice', () => {
  it('trap 3: what the payer has open is cancelled before the charge, and cannot be paid any more', async () => {
    const owing = await savedAndOwing()
    const { body } = await pressPay(owing.invoice)
    expect((await charge(owing)).body.outcome).toBe('succeeded')
    const late = await confirmAtStripe(world, owing.business, body.client_secret)
    expect(late.body.error).toMatchObject({ code: 'payment_intent_unexpected_state' })
    expect(await chargedFor(owing)).toEqual([12_000])
  })

  it('trap 3: the payer who won is booked, and the charge refused with why', async () => {
    const owing = await savedAndOwing()
    await simulate(world, 'webhooks', { mode: 'hold', account: stripeAccountOf(owing.business) })
    const { body } = await pressPay(owing.invoice)
    await confirmAtStripe(world, owing.business, body.client_secret)
    expect((await charge(owing)).body).toMatchObject({ code: 'invoice_not_payable' })
    expect((await read(owing)).status).toBe('paid')
    expect(await chargedFor(owing)).toEqual([12_000])
  })

  it('trap 3: both at the same moment collect once', async () => {
    const owing = await savedAndOwing()
    const payer = async () => {
      const { body } = await pressPay(owing.invoice)
      if (body.client_secret) await confirmAtStripe(world, owing.business, body.client_secret)
    }
    await Promise.all([payer(), charge(owing), payer(), charge(owing)])
    await comeBack(owing.invoice)
    await world.eventually(async () => expect((await read(owing)).status).toBe('paid'))
    expect(await chargedFor(owing)).toEqual([12_000])
  })

  it('an amount that changed meanwhile charges nothing and says so', async () => {
    const owing = await savedAndOwing()
    await owing.business.call('POST', `/invoices/${owing.invoice.id}/payments`, {
      amount: 2_000,
      method: 'cash',
    })
    expect(await charge(owing, { amount_due: 12_000 })).toMatchObject({
      status: 409,
      body: { code: 'amount_changed', amount_due: 10_000 },
    })
    expect(await chargedFor(owing)).toEqual([])
    expect((await charge(owing, { amount_due: 10_000 })).body).toMatchObject({ amount: 10_000 })
  })
})

describe('what cannot be charged', () => {
  it('a method of another Stripe account or mode, another customer’s invoice or method, a draft, no method at all', async () => {
    const owing = await savedAndOwing()
    const other = await savedAndOwing({ business: owing.business })
    expect((await charge({ ...owing, invoice: other.invoice })).body.errors).toMatchObject([
      { pointer: '/invoice_id' },
    ])
    expect((await charge(owing, { payment_method_id: other.method.id })).body.errors).toMatchObject([
      { pointer: '/payment_method_id' },
    ])
    const stranger = await world.business()
    expect((await charge({ ...owing, business: stranger })).status).toBe(404)
    await inDatabase(world, 'update payment_methods set livemode = true where id = $1', [owing.method.id])
    expect((await charge(owing)).body).toMatchObject({
      code: 'payment_method_not_chargeable',
      state: 'other_stripe',
    })
    const draft = (
      await other.business.call('POST', '/invoices', {
        customer_id: other.customerId,
        lines: [{ description: 'Later', quantity: '1', unit_amount: 2_000 }],
      })
    ).body
    expect((await charge({ ...other, invoice: draft })).body.code).toBe('invoice_not_payable')
    await other.business.call('DELETE', `/customers/${other.customerId}/payment_methods/${other.method.id}`)
    expect((await charge(other)).body.errors).toMatchObject([{ pointer: '/payment_method_id' }])
    expect(await chargedFor(other)).toEqual([])
  })
})
