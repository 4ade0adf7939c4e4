// Each of these once failed: what an adversary, a crash or a stubborn Stripe could do to the money path and its doors.
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listen, passOn } from '../../tools/conformance/pass-on.ts'
import { debit, ibans } from './payment-forms.ts'
import {
  atStripe,
  type Business,
  chargesAtStripe,
  confirmAtStripe,
  declinedCard,
  inDatabase,
  pastTheGuards,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

/** Stands between the product and Stripe, and answers in its place where a test says so. */
type Stand = (request: { method: string; path: string; key: string }) => Answered | Promise<Answered>
type Answered = { status: number; body: object } | null
let stand: Stand | null = null
let proxy: Awaited<ReturnType<typeof listen>>
let world: World

beforeAll(async () => {
  world = await startWorld(
    {},
    {
      async stripeBase(simulatorUrl) {
        proxy = await listen(async (request, response) => {
          request.pause()
          const answer = await stand?.({
            method: request.method!,
            path: request.url!.split('?')[0]!,
            key: String(request.headers['idempotency-key']),
          })
          if (!answer) return passOn(request, response, `${simulatorUrl}${request.url}`, {})
          request.resume()
          response.writeHead(answer.status, {
            'content-type': 'application/json',
            'stripe-should-retry': 'false',
          })
          response.end(JSON.stringify(answer.body))
        })
        return proxy.url
      },
      provoked: {
        server_error: 'the faults under test',
        paid_twice: 'a debit fails while nobody looks, and is paid at another Stripe account: trap 17',
      },
    },
  )
}, 60_000)
afterEach(async () => {
  stand = null
  await simulate(world, 'faults', undefined, 'DELETE')
  await simulate(world, 'webhooks', { mode: 'deliver' })
})
afterAll(async () => {
  await world?.stop()
  await proxy?.close()
})

describe('setting up', () => {
  it('of five who set up the first business at the same moment one does (case 17)', async () => {
    const gate = new pg.Client({ connectionString: world.databaseUrl })
    await gate.connect()
    // Everybody may look whether there is a business; nobody gets to write one before all have looked.
    await gate.query('begin')
    await gate.query('lock table accounts in share mode')
    const asked = Array.from({ length: 5 }, (_, n) =>
      fetch(`${world.url}/api/v1/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          company: `First ${n}`,
          email: `first${n}@example.com`,
          password: 'correct horse battery',
        }),
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    await gate.query('commit')
    await gate.end()
    const answers = await Promise.all(asked)
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 403, 403, 403, 403])
  })
})

describe('what is open at Stripe can always be closed', () => {
  it('a revoked key does not keep Stripe from being removed and another from being connected (F9, R38)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    expect((await pressPay(invoice)).status).toBe(200)
    await updateAccount(business, { keys: 'revoked' })
    expect(await business.call('DELETE', '/stripe_connection')).toMatchObject({
      status: 200,
      body: { disabled_links: 1 },
    })
    await connectAnother(business)
    await business.call('POST', '/stripe_connection/restore_links')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    expect(await invoiceNow(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
  })

  it('an intent that Stripe refuses to make blocks neither edit, cash nor cancelling', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    stand = ({ method, path }) =>
      method === 'POST' && path === '/v1/payment_intents'
        ? {
            status: 400,
            body: {
              error: {
                type: 'invalid_request_error',
                code: 'amount_too_small',
                message: 'Amount too small.',
              },
            },
          }
        : null
    expect((await pressPay(invoice)).body.code).toBe('stripe_refused')
    expect(
      (await business.call('POST', `/invoices/${invoice.id}/payments`, { amount: 12_000, method: 'cash' }))
        .status,
    ).toBe(201)
    expect(await invoiceNow(business, invoice)).toMatchObject({ status: 'paid' })
  })

  it('trap 11: a 500 that Stripe keeps under the key leads to the intent it made all the same, and to no other (F8)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await simulate(world, 'faults', {
      kind: 'error_after',
      method: 'POST',
      path: '/v1/payment_intents',
      account: stripeAccountOf(business),
    })
    await pressPay(invoice)
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    expect((await atStripe(world, business, 'GET', '/v1/payment_intents')).data).toHaveLength(1)
  })

  it('a 500 that Stripe keeps under the key without having made anything is overcome by the next press (F8)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    let burnt: string | undefined
    stand = ({ method, path, key }) => {
      if (method !== 'POST' || path !== '/v1/payment_intents') return null
      burnt ??= key
      return key === burnt ? { status: 500, body: { error: { type: 'api_error', message: 'Sorry.' } } } : null
    }
    expect((await pressPay(invoice)).status).toBe(503)
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })

  it('a cancel that Stripe did but answered with 500 lets the edit through (F8, I11)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await simulate(world, 'faults', {
      kind: 'error_after',
      method: 'POST',
      path: '/v1/payment_intents/*/cancel',
      account: stripeAccountOf(business),
    })
    const edited = await business.call('PATCH', `/invoices/${invoice.id}`, {
      lines: [{ description: 'Less', quantity: '1', unit_amount: 9_000 }],
    })
    expect(edited).toMatchObject({ status: 200, body: { total: 9_000 } })
    expect((await confirmAtStripe(world, business, body.client_secret)).status).toBe(400)
  })

  it('trap 18: an intent that is gone at Stripe (its test data was deleted) does not hold the invoice', async () => {
    const business = await world.business()
    const [paid, edited] = [await sentInvoice(business), await sentInvoice(business)]
    await pressPay(paid)
    await pressPay(edited)
    stand = ({ path }) =>
      /^\/v1\/payment_intents\/pi_/.test(path)
        ? {
            status: 404,
            body: {
              error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such intent.' },
            },
          }
        : null
    expect((await business.call('PATCH', `/invoices/${edited.id}`, { note: 'Thank you' })).status).toBe(200)
    await pressPay(paid)
    stand = null
    expect(await pay(world, business, paid)).toContain('data-outcome="succeeded"')
  })

  it('trap 17: a debit that failed after Stripe was removed does not stand in the way of another Stripe account', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret, debit(ibans.failsLater))
    expect(await (await fetch(`${invoice.payment_link.url}/result`)).text()).toContain('"processing"')
    // The endpoint is left behind at Stripe, so the late news still comes.
    stand = ({ method, path }) =>
      method === 'DELETE' && path.startsWith('/v1/webhook_endpoints/')
        ? { status: 500, body: { error: { type: 'api_error', message: 'Sorry.' } } }
        : null
    expect((await business.call('DELETE', '/stripe_connection')).status).toBe(200)
    stand = null
    await simulate(world, 'clock', { advance_seconds: 600 })
    await world.eventually(async () => expect((await paymentsOf(business, invoice))[0].status).toBe('failed'))
    await connectAnother(business)
    await business.call('POST', '/stripe_connection/restore_links')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    expect((await business.call('DELETE', '/stripe_connection')).status).toBe(200)
  })

  it('trap 17: what a page left open brought while Stripe was removed is known before anything more is asked for', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret, debit(ibans.failsLater))
    expect(await (await fetch(`${invoice.payment_link.url}/result`)).text()).toContain('"processing"')
    expect((await business.call('DELETE', '/stripe_connection')).status).toBe(200)
    await simulate(world, 'clock', { advance_seconds: 600 })
    const [debited] = await paymentsOf(business, invoice)
    await business.call('POST', `/payments/${debited.id}/note_outcome`, { outcome: 'failed' })
    const byHand = { amount: 4_000, method: 'cash' }
    expect((await business.call('POST', `/invoices/${invoice.id}/payments`, byHand)).status).toBe(201)
    expect((await confirmAtStripe(world, business, body.client_secret)).status).toBe(200)

    expect((await business.call('PUT', '/stripe_connection', business.stripeKeys)).status).toBe(200)
    await business.call('POST', '/stripe_connection/restore_links')
    stand = ({ path }) =>
      path.startsWith('/v1/payment_intents/')
        ? { status: 500, body: { error: { type: 'api_error', message: 'Sorry.' } } }
        : null
    const rest = { ...invoice, amount_due: 8_000 }
    expect((await pressPay(rest)).body).toMatchObject({ code: 'stripe_unavailable' })
    stand = null
    expect((await pressPay(rest)).body).toMatchObject({ code: 'invoice_not_payable' })
    expect(await invoiceNow(business, invoice)).toMatchObject({ status: 'paid', amount_due: 0 })
    expect(await paymentsOf(business, invoice)).toMatchObject([
      { source: 'manual', amount: 4_000, unapplied: 0 },
      { source: 'stripe', status: 'succeeded', amount: 12_000, unapplied: 4_000 },
    ])
  })

  it('an open intent over another amount than is due now is cancelled at Stripe, not met with a 500 (I9, I11)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const first = (await pressPay(invoice)).body.client_secret
    // Our own verbs never let it come so far; a restored backup may.
    await pastTheGuards(
      world,
      `update invoices set settled = 5000, status = 'partially_paid' where id = '${invoice.id}'`,
    )
    expect(await pay(world, business, { ...invoice, amount_due: 7_000 })).toContain(
      'data-outcome="succeeded"',
    )
    expect((await confirmAtStripe(world, business, first)).status).toBe(400)
    expect(await chargesAtStripe(world, business)).toMatchObject([{ amount: 7_000 }])
  })

  it('trap 19: a customer who was deleted at Stripe is made anew when they save a card again', async () => {
    const business = await world.business()
    const first = await sentInvoice(business)
    expect((await pressPay(first, { save: true })).status).toBe(200)
    const { data } = await atStripe(world, business, 'GET', '/v1/customers')
    await atStripe(world, business, 'DELETE', `/v1/customers/${data[0].id}`)
    await business.call('POST', `/invoices/${first.id}/cancel`)
    const second = await sentInvoice(business, {
      more: { customer: undefined, customer_id: first.customer_id },
    })
    const pressed = await pressPay(second, { save: true })
    expect(pressed.status).toBe(200)
    await confirmAtStripe(world, business, pressed.body.client_secret)
    await world.eventually(async () =>
      expect(
        (await business.call('GET', `/customers/${first.customer_id}/payment_methods`)).body.data,
      ).toHaveLength(1),
    )
  })
})

describe('what is asked of Stripe is asked once and in time', () => {
  it('a choice to save that meets an intent cancelled meanwhile leads to a fresh one', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const first = (await pressPay(invoice)).body.client_secret
    stand = async ({ method, path }) => {
      if (method === 'POST' && /^\/v1\/payment_intents\/pi_\w+$/.test(path)) {
        stand = null
        await atStripe(world, business, 'POST', `${path}/cancel`)
      }
      return null
    }
    const second = await pressPay(invoice, { save: true })
    expect(second.status).toBe(200)
    expect(second.body.client_secret).not.toBe(first)
  })

  it('ten declines on one client secret end it: the next card needs another press of Pay (case 69)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    for (let n = 1; n <= 10; n++)
      expect((await confirmAtStripe(world, business, body.client_secret, declinedCard)).status).toBe(402)
    await world.eventually(async () =>
      expect((await paymentsOf(business, invoice))[0]).toMatchObject({ status: 'canceled' }),
    )
    expect((await confirmAtStripe(world, business, body.client_secret)).status).toBe(400)
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })

  it('a result page that is reloaded without end asks Stripe at most 30 times a minute', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pressPay(invoice)
    let asked = 0
    stand = ({ method, path }) => {
      if (method === 'GET' && path.startsWith('/v1/payment_intents/')) asked += 1
      return null
    }
    for (let n = 0; n < 60; n++) expect((await fetch(`${invoice.payment_link.url}/result`)).status).toBe(200)
    expect(asked).toBeLessThan(40)
  })
})

describe('what is told is true', () => {
  it('money that came by hand is never shown to a payer as their payment (R27)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const cash = (amount: number) =>
      business.call('POST', `/invoices/${invoice.id}/payments`, { amount, method: 'cash' })
    await cash(5_000)
    const { body } = await pressPay(invoice, { amount: 7_000 })
    await cash(1_000)
    expect((await confirmAtStripe(world, business, body.client_secret)).status).toBe(400)
    const result = await fetch(`${invoice.payment_link.url}/result`)
    expect(await result.text()).not.toContain('data-outcome')
    expect(result.url).toBe(invoice.payment_link.url)
  })

  it('a signed event is believed although our key was revoked meanwhile (I8)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await simulate(world, 'webhooks', { mode: 'hold', account: stripeAccountOf(business) })
    await confirmAtStripe(world, business, body.client_secret)
    await updateAccount(business, { keys: 'revoked' })
    await simulate(world, 'webhooks', { mode: 'deliver', account: stripeAccountOf(business) })
    await simulate(world, 'webhooks/flush', { account: stripeAccountOf(business) })
    await world.eventually(async () =>
      expect(await invoiceNow(business, invoice)).toMatchObject({ status: 'paid' }),
    )
  })

  it('whoever an invoice was sent to gets the receipt, though the customer has no address on file (R30)', async () => {
    const business = await world.business()
    const created = await business.call('POST', '/invoices', {
      customer: { name: 'No Address' },
      payment_link: true,
      lines: [{ description: 'x', quantity: '1', unit_amount: 12_000 }],
    })
    const sent = await business.call('POST', `/invoices/${created.body.id}/send`, {
      to: ['once@example.com'],
    })
    expect(await pay(world, business, sent.body)).toContain('data-outcome="succeeded"')
    await world.eventually(() => expect(world.mailTo('once@example.com')).toHaveLength(2))
  })

  it('the receipt of money that came late counts what was booked before it', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: 'late.receipt@example.com' })
    const { body } = await pressPay(invoice)
    // As after a restored backup: given up here, alive at Stripe.
    await inDatabase(
      world,
      `update payments set status = 'canceled', closed_at = now() where invoice_id = '${invoice.id}'`,
    )
    await business.call('POST', `/invoices/${invoice.id}/payments`, { amount: 5_000, method: 'cash' })
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () =>
      expect(await invoiceNow(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 }),
    )
    const receipt = await world.eventually(async () => {
      const { data } = (await business.call('GET', `/messages?invoice_id=${invoice.id}`)).body
      const found = data.find((message: { kind: string }) => message.kind === 'receipt')
      expect(found).toBeDefined()
      return found
    })
    expect(receipt.text).toContain('120.00')
    expect(receipt.text).not.toContain('50.00')
  })

  it('the consent that is kept is the one of whoever paid (R23)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pressPay(invoice, { save: true })
    await inDatabase(
      world,
      `update payments set save_consent = save_consent || '{"at":"2001-01-01T00:00:00.000Z"}' where invoice_id = '${invoice.id}'`,
    )
    const { body } = await pressPay(invoice, { save: true })
    await confirmAtStripe(world, business, body.client_secret)
    await fetch(`${invoice.payment_link.url}/result`)
    const { data } = (await business.call('GET', `/customers/${invoice.customer_id}/payment_methods`)).body
    expect(data[0].consent.at).not.toContain('2001')
  })
})

describe('doors', () => {
  it('the PDF of a cancelled invoice is gone like its page, and names no amount (R18, case 39)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await business.call('POST', `/invoices/${invoice.id}/cancel`)
    const answer = await fetch(`${invoice.payment_link.url}/invoice.pdf`)
    expect(answer.status).toBe(410)
    expect(await answer.text()).not.toContain('120.00')
  })

  it('characters that no database keeps are refused, wherever they come (cases 18 and 137)', async () => {
    const business = await world.business()
    const statuses = [
      (await business.call('GET', '/invoices/inv_%00')).status,
      (await business.call('GET', '/payments?invoice_id=%00')).status,
      (
        await business.call('POST', '/invoices', {
          customer_id: 'cus_\0',
          lines: [{ description: 'x', unit_amount: 1 }],
        })
      ).status,
      (
        await fetch(`${world.url}/api/v1/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email: 'a\0@example.com', password: 'correct horse' }),
        })
      ).status,
      (await fetch(`${world.url}/webhooks/stripe/%00`, { method: 'POST' })).status,
    ]
    for (const status of statuses) expect([401, 404, 422]).toContain(status)
  })

  it('figures and lists beyond every bound are refused, never a 500 (cases 123 and 127)', async () => {
    const business = await world.business()
    const make = (line: object, more: object = {}) =>
      business.call('POST', '/invoices', {
        customer: { name: 'x' },
        lines: [{ description: 'x', quantity: '1', unit_amount: 100, ...line }],
        ...more,
      })
    const answers = [
      await make({ quantity: '999999999999', unit_amount: 1_000_000_000_000 }),
      await make({ discount: { type: 'percent', percent: '999' } }),
      await make({ discount: { type: 'amount', amount: 9_000_000_000_000_000 } }),
      await make({}, { issue_date: '9999-12-31', due_terms: { type: 'days', days: 365 } }),
      await business.call('POST', '/invoices', {
        customer: { name: 'x' },
        lines: Array.from({ length: 7_000 }, (_, n) => ({
          description: 'x',
          quantity: '1',
          unit_amount: 1,
          taxes: Array.from({ length: 10 }, (__, k) => `t${n}_${k}`),
        })),
      }),
    ]
    for (const answer of answers) expect(answer.status).toBe(422)
  })

  it('a dump of the database tells no API key, payment address or client secret (I25, case 155)', async () => {
    const business = await world.business()
    const key = await business.call(
      'POST',
      '/api_keys',
      { name: 'Shown once' },
      { 'idempotency-key': 'key-1' },
    )
    const created = await business.call(
      'POST',
      '/invoices',
      {
        customer: { name: 'x', email: 'dump@example.com' },
        payment_link: true,
        lines: [{ description: 'x', quantity: '1', unit_amount: 12_000 }],
      },
      { 'idempotency-key': 'invoice-1' },
    )
    const sent = (await business.call('POST', `/invoices/${created.body.id}/send`)).body
    const { body } = await pressPay(sent)
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(() => expect(world.mailTo('dump@example.com')).toHaveLength(2))
    const dump = await dumpOf(business.accountId)
    expect(dump).toContain(created.body.id)
    for (const secret of [
      key.body.api_key,
      sent.payment_link.url.split('/pay/')[1],
      body.client_secret.split('_secret_')[1],
      business.stripeKeys.secret_key,
    ])
      expect(dump).not.toContain(secret)
    const replay = await business.call(
      'POST',
      '/api_keys',
      { name: 'Shown once' },
      { 'idempotency-key': 'key-1' },
    )
    expect(replay.body).toEqual(key.body)
    const [message] = (await business.call('GET', `/messages?invoice_id=${sent.id}`)).body.data.toReversed()
    expect(message.html).toContain(sent.payment_link.url)
    expect(message.text).toContain(sent.payment_link.url)
  })

  it('a payer is answered within 12 s however slow Stripe is (F8)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pressPay(invoice)
    await simulate(world, 'faults', {
      kind: 'delay',
      account: stripeAccountOf(business),
      delay_ms: 30_000,
      times: 20,
    })
    const started = Date.now()
    const result = await fetch(`${invoice.payment_link.url}/result`)
    expect(await result.text()).toContain('data-outcome="pending"')
    expect(Date.now() - started).toBeLessThan(12_000)
    const startedAgain = Date.now()
    const pressed = await pressPay(invoice)
    expect(pressed).toMatchObject({ status: 503, body: { code: 'stripe_unavailable' } })
    expect(pressed.headers.get('retry-after')).not.toBeNull()
    expect(Date.now() - startedAgain).toBeLessThan(12_000)
  }, 60_000)
})

describe('accounts', () => {
  it('every address answers the ids of another business as it answers ids that never were (case 22)', async () => {
    const [mine, theirs] = [await world.business(), await world.business()]
    const invoice = await sentInvoice(theirs)
    await pay(world, theirs, invoice)
    const first = async (path: string) => (await theirs.call('GET', path)).body.data[0].id as string
    await theirs.call('POST', '/tax_rates', { name: 'VAT', rate: '20' })
    await inDatabase(
      world,
      `insert into outbox (account_id, id, event, run_at, last_error) values ($1, 'job_0123456789given', '{"type":"payment.unapplied"}', 'infinity', 'no')`,
      [theirs.accountId],
    )
    const ids: Record<string, string> = {
      invoices: invoice.id,
      customers: invoice.customer_id,
      payments: await first('/payments'),
      messages: await first('/messages'),
      tax_rates: await first('/tax_rates'),
      api_keys: await first('/api_keys'),
      dead_letters: await first('/dead_letters'),
      members: await first('/members'),
      services: (
        await theirs.call('POST', '/services', { name: 'Consulting', unit_amount: 100, currency: 'eur' })
      ).body.id,
      invitations: (await theirs.call('POST', '/invitations', { email: 'new@example.com', role: 'staff' }))
        .body.id,
      webhook_endpoints: (await theirs.call('POST', '/webhook_endpoints', { url: 'http://127.0.0.1:9/' }))
        .body.id,
    }
    const routes = await routesWithIds()
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, path } of routes) {
      const kind = path.split('/')[1]!
      const fill = (id: string) =>
        path
          .replace('{id}', id)
          .replace('{method_id}', 'pm_x')
          .replace('{delivery_id}', 'msg_x')
          .replace('{index}', '0')
      const known = ids[kind]
      expect(known, `no example of ${kind}`).toBeDefined()
      const body = bodies[`${method} ${path}`]
      const answer = await mine.call(method, fill(known!), body)
      const unknown = await mine.call(method, fill(`${known!.split('_')[0]}_nobodysnobodysnobodysnob`), body)
      expect({ path, status: answer.status }).toEqual({ path, status: 404 })
      expect(answer.body).toEqual(unknown.body)
    }
    expect(await invoiceNow(theirs, invoice)).toMatchObject({ status: 'paid', version: expect.any(Number) })
  })

  it('a cookie does nothing for another site, at any address that changes something (case 14)', async () => {
    const business = await world.business()
    const { email } = (await business.call('GET', '/account')).body
    const signedIn = await fetch(`${world.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'correct horse battery' }),
    })
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
    for (const { method, path } of await routes()) {
      if (method === 'GET') continue
      const url = `${world.url}/api/v1${path.replaceAll(/\{\w+\}/g, 'x')}`
      for (const type of ['application/json', 'text/plain']) {
        const answer = await fetch(url, {
          method,
          headers: { cookie, origin: 'https://evil.example.com', 'content-type': type },
          ...(method === 'DELETE' ? {} : { body: '{}' }),
        })
        expect({ path, status: answer.status }).toEqual({ path, status: 403 })
      }
    }
    const session = await fetch(`${world.url}/api/v1/session`, { headers: { cookie } })
    expect(((await session.json()) as { member: unknown }).member).not.toBeNull()
  })
})

/** What these addresses must be sent so that only the id can be at fault. */
const bodies: Record<string, object> = {
  'POST /customers/{id}/charge': { invoice_id: 'inv_x' },
  'PATCH /invoices/{id}': { note: 'x' },
  'PATCH /customers/{id}': { notes: 'x' },
  'PATCH /members/{id}': { role: 'staff' },
  'PATCH /services/{id}': { name: 'x' },
  'PATCH /webhook_endpoints/{id}': { enabled: false },
  'POST /invoices/{id}/payments': { amount: 1, method: 'cash' },
  'POST /payments/{id}/refunds': { amount: 1 },
  'POST /payments/{id}/note_outcome': { outcome: 'failed' },
}

async function routes(): Promise<{ method: string; path: string }[]> {
  const { paths } = (await (await fetch(`${world.url}/openapi.json`)).json()) as {
    paths: Record<string, object>
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  )
}

async function routesWithIds(): Promise<{ method: string; path: string }[]> {
  return (await routes()).filter(({ path }) => path.includes('{id}'))
}

describe('locks', () => {
  it('paying takes the connection before the invoice, as removing Stripe does: no deadlock', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const removal = new pg.Client({ connectionString: world.databaseUrl })
    await removal.connect()
    let pressed: ReturnType<typeof pressPay> | undefined
    try {
      await removal.query('begin')
      await removal.query(
        `select id from stripe_connections where account_id = '${business.accountId}' for update`,
      )
      pressed = pressPay(invoice)
      await new Promise((resolve) => setTimeout(resolve, 500))
      await removal.query(`select id from invoices where id = '${invoice.id}' for update nowait`)
    } finally {
      await removal.end()
    }
    expect((await pressed).status).toBe(200)
  })

  it('a request that outlived its idempotency key takes no effect beside the one that took the key over (I20)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pressPay(invoice)
    let letGo: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let calls = 0
    stand = async ({ path }) => {
      if (path.endsWith('/cancel')) {
        calls += 1
        await held
      }
      return null
    }
    const record = () =>
      business.call(
        'POST',
        `/invoices/${invoice.id}/payments`,
        { amount: 4_000, method: 'cash' },
        { 'idempotency-key': 'cash-1' },
      )
    const first = record()
    await world.eventually(() => expect(calls).toBeGreaterThan(0))
    await inDatabase(
      world,
      `update idempotency_keys set alive_at = now() - interval '16 seconds' where key = 'cash-1'`,
    )
    // Stalled for so long, its process lost its lease as well.
    await inDatabase(world, `update leases set held_until = now() where subject = '${invoice.id}'`)
    stand = null
    const second = await record()
    letGo()
    const answers = [(await first).status, second.status].toSorted()
    expect(answers).toEqual([201, 409])
    expect(await invoiceNow(business, invoice)).toMatchObject({ amount_paid: 4_000 })
  })
})

function updateAccount(business: Business, changes: object): Promise<void> {
  return simulate(world, 'accounts/update', { account: stripeAccountOf(business), ...changes })
}

/** Ties the business to another Stripe account, whose keys the helpers use from then on. */
async function connectAnother(business: Business): Promise<void> {
  const own = Math.random().toString(36).slice(2, 12).padEnd(16, 'y')
  Object.assign(business.stripeKeys, {
    secret_key: `sk_test_${own}secretsecret`,
    publishable_key: `pk_test_${own}publishable`,
  })
  expect((await business.call('PUT', '/stripe_connection', business.stripeKeys)).status).toBe(200)
}

async function invoiceNow(business: Business, invoice: { id: string }) {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body
}

async function paymentsOf(business: Business, invoice: { id: string }) {
  return (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
}

/** Every row of the account in every table, as text. */
async function dumpOf(accountId: string): Promise<string> {
  const { rows } = await inDatabase(
    world,
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'account_id'`,
  )
  const tables = await Promise.all(
    rows.map(({ table_name: table }) =>
      inDatabase(
        world,
        `select coalesce(json_agg(t)::text, '') as dump from "${table}" t where account_id = '${accountId}'`,
      ),
    ),
  )
  return tables.map((table) => table.rows[0].dump).join('\n')
}
