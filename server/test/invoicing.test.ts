import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inDatabase, pay, pressPay, sentInvoice, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({}, { provoked: { live_key: 'a live key is what a test refuses' } })
}, 60_000)
afterAll(() => world?.stop())

const draft = {
  customer: { name: 'Example Customer', email: 'customer@example.com' },
  lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
}

describe('payment links', () => {
  it('are not there without Stripe: 409 stripe_not_connected (R10)', async () => {
    const business = await world.business({ stripe: false })
    expect((await business.call('POST', '/invoices', { ...draft, payment_link: true })).body).toMatchObject({
      status: 409,
      code: 'stripe_not_connected',
    })
    const invoice = (await business.call('POST', '/invoices', draft)).body
    expect(invoice.payment_link).toBeNull()
    expect((await business.call('POST', `/invoices/${invoice.id}/payment_link`)).body).toMatchObject({
      status: 409,
      code: 'stripe_not_connected',
    })
  })

  it('come along by the company setting, for invoices created from then on (R13)', async () => {
    const business = await world.business()
    const before = await sentInvoice(business, { link: false })
    await business.call('PATCH', '/settings/invoicing', { payment_link_default: true })
    expect((await business.call('POST', '/invoices', draft)).body.payment_link).toMatchObject({
      state: 'active',
    })
    expect(
      (await business.call('POST', '/invoices', { ...draft, payment_link: false })).body.payment_link,
    ).toBeNull()
    expect((await business.call('GET', `/invoices/${before.id}`)).body.payment_link).toBeNull()
    expect((await business.call('GET', '/invoices/without_link')).body).toEqual({ count: 1 })
    expect((await business.call('POST', '/invoices/add_links')).body).toEqual({ added: 1, skipped: [] })
    expect((await business.call('GET', `/invoices/${before.id}`)).body).toMatchObject({
      payment_link: { state: 'active' },
      needs_resend: true,
      resend_reason: 'link_added',
    })
  })

  it('added after sending want sending again, and sending clears it (R12, R14)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { link: false, email: 'later@example.com' })
    const linked = (await business.call('POST', `/invoices/${invoice.id}/payment_link`)).body
    expect(linked).toMatchObject({ needs_resend: true, flags: ['needs_resend'] })
    const resent = (await business.call('POST', `/invoices/${invoice.id}/send`)).body
    expect(resent).toMatchObject({ needs_resend: false, revision: 1 })
    await world.eventually(() => {
      const mails = world.mailTo('later@example.com')
      expect(mails).toHaveLength(2)
      expect(mails[0]!.text).not.toContain('/pay/')
      expect(mails[1]!.text).toContain(linked.payment_link.url)
    })
  })

  it('are refused where nothing could be collected, with the reason (R20)', async () => {
    const business = await world.business()
    for (const [currency, amount, reason] of [
      ['eur', 0, 'nothing to pay'],
      ['eur', 49, '0.50'],
      ['jpy', 49, '50'],
      ['kwd', 12_345, 'steps of'],
      ['eur', 100_000_000, 'more than Stripe'],
    ] as const) {
      const refused = await business.call('POST', '/invoices', {
        ...draft,
        currency,
        lines: [{ description: 'x', quantity: '1', unit_amount: amount }],
        payment_link: true,
      })
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'invoice_not_payable',
        detail: expect.stringContaining(reason),
      })
    }
  })

  it('trap 21: are unguessable, private and the same 404 when unknown, reset or of a draft (R17, cases 37, 39, 41)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const url: string = invoice.payment_link.url
    const answer = await fetch(url)
    expect(answer.headers.get('cache-control')).toContain('no-store')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const draftUrl = (await business.call('POST', '/invoices', { ...draft, payment_link: true })).body
      .payment_link.url
    const reset = (await business.call('POST', `/invoices/${invoice.id}/payment_link/reset`)).body
    expect(reset).toMatchObject({ needs_resend: true, resend_reason: 'link_reset' })
    expect((await fetch(reset.payment_link.url)).status).toBe(200)
    const dead = [
      url,
      draftUrl,
      `${url.slice(0, -1)}`,
      `${url}x`,
      url.replace(/.$/, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())),
      `${world.url}/pay/%2f`,
      `${world.url}/pay/%00`,
      `${world.url}/pay/${'a'.repeat(4000)}`,
    ]
    const answers = await Promise.all(
      dead.map(async (address) => ({ status: (await fetch(address)).status })),
    )
    expect(answers).toEqual(dead.map(() => ({ status: 404 })))
    expect(await (await fetch(url)).text()).toBe(await (await fetch(draftUrl)).text())
  })

  it('taken off one invoice leave a polite page, and come back with the same address (R17, R18)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await business.call('DELETE', `/invoices/${invoice.id}/payment_link`)
    const polite = await fetch(invoice.payment_link.url)
    expect(polite.status).toBe(200)
    expect(await polite.text()).not.toContain('pay-data')
    expect((await pressPay(invoice)).body).toMatchObject({ code: 'invoice_not_payable' })
    const back = (await business.call('POST', `/invoices/${invoice.id}/payment_link`)).body
    expect(back.payment_link.url).toBe(invoice.payment_link.url)
  })
})

describe('removing Stripe', () => {
  it('disables every link at once, and connecting again brings them back under the same addresses (R19, case 50)', async () => {
    const business = await world.business()
    const first = await sentInvoice(business)
    const second = await sentInvoice(business)
    await pressPay(first)
    expect((await business.call('GET', '/stripe_connection')).body).toMatchObject({
      state: 'connected',
      mode: 'test',
      active_links: 2,
      running_payments: 1,
    })
    expect((await business.call('DELETE', '/stripe_connection')).body).toEqual({ disabled_links: 2 })
    for (const invoice of [first, second]) {
      expect((await business.call('GET', `/invoices/${invoice.id}`)).body.payment_link).toMatchObject({
        state: 'disabled',
        url: invoice.payment_link.url,
      })
      expect((await fetch(invoice.payment_link.url)).status).toBe(200)
      expect((await pressPay(invoice)).status).toBe(409)
    }
    expect((await business.call('POST', '/stripe_connection/restore_links')).body.code).toBe(
      'stripe_not_connected',
    )
    expect((await business.call('PUT', '/stripe_connection', business.stripeKeys)).body).toMatchObject({
      state: 'connected',
      restorable_links: 2,
    })
    expect((await pressPay(second)).status).toBe(409)
    expect((await business.call('POST', '/stripe_connection/restore_links')).body).toEqual({
      restored_links: 2,
    })
    expect(await pay(world, business, second)).toContain('data-outcome="succeeded"')
    expect(await pay(world, business, first)).toContain('data-outcome="succeeded"')
  })

  it('after it, new mails and PDFs carry no link (R19)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: 'removed@example.com' })
    await world.eventually(() => expect(world.mailTo('removed@example.com')).toHaveLength(1))
    await business.call('DELETE', '/stripe_connection')
    await business.call('POST', `/invoices/${invoice.id}/send`)
    await world.eventually(() => {
      const [, again] = world.mailTo('removed@example.com')
      expect(again!.text).not.toContain('/pay/')
      expect(again!.html).not.toContain('/pay/')
      expect(again!.attachments[0]!.content.toString('latin1')).not.toContain('/pay/')
    })
  })
})

describe('connecting Stripe', () => {
  it('verifies the keys with Stripe and never shows the secret again (R36, R37, case 157)', async () => {
    const business = await world.business({ stripe: false })
    const put = (secret_key: string, publishable_key: string) =>
      business.call('PUT', '/stripe_connection', { secret_key, publishable_key })
    const { secret_key: secret, publishable_key: publishable } = business.stripeKeys
    expect((await put('hunter2', publishable)).body.errors).toMatchObject([{ pointer: '/secret_key' }])
    expect((await put(secret, secret)).body.errors).toMatchObject([{ pointer: '/publishable_key' }])
    expect((await put(secret, 'pk_live_0123456789abcdef')).body.errors).toMatchObject([
      { pointer: '/publishable_key', detail: expect.stringContaining('mode') },
    ])
    expect((await put(secret, 'pk_test_anotheraccount00000000')).body.errors).toMatchObject([
      { pointer: '/publishable_key', detail: expect.stringContaining('another Stripe account') },
    ])
    expect((await put('sk_live_0123456789abcdefghij', 'pk_live_0123456789abcdefghij')).status).toBe(422)
    const connected = await put(secret, publishable)
    expect(connected.body).toMatchObject({
      state: 'connected',
      mode: 'test',
      secret_key_last4: secret.slice(-4),
      webhook: { state: 'registered' },
    })
    expect(JSON.stringify(connected.body)).not.toContain(secret)
  })

  it('a delivery that is not signed, or signed wrongly, changes nothing (case 75)', async () => {
    const business = await world.business()
    const { id } = (await business.call('GET', '/stripe_connection')).body
    const post = (address: string, headers: Record<string, string> = {}) =>
      fetch(`${world.url}/webhooks/stripe/${address}`, {
        method: 'POST',
        body: '{"id":"evt_1","type":"payment_intent.succeeded"}',
        headers: { 'content-type': 'application/json', ...headers },
      })
    expect((await post(id)).status).toBe(400)
    expect(
      (await post(id, { 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` }))
        .status,
    ).toBe(400)
    expect((await post('con_unknown')).status).toBe(404)
  })
})

describe('sending', () => {
  it('numbers without gaps and never twice, under concurrency too (R4, I15)', async () => {
    const business = await world.business()
    const drafts = await Promise.all(
      Array.from({ length: 12 }, () => business.call('POST', '/invoices', draft)),
    )
    const sent = await Promise.all(
      drafts.map(({ body }) => business.call('POST', `/invoices/${body.id}/send`)),
    )
    const year = new Date().getFullYear()
    expect(sent.map(({ body }) => body.number).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `INV-${year}-${String(index + 1).padStart(4, '0')}`),
    )
  })

  it('freezes what was sent; an edit makes the next revision (R6, I16)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await business.call('PATCH', '/account', { name: 'Renamed Ltd' })
    await business.call('PATCH', `/invoices/${invoice.id}`, { note: 'Changed since' })
    const page = await (await fetch(invoice.payment_link.url)).text()
    expect(page).not.toContain('Renamed Ltd')
    expect(page).not.toContain('Changed since')
    const resent = (await business.call('POST', `/invoices/${invoice.id}/send`)).body
    expect(resent).toMatchObject({ revision: 2, sent_revision: 2, needs_resend: false })
    expect(await (await fetch(invoice.payment_link.url)).text()).toContain('Renamed Ltd')
    expect((await business.call('GET', `/invoices/${invoice.id}/pdf?revision=1`)).status).toBe(200)
  })

  it('is limited for one invoice; others can still be sent (case 115)', async () => {
    const business = await world.business()
    const { id } = await sentInvoice(business)
    const again = () => business.call('POST', `/invoices/${id}/send`)
    const answers = await Promise.all(Array.from({ length: 24 }, again))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(5)
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(3_000)
    const { data } = (await business.call('GET', `/invoices/${id}/timeline`)).body
    expect(data.filter(({ type }: { type: string }) => type === 'invoice.sent')).toHaveLength(20)
    expect(await sentInvoice(business)).toMatchObject({ status: 'sent' })
  })

  it('needs somebody to send to, and says so by field', async () => {
    const business = await world.business()
    const invoice = (await business.call('POST', '/invoices', { ...draft, customer: { name: 'No Mail' } }))
      .body
    expect((await business.call('POST', `/invoices/${invoice.id}/send`)).body).toMatchObject({
      code: 'invoice_not_sendable',
      errors: [{ pointer: '/to' }],
    })
    expect(
      (await business.call('POST', `/invoices/${invoice.id}/send`, { to: ['a@x.example,b@evil.example'] }))
        .body.errors,
    ).toMatchObject([{ pointer: '/to/0' }])
    expect((await business.call('POST', `/invoices/${invoice.id}/mark_sent`)).body).toMatchObject({
      status: 'sent',
      number: expect.any(String),
    })
  })

  it('a total of zero is paid at issue, without Stripe (I3)', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { amount: 0, link: false })
    expect(invoice).toMatchObject({ status: 'paid', amount_due: 0 })
  })
})

describe('the API', () => {
  it('names every wrong field and stores nothing', async () => {
    const business = await world.business()
    const answer = await business.call('POST', '/invoices', {
      customer: { name: '' },
      surprise: 1,
      lines: [{ description: '', quantity: '1e3', unit_amount: 1.5 }],
    })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_fields' } })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer).toSorted()).toEqual([
      '/customer/name',
      '/lines/0/description',
      '/lines/0/quantity',
      '/lines/0/unit_amount',
      '/surprise',
    ])
    expect((await business.call('GET', '/customers')).body.data).toEqual([])
  })

  it('asks who is there before it reads the request: every address with a lock on it', async () => {
    const { paths } = await (await fetch(`${world.url}/openapi.json`)).json()
    const locked = Object.entries<Record<string, { security?: unknown }>>(paths).flatMap(
      ([path, operations]) =>
        Object.entries(operations)
          .filter(([, { security }]) => security)
          .map(([method]) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')] as const),
    )
    expect(locked.length).toBeGreaterThan(60)
    for (const [method, path] of locked) {
      const response = await fetch(`${world.url}/api/v1${path.replace(/^\/api\/v1/, '')}?nonsense=1`, {
        method,
        ...(method === 'GET' ? {} : { body: '{', headers: { 'content-type': 'application/json' } }),
      })
      expect([method, path, response.status]).toEqual([method, path, 401])
    }
  })

  it.each([
    ['one it does not know', '/invoices?sort=id;drop'],
    ['one given twice', '/invoices?status=paid&status=draft'],
    ['one with brackets', '/invoices?status[]=paid'],
    ['a key, which belongs into the header', '/account?api_key=qk_x'],
  ])('refuses a parameter: %s (cases 21, 26, 141)', async (_, address) => {
    const business = await world.business({ stripe: false })
    expect(await business.call('GET', address)).toMatchObject({
      status: 400,
      body: { code: 'invalid_fields' },
    })
  })

  it('reads JSON in UTF-8 only, and says so (case 145)', async () => {
    const business = await world.business({ stripe: false })
    const send = (type: string, text = '{"name":"Example"}') =>
      fetch(`${world.url}/api/v1/customers`, {
        method: 'POST',
        headers: { authorization: `Bearer ${business.apiKey}`, 'content-type': type },
        body: text,
      })
    for (const type of [
      'text/plain',
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
    ])
      expect((await send(type)).status, type).toBe(415)
    for (const type of ['application/json', 'application/json; charset=UTF-8'])
      expect((await send(type)).status, type).toBe(201)
    expect((await send('application/json', '{"name":"Example",}')).status).toBe(400)
  })

  it('gives the same answer to the same Idempotency-Key, once (I20)', async () => {
    const business = await world.business()
    const create = (key: string, body: unknown = draft) =>
      business.call('POST', '/invoices', body, { 'idempotency-key': key })
    const [first, ...others] = await Promise.all(Array.from({ length: 6 }, () => create('k1')))
    expect(
      [first!, ...others].filter((answer) => answer.status === 409 || answer.status === 201),
    ).toHaveLength(6)
    const again = await create('k1')
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await create('k1', { ...draft, note: 'other' })).body.code).toBe('idempotency_key_reused')
    expect((await business.call('GET', '/invoices')).body.data).toHaveLength(1)
    expect((await create('k2', { lines: [] })).status).toBe(422)
    expect((await create('k2')).status).toBe(201)
  })

  it('goes on with an Idempotency-Key that is given back between finding it held and looking at it (I20)', async () => {
    const business = await world.business()
    // Somebody holds the key, and is refused at the very moment this request meets it.
    await inDatabase(
      world,
      `insert into idempotency_keys (account_id, key, fingerprint, started_at)
        values ($1, 'given-back', 'of another request', now() - interval '5 seconds')`,
      [business.accountId],
    )
    await inDatabase(
      world,
      `create function give_back() returns trigger language plpgsql as $$ begin
          delete from idempotency_keys where key = 'given-back' and started_at < now() - interval '4 seconds'; return null;
        end $$;
        create trigger give_back after insert on idempotency_keys execute function give_back()`,
    )
    try {
      const answer = await business.call('POST', '/invoices', draft, { 'idempotency-key': 'given-back' })
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
      expect((await business.call('GET', '/invoices')).body.data).toHaveLength(1)
    } finally {
      await inDatabase(world, 'drop trigger give_back on idempotency_keys; drop function give_back()')
    }
  })

  it('refuses a stale edit with 412 (case 147)', async () => {
    const business = await world.business()
    const { body, headers } = await business.call('POST', '/invoices', draft)
    const etag = headers.get('etag')!
    expect(
      (await business.call('PATCH', `/invoices/${body.id}`, { note: 'first' }, { 'if-match': etag })).status,
    ).toBe(200)
    expect(
      (await business.call('PATCH', `/invoices/${body.id}`, { note: 'second' }, { 'if-match': etag })).body,
    ).toMatchObject({ status: 412, code: 'stale_version' })
    expect((await business.call('GET', `/invoices/${body.id}`)).body.note).toBe('first')
  })

  it('shows one account nothing of another: the same 404 as for a random id (I13, case 22)', async () => {
    const [mine, theirs] = [await world.business(), await world.business()]
    const invoice = await sentInvoice(theirs)
    const calls: [string, string, unknown?][] = [
      ['GET', `/invoices/ID`],
      ['PATCH', `/invoices/ID`, { note: 'x' }],
      ['DELETE', `/invoices/ID`],
      ['POST', `/invoices/ID/send`],
      ['POST', `/invoices/ID/cancel`],
      ['POST', `/invoices/ID/mark_sent`],
      ['POST', `/invoices/ID/duplicate`],
      ['POST', `/invoices/ID/payment_link`],
      ['DELETE', `/invoices/ID/payment_link`],
      ['POST', `/invoices/ID/payment_link/reset`],
      ['GET', `/invoices/ID/pdf`],
      ['GET', `/invoices/ID/email_preview`],
      ['GET', `/invoices/ID/timeline`],
      ['POST', `/invoices/ID/payments`, { amount: 1, method: 'cash' }],
    ]
    for (const [method, path, body] of calls) {
      const foreign = await mine.call(method, path.replace('ID', invoice.id), body)
      const unknown = await mine.call(method, path.replace('ID', 'inv_0000000000000000000000000'), body)
      expect([method, path, foreign.status, foreign.body]).toEqual([method, path, 404, unknown.body])
    }
    expect((await mine.call('GET', `/customers/${invoice.customer_id}`)).status).toBe(404)
    expect(
      (
        await mine.call('POST', '/invoices', {
          ...draft,
          customer: undefined,
          customer_id: invoice.customer_id,
        })
      ).body.errors,
    ).toMatchObject([{ pointer: '/customer_id' }])
    expect((await mine.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data).toEqual([])
    expect((await mine.call('GET', `/messages?invoice_id=${invoice.id}`)).body.data).toEqual([])
  })

  it('lists by cursor, filter and search, each row once', async () => {
    const business = await world.business()
    for (let index = 0; index < 5; index++)
      await business.call('POST', '/invoices', { ...draft, customer: { name: `Person ${index} 100%` } })
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await business.call('GET', `/invoices?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map((one: { id: string }) => one.id))
      cursor = body.next_cursor ?? ''
    } while (cursor)
    expect(new Set(seen).size).toBe(5)
    expect((await business.call('GET', '/invoices?q=person%203%20100%25')).body.data).toHaveLength(1)
    expect((await business.call('GET', '/invoices?q=%25')).body.data).toHaveLength(5)
    expect((await business.call('GET', '/invoices?q=_')).body.data).toHaveLength(0)
    expect((await business.call('GET', '/invoices?status=sent,paid')).body.data).toEqual([])
    expect((await business.call('GET', '/invoices?cursor=nonsense')).status).toBe(422)
  })

  it('knows strangers from members, and another site from ours (cases 14, 41)', async () => {
    expect((await fetch(`${world.url}/api/v1/invoices`)).status).toBe(401)
    expect(
      (await fetch(`${world.url}/api/v1/invoices`, { headers: { authorization: 'Bearer qk_wrong' } })).status,
    ).toBe(401)
    const forged = await fetch(`${world.url}/api/v1/session`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{}',
    })
    expect(forged.status).toBe(403)
    const plain = await fetch(`${world.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"email":"a","password":"b"}',
    })
    expect(plain.status).toBe(415)
  })

  it('signs in with a cookie that scripts and other sites cannot use, and stops guessing after ten tries (cases 2, 3, 6)', async () => {
    const business = await world.business({ stripe: false })
    const { email } = (await business.call('GET', '/account')).body
    const signIn = (password: string, address = email) =>
      fetch(`${world.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: address, password }),
      })
    const opened = await signIn('correct horse battery')
    const cookie = opened.headers.get('set-cookie')!
    expect(cookie).toMatch(/^__Host-quittance=\w{48}; .*Path=\/; .*HttpOnly; .*Secure; .*SameSite=Lax/)
    const session = await fetch(`${world.url}/api/v1/session`, { headers: { cookie: cookie.split(';')[0]! } })
    expect(await session.json()).toMatchObject({
      member: { email, role: 'owner' },
      account: { kind: 'business' },
    })
    expect(await (await signIn('wrong')).json()).toEqual(
      await (await signIn('wrong', 'nobody@example.com')).json(),
    )
    let last = 401
    for (let attempt = 0; attempt < 10 && last === 401; attempt++) last = (await signIn('wrong')).status
    expect(last).toBe(429)
  })
})
