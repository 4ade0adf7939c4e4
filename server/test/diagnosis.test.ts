// “Why is this not paid?”: each way an invoice can be stuck, brought about for real, is named first, with what helps.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MoodyMailServer, startMoodyMailServer } from './moody-mail-server.ts'
import { debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  answerBank,
  type Business,
  comeBack,
  confirmAtStripe,
  declinedCard,
  inDatabase,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
let mail: MoodyMailServer
beforeAll(async () => {
  mail = await startMoodyMailServer()
  world = await startWorld(
    { SMTP_URL: mail.smtpUrl, TRUST_PROXY: 'on' },
    { provoked: { unreachable: 'Stripe breaks the connection of a charge, on purpose' } },
  )
}, 60_000)
afterAll(async () => {
  await world?.stop()
  await mail?.close()
})

let customers = 0
function fresh(): string {
  customers += 1
  return `customer${customers}@example.com`
}

describe.concurrent('on the way to the customer', () => {
  it('a draft says that it was never sent', async () => {
    const business = await world.business()
    const draft = await business.call('POST', '/invoices', {
      customer: { name: 'Example Customer', email: fresh() },
      lines: [{ description: 'Consulting', unit_amount: 5_000 }],
    })
    expect(await diagnosisOf(business, draft.body)).toMatchObject({
      headline: 'It was never sent.',
      findings: [{ code: 'draft', level: 'problem', action: { kind: 'send', label: 'Send it now' } }],
    })
  })

  it('a mailbox that does not exist: which, what the mail server said, and the address is to be corrected', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('refuse', email)
    const invoice = await sentInvoice(business, { email })
    const { headline, findings } = await untilFirst(business, invoice, 'mail_failed')
    expect(headline).toBe('Your customer did not get the e-mail.')
    expect(findings[0]).toMatchObject({ level: 'problem', action: { kind: 'correct_address' } })
    expect(findings[0]!.text).toContain(email)
    expect(findings[0]!.text).toContain('550 5.1.1 No such mailbox here')
  })

  it('a greylist: since when, and the e-mail is tried again from here', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('later', email)
    const invoice = await sentInvoice(business, { email })
    const { findings } = await untilFirst(business, invoice, 'mail_waiting')
    expect(findings[0]).toMatchObject({
      since: expect.any(String),
      text: expect.stringContaining('451 4.7.1 Greylisted, come back later'),
      action: { kind: 'retry_mail', message_id: expect.stringMatching(/^em_/) },
    })
    mail.be(null, email)
    await business.call('POST', `/messages/${findings[0]!.action!.message_id}/retry`)
    await untilFirst(business, invoice, 'never_opened')
    expect(mail.heard(email)).toHaveLength(1)
  })

  it('nobody opened it, then opened and no more, each with its day', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: fresh() })
    await untilFirst(business, invoice, 'never_opened')
    await inDatabase(world, `update invoices set last_sent_at = now() - interval '6 days' where id = $1`, [
      invoice.id,
    ])
    const { headline, findings } = await diagnosisOf(business, invoice)
    expect(headline).toBe('Nobody has opened it yet.')
    expect(findings[0]).toMatchObject({
      text: expect.stringContaining('sent 6 days ago'),
      action: { kind: 'send_again' },
    })
    await openAsCustomer(invoice)
    expect(await untilFirst(business, invoice, 'opened_not_paid')).toMatchObject({
      headline: 'Your customer has looked at it and not tried to pay.',
    })
  })

  it('a link that came after the sending, and an edit after it, are to be sent again', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: fresh(), link: false })
    const bare = await untilFirst(business, invoice, 'link_missing')
    expect(bare.findings[0]).toMatchObject({
      level: 'note',
      action: { kind: 'add_link', label: 'Add the link' },
    })
    await business.call('POST', `/invoices/${invoice.id}/payment_link`)
    expect((await diagnosisOf(business, invoice)).findings[0]).toMatchObject({
      code: 'link_not_sent',
      action: { kind: 'send_again' },
    })
    await business.call('POST', `/invoices/${invoice.id}/send`)
    await business.call('PATCH', `/invoices/${invoice.id}`, { note: 'Another note' })
    expect((await diagnosisOf(business, invoice)).findings[0]).toMatchObject({
      code: 'edited_since',
      action: { kind: 'send_again' },
    })
  })

  it('without Stripe it cannot be paid online; when Stripe was removed, the link that is out is off', async () => {
    const without = await world.business({ stripe: false })
    const plain = await sentInvoice(without, { email: fresh(), link: false })
    await untilFirst(without, plain, 'stripe_not_connected')
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: fresh() })
    await business.call('DELETE', '/stripe_connection')
    const { headline, findings } = await diagnosisOf(business, invoice)
    expect(headline).toBe('Stripe was removed, so the payment link is off.')
    expect(findings[0]).toMatchObject({
      code: 'stripe_removed',
      level: 'problem',
      action: { kind: 'connect_stripe' },
    })
    await business.call('PUT', '/stripe_connection', business.stripeKeys)
    expect((await diagnosisOf(business, invoice)).findings[0]).toMatchObject({ code: 'link_disabled' })
  })
})

describe.concurrent('at the payment page', () => {
  it('declines: how many, why the last in plain words, and Send again helps', async () => {
    const { business, invoice, secret } = await paying()
    await confirmAtStripe(world, business, secret, declinedCard)
    await comeBack(invoice)
    await confirmAtStripe(world, business, secret, 'pm_card_visa_chargeDeclinedInsufficientFunds')
    await comeBack(invoice)
    const { headline, findings } = await world.eventually(async () => {
      const now = await diagnosisOf(business, invoice)
      expect(now.headline).toBe('2 payments were declined.')
      return now
    })
    expect(headline).toBe('2 payments were declined.')
    expect(findings[0]).toMatchObject({
      code: 'declined',
      text: 'The last reason: There was not enough money on the card or account. Stripe advises to try again later.',
      action: { kind: 'send_again' },
    })
  })

  it('the bank asks, and the customer has not answered; after they did, nothing is left to say', async () => {
    const { business, invoice, secret } = await paying()
    const asked = await confirmAtStripe(world, business, secret, 'pm_card_authenticationRequired')
    await comeBack(invoice)
    expect(await untilFirst(business, invoice, 'bank_asks')).toMatchObject({
      headline: 'Your customer’s bank asked them to confirm, and they have not.',
    })
    await answerBank(asked, 'complete')
    await comeBack(invoice)
    await world.eventually(async () =>
      expect(await diagnosisOf(business, invoice)).toEqual({ headline: 'It is paid.', findings: [] }),
    )
  })

  it('Pay pressed and left: paying now, and a quarter of an hour later not finished', async () => {
    const { business, invoice } = await paying()
    await untilFirst(business, invoice, 'paying_now')
    await inDatabase(
      world,
      `update payments set created_at = now() - interval '20 minutes' where invoice_id = $1`,
      [invoice.id],
    )
    const { findings } = await untilFirst(business, invoice, 'pay_not_finished')
    expect(findings.map(({ code }) => code)).toContain('webhook_quiet')
    expect(findings.find(({ code }) => code === 'webhook_quiet')!.text).toContain('Nothing is lost')
  })

  it('a bank debit: on its way, with the day it usually clears, and nothing is advised that could take it twice', async () => {
    const { business, invoice, secret } = await paying()
    await confirmAtStripe(world, business, secret, debit(ibans.succeedsLater))
    await comeBack(invoice)
    const { headline, findings } = await untilFirst(business, invoice, 'on_its_way')
    expect(headline).toBe('The money is on its way.')
    expect(findings[0]).toMatchObject({ level: 'waiting', action: null })
    expect(findings[0]!.text).toMatch(
      /EUR\s120\.00 began on \w+ \d+, \d{4}\. It usually clears about \w+ \d+, \d{4}\./,
    )
    expect(findings.filter(({ action }) => action !== null)).toEqual([])
    await business.call('DELETE', '/stripe_connection')
    expect((await diagnosisOf(business, invoice)).findings[0]).toMatchObject({
      code: 'payment_unreachable',
      level: 'problem',
      action: { kind: 'open_stripe' },
    })
  })

  it('a rest that Stripe cannot collect is paid another way', async () => {
    const { business, invoice } = await paying()
    await business.call('POST', `/invoices/${invoice.id}/payments`, { amount: 11_980, method: 'cash' })
    const { findings } = await untilFirst(business, invoice, 'not_chargeable')
    expect(findings[0]).toMatchObject({ action: { kind: 'record_payment' } })
    expect(findings.map(({ code }) => code)).toContain('part_paid')
    expect(findings.find(({ code }) => code === 'part_paid')!.text).toMatch(
      /^EUR\s119\.80 arrived, EUR\s0\.20 is still to come\.$/,
    )
  })
})

describe.concurrent('a charge by staff', () => {
  it('declined: charge again; declined for good: send the link', async () => {
    const { business, invoice, customerId, charge } = await charging(
      'pm_card_visa_chargeDeclinedInsufficientFunds',
    )
    await charge()
    const { findings } = await untilFirst(business, invoice, 'declined')
    expect(findings[0]).toMatchObject({ action: { kind: 'charge_again', customer_id: customerId } })
  })

  it('that Stripe did not answer: it is asked again, and nothing else is advised', async () => {
    const { business, invoice, charge } = await charging(null)
    await simulate(world, 'faults', {
      kind: 'drop_before',
      account: stripeAccountOf(business),
      method: 'POST',
      path: '/v1/payment_intents',
      times: 30,
    })
    expect((await charge()).body).toMatchObject({ outcome: 'unknown' })
    const { headline, findings } = await diagnosisOf(business, invoice)
    expect(headline).toBe('Stripe has not said how the charge ended.')
    expect(findings[0]).toMatchObject({ code: 'charge_unknown', level: 'waiting', action: null })
    expect(findings.filter(({ action }) => action !== null)).toEqual([])
    await fetch(`${world.simulatorUrl}/_sim/faults?account=${stripeAccountOf(business)}`, {
      method: 'DELETE',
    })
  })
})

it('what could not be done about it leads to where it is tried again', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business, { email: fresh() })
  await inDatabase(
    world,
    `insert into outbox (account_id, id, event, run_at, attempts, last_error)
     values ($1, 'job_0123456789given', jsonb_build_object('type', 'invoice.sent', 'invoiceId', $2::text), 'infinity', 25, 'no space left on device')`,
    [business.accountId, invoice.id],
  )
  const { headline, findings } = await diagnosisOf(business, invoice)
  expect(headline).toBe('Something about this invoice could not be done.')
  expect(findings[0]).toMatchObject({
    code: 'not_applied',
    level: 'problem',
    text: expect.stringContaining('“no space left on device”'),
    action: { kind: 'open_deliveries' },
  })
})

it('an invoice that is held says so first, and nothing is advised that moves money', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business, { email: fresh() })
  await inDatabase(
    world,
    `insert into invoice_holds values ($1, $2, '[{"invariant":"I3 example","what":"x"}]')`,
    [business.accountId, invoice.id],
  )
  const { headline, findings } = await diagnosisOf(business, invoice)
  expect(headline).toBe('It is held until its books add up again.')
  expect(findings[0]).toMatchObject({
    code: 'held',
    text: expect.stringContaining('I3 example'),
    action: null,
  })
  expect(findings.filter(({ action }) => action !== null)).toEqual([])
  await inDatabase(world, 'delete from invoice_holds where account_id = $1', [business.accountId])
})

interface Diagnosis {
  headline: string
  findings: {
    code: string
    level: string
    text: string
    since: string | null
    action: { kind: string; message_id: string | null; customer_id: string | null; url: string | null } | null
  }[]
}

async function diagnosisOf(business: Business, invoice: { id: string }): Promise<Diagnosis> {
  const { status, body } = await business.call('GET', `/invoices/${invoice.id}/diagnosis`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** Once `code` is what tells most. */
function untilFirst(business: Business, invoice: { id: string }, code: string): Promise<Diagnosis> {
  return world.eventually(async () => {
    const diagnosis = await diagnosisOf(business, invoice)
    expect(diagnosis.findings.map((finding) => finding.code)[0]).toBe(code)
    return diagnosis
  }, 25_000)
}

async function openAsCustomer(invoice: { payment_link: { url: string } }): Promise<void> {
  const response = await fetch(invoice.payment_link.url, {
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36' },
  })
  expect(response.status).toBe(200)
}

/** An invoice whose customer pressed Pay. */
async function paying() {
  const business = await world.business()
  const invoice = await sentInvoice(business, { email: fresh() })
  const { body } = await pressPay(invoice)
  return { business, invoice, secret: body.client_secret as string }
}

/** A customer with a saved card that from now on behaves like `later`, and what they owe. */
async function charging(later: string | null) {
  const business = await world.business()
  const first = await sentInvoice(business, { email: fresh(), amount: 1_000 })
  const { body } = await pressPay(first, { save: true })
  await confirmAtStripe(world, business, body.client_secret)
  await comeBack(first)
  const customerId: string = first.customer_id
  await world.eventually(async () =>
    expect((await business.call('GET', `/customers/${customerId}/payment_methods`)).body.data).toHaveLength(
      1,
    ),
  )
  if (later) {
    const { rows } = await inDatabase(
      world,
      'select stripe_payment_method_id as id from payment_methods where account_id = $1',
      [business.accountId],
    )
    await simulate(world, 'payment_method', {
      account: stripeAccountOf(business),
      payment_method: rows[0].id,
      behaves_like: later,
    })
  }
  const invoice = await sentInvoice(business, { more: { customer: undefined, customer_id: customerId } })
  const charge = (): Promise<Answer> =>
    business.call('POST', `/customers/${customerId}/charge`, { invoice_id: invoice.id })
  return { business, invoice, customerId, charge }
}
