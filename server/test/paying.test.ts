import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debit, ibans } from './payment-forms.ts'
import {
  atStripe,
  chargesAtStripe,
  confirmAtStripe,
  declinedCard,
  inDatabase,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

describe('an invoice is paid through its payment link', () => {
  it('turns Paid by itself, tells the administrators, and sends the customer a receipt with its PDF (R27–R30)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: 'buyer@example.com' })
    const [mail] = await world.eventually(() => {
      const mails = world.mailTo('buyer@example.com')
      expect(mails).toHaveLength(1)
      return mails
    })
    expect(mail!.html).toContain(invoice.payment_link.url)
    expect(mail!.text).toContain(invoice.payment_link.url)
    expect(mail!.attachments.map((attachment) => attachment.filename)).toEqual([`${invoice.number}.pdf`])

    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')

    const paid = await business.call('GET', `/invoices/${invoice.id}`)
    expect(paid.body).toMatchObject({ status: 'paid', amount_paid: 12_000, amount_due: 0 })
    await world.eventually(() => {
      const [, receipt] = world.mailTo('buyer@example.com')
      expect(receipt!.attachments[0]).toMatchObject({
        filename: `${invoice.number}-R1.pdf`,
        contentType: 'application/pdf',
      })
      expect(receipt!.attachments[0]!.content.subarray(0, 5).toString()).toBe('%PDF-')
    })
    const { email } = (await business.call('GET', '/account')).body
    await world.eventually(() =>
      expect(world.mailTo(email).map((one) => one.subject)).toEqual([`Invoice ${invoice.number} was paid`]),
    )
    expect(await chargesAtStripe(world, business)).toMatchObject([
      { amount: 12_000, currency: 'eur', status: 'succeeded' },
    ])
  })

  it('trap 8: is told by the webhook alone when the payer never comes back (case 65)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () =>
      expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid'),
    )
    const connection = (await business.call('GET', '/stripe_connection')).body
    expect(connection.webhook.last_event_at).not.toBeNull()
  })

  it('trap 6: is found by reconciliation when neither payer nor webhook comes (case 66)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const endpoints = await atStripe(world, business, 'GET', '/v1/webhook_endpoints')
    for (const endpoint of endpoints.data)
      await atStripe(world, business, 'DELETE', `/v1/webhook_endpoints/${endpoint.id}`)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(
      async () => expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid'),
      15_000,
    )
  })

  it('trap 7: books one payment and one receipt however often the news comes (R28, I6, I19)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: 'often@example.com' })
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret)
    await Promise.all(Array.from({ length: 8 }, () => fetch(`${invoice.payment_link.url}/result`)))
    await world.eventually(() => expect(world.mailTo('often@example.com')).toHaveLength(2))
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(world.mailTo('often@example.com')).toHaveLength(2)
    const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
    expect(data).toMatchObject([{ status: 'succeeded', amount: 12_000 }])
    const events = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data.map(
      (entry: { type: string }) => entry.type,
    )
    expect(events.filter((type: string) => type === 'invoice.paid')).toHaveLength(1)
  })

  it('trap 10: says why a card was declined, stays payable, and takes the next card on the same PaymentIntent', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    expect(await pay(world, business, invoice, declinedCard)).toContain('data-outcome="failed"')
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('sent')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
    expect(data).toHaveLength(1)
    expect((await chargesAtStripe(world, business)).map((charge) => charge.status).toSorted()).toEqual([
      'failed',
      'succeeded',
    ])
  })

  it('sends nothing with both switches off (R29, R30)', async () => {
    const business = await world.business()
    await business.call('PATCH', '/settings/invoicing', {
      notify_administrators_on_payment: false,
      send_customer_receipt: false,
    })
    const invoice = await sentInvoice(business, { email: 'quiet@example.com' })
    await pay(world, business, invoice)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(world.mailTo('quiet@example.com').map((mail) => mail.subject)).toHaveLength(1)
    expect(
      (await business.call('GET', `/messages?invoice_id=${invoice.id}`)).body.data.map(
        (message: { kind: string }) => message.kind,
      ),
    ).toEqual(['invoice'])
  })

  it('trap 12: a settled debit is processing for days, then paid; nobody can pay meanwhile', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret, debit(ibans.succeedsLater))
    const page = await (await fetch(`${invoice.payment_link.url}/result`)).text()
    expect(page).toContain('data-outcome="processing"')
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
      status: 'sent',
      flags: expect.arrayContaining(['processing']),
    })
    expect((await pressPay(invoice)).body).toMatchObject({ status: 409, code: 'payment_in_progress' })
    expect((await business.call('POST', `/invoices/${invoice.id}/cancel`)).body.code).toBe(
      'payment_in_progress',
    )
    await simulate(world, 'clock', { advance_seconds: 600 })
    await world.eventually(
      async () =>
        expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
          status: 'paid',
          flags: expect.not.arrayContaining(['processing']),
        }),
      15_000,
    )
  })
})

describe('an invoice is collected once', () => {
  it('trap 1: two tabs and eight presses at the same moment meet one PaymentIntent (R26, cases 57 and 58)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const presses = await Promise.all(Array.from({ length: 8 }, () => pressPay(invoice)))
    const secrets = new Set(presses.map((press) => press.body.client_secret))
    expect(secrets.size).toBe(1)
    const [secret] = secrets
    const confirms = await Promise.all([
      confirmAtStripe(world, business, secret),
      confirmAtStripe(world, business, secret),
    ])
    expect(confirms.map((confirm) => confirm.status).toSorted()).toEqual([200, expect.any(Number)])
    await fetch(`${invoice.payment_link.url}/result`)
    expect((await pressPay(invoice)).body).toMatchObject({ code: 'invoice_not_payable' })
    expect(
      (await chargesAtStripe(world, business)).filter((charge) => charge.status === 'succeeded'),
    ).toHaveLength(1)
  })

  it('trap 5: an amount that is not the one due charges nothing and tells the new one (R25)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await business.call('PATCH', `/invoices/${invoice.id}`, {
      lines: [{ description: 'More consulting', quantity: '1', unit_amount: 15_000 }],
    })
    const refused = await pressPay(invoice)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'amount_changed', amount_due: 15_000, stripe_amount: 15_000 },
    })
    expect((await pressPay(invoice, { amount: 1 })).status).toBe(409)
    expect(await chargesAtStripe(world, business)).toEqual([])
    expect(await (await fetch(invoice.payment_link.url)).text()).toContain('150.00')
  })

  it('trap 5: an edit cancels the open PaymentIntent at Stripe before it is done (I11)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    const edited = await business.call('PATCH', `/invoices/${invoice.id}`, {
      lines: [{ description: 'Less', quantity: '1', unit_amount: 9_000 }],
    })
    expect(edited.body).toMatchObject({ total: 9_000, needs_resend: true, resend_reason: 'edited' })
    const confirm = await confirmAtStripe(world, business, body.client_secret)
    expect(confirm.body).toMatchObject({ error: { code: 'payment_intent_unexpected_state' } })
    expect(await pay(world, business, { ...invoice, amount_due: 9_000 })).toContain(
      'data-outcome="succeeded"',
    )
  })

  it('trap 5: money that won the race against an edit is booked, and the edit refused (I11)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await simulate(world, 'webhooks', { mode: 'hold' })
    await confirmAtStripe(world, business, body.client_secret)
    const edited = await business.call('PATCH', `/invoices/${invoice.id}`, {
      lines: [{ description: 'Less', quantity: '1', unit_amount: 9_000 }],
    })
    await simulate(world, 'webhooks', { mode: 'deliver' })
    expect(edited.body).toMatchObject({ status: 409, code: 'invoice_not_editable' })
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
      status: 'paid',
      total: 12_000,
    })
  })

  it('trap 3: cash recorded while the page is open lowers what is due and kills the open intent (R34)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    const recorded = await business.call('POST', `/invoices/${invoice.id}/payments`, {
      amount: 5_000,
      method: 'cash',
    })
    expect(recorded.status).toBe(201)
    expect((await confirmAtStripe(world, business, body.client_secret)).status).toBe(400)
    expect((await pressPay(invoice)).body).toMatchObject({ code: 'amount_changed', amount_due: 7_000 })
    expect(await pay(world, business, { ...invoice, amount_due: 7_000 })).toContain(
      'data-outcome="succeeded"',
    )
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
      status: 'paid',
      amount_paid: 12_000,
    })
    expect(
      (await business.call('POST', `/invoices/${invoice.id}/payments`, { amount: 1, method: 'cash' })).status,
    ).toBe(409)
  })

  it('cancelling kills the open intent first: the address answers 410 and nothing can be paid (R7, R18, case 61)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    expect((await business.call('POST', `/invoices/${invoice.id}/cancel`)).body).toMatchObject({
      status: 'cancelled',
      amount_due: 0,
    })
    expect((await confirmAtStripe(world, business, body.client_secret)).body.error.code).toBe(
      'payment_intent_unexpected_state',
    )
    const gone = await fetch(invoice.payment_link.url)
    expect(gone.status).toBe(410)
    expect(await gone.text()).not.toContain('120.00')
    expect((await pressPay(invoice)).body.code).toBe('invoice_not_payable')
  })

  it('trap 13: money that arrives for an invoice cancelled meanwhile is recorded as to be refunded, never lost (R32)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: 'late@example.com' })
    const { body } = await pressPay(invoice)
    // Our own verbs make this impossible, so a restored backup has to: it knows nothing of the payment that went through.
    await inDatabase(
      world,
      `update invoices set cancelled_at = now(), status = 'cancelled' where id = '${invoice.id}'`,
    )
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () => {
      const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
      expect(data).toMatchObject([{ status: 'succeeded', amount: 12_000, unapplied: 12_000 }])
    })
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
      status: 'cancelled',
      amount_paid: 0,
    })
    const told = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data.map(
      (entry: { type: string }) => entry.type,
    )
    expect(told).toContain('payment.unapplied')
  })

  it('trap 24: a link mail scanners open, fetch and preview charges nobody and creates nothing at Stripe (R16)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await fetch(invoice.payment_link.url, { headers: { 'user-agent': 'Mimecast scanner' } })
    await fetch(invoice.payment_link.url, { method: 'HEAD' })
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.viewed_at).toBeNull()
    await fetch(invoice.payment_link.url, { headers: { 'user-agent': 'Mozilla/5.0' } })
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.viewed_at).not.toBeNull()
    expect((await atStripe(world, business, 'GET', '/v1/payment_intents')).data).toEqual([])
    expect((await atStripe(world, business, 'GET', '/v1/customers')).data).toEqual([])
  })
})

describe('a payment method is kept only when the payer ticks the box (R23)', () => {
  it('ticked: it stands in the profile with the proof of consent, and is attached at Stripe', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice, { save: true })
    await confirmAtStripe(world, business, body.client_secret)
    await fetch(`${invoice.payment_link.url}/result`)
    const { data } = (await business.call('GET', `/customers/${invoice.customer_id}/payment_methods`)).body
    expect(data).toMatchObject([
      {
        brand: 'visa',
        last4: '4242',
        is_primary: true,
        consent: { invoice_id: invoice.id, text: expect.stringContaining('future') },
      },
    ])
    expect(
      (await business.call('DELETE', `/customers/${invoice.customer_id}/payment_methods/${data[0].id}`))
        .status,
    ).toBe(204)
    expect(
      (await business.call('GET', `/customers/${invoice.customer_id}/payment_methods`)).body.data,
    ).toEqual([])
  })

  it('not ticked, or ticked and unticked again: nothing is kept and no customer hangs on the charge', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pressPay(invoice, { save: true })
    const { body } = await pressPay(invoice, { save: false })
    await confirmAtStripe(world, business, body.client_secret)
    await fetch(`${invoice.payment_link.url}/result`)
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid')
    expect(
      (await business.call('GET', `/customers/${invoice.customer_id}/payment_methods`)).body.data,
    ).toEqual([])
  })
})
