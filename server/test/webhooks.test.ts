import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { type Business, inDatabase, pay, sentInvoice, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

/** Somebody's server, answering with what `answers` holds, one after the other, and then with 200; `null` never. */
async function receiver(...answers: (number | null)[]) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    const answer = answers.length > 0 ? answers.shift()! : 200
    if (answer !== null) response.writeHead(answer, { location: 'http://127.0.0.1:1/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

async function endpointOf(business: Business, url: string, more: Record<string, unknown> = {}) {
  const made = await business.call('POST', '/webhook_endpoints', { url, ...more })
  expect(made.status).toBe(201)
  return made.body as { id: string; secret: string }
}

async function draft(business: Business): Promise<void> {
  const { status } = await business.call('POST', '/invoices', {
    customer: { name: 'Example Customer', email: 'customer@example.com' },
    lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
  })
  expect(status).toBe(201)
}

const typesOf = (received: Received[]) => received.map(({ body }) => JSON.parse(body).type as string)

/** As every library of Standard Webhooks checks it. @throws when it is not signed with the secret. */
function verified(secret: string, { headers, body }: Received) {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}

it('tells in the order it happened what befalls an invoice until it is paid, signed as Standard Webhooks has it', async () => {
  const business = await world.business()
  const { url, received } = await receiver()
  const { secret } = await endpointOf(business, url)
  const invoice = await sentInvoice(business)
  await pay(world, business, invoice)
  await world.eventually(() => expect(typesOf(received)).toContain('invoice.paid'))

  const messages = received.map((one) => verified(secret, one) as Record<string, unknown>)
  expect(typesOf(received)).toEqual(
    expect.arrayContaining(['invoice.created', 'link.added', 'invoice.sent', 'payment.succeeded']),
  )
  expect(typesOf(received).indexOf('invoice.created')).toBeLessThan(typesOf(received).indexOf('invoice.paid'))
  expect(messages[0]).toMatchObject({
    type: 'invoice.created',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    data: { id: expect.stringMatching(/^evt_/), invoice_id: invoice.id, actor: { type: 'api_key' } },
  })
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(received.length)
  expect(() =>
    verified(secret, { ...received[0]!, body: received[0]!.body.replace('created', 'paid') }),
  ).toThrow('signature')

  await world.eventually(async () => {
    const { data } = (await business.call('GET', `/events?invoice_id=${invoice.id}&limit=100`)).body
    expect(typesOf(received)).toEqual(data.map(({ type }: { type: string }) => type).toReversed())
  })
})

it('tells only what was chosen, and another business nothing', async () => {
  const [mine, other] = [await world.business(), await world.business()]
  const { url, received } = await receiver()
  await endpointOf(mine, url, { event_types: ['invoice.sent'] })
  await sentInvoice(mine)
  await sentInvoice(other)
  await world.eventually(() => expect(received).toHaveLength(1))
  await sentInvoice(mine)
  await world.eventually(() => expect(typesOf(received)).toEqual(['invoice.sent', 'invoice.sent']))
  expect((await other.call('GET', '/webhook_endpoints')).body.data).toEqual([])
})

it('tries again after a no, a redirect too, under the same id and with a fresh signature', async () => {
  const business = await world.business()
  const { url, received } = await receiver(500, 302)
  const { id, secret } = await endpointOf(business, url, { event_types: ['invoice.created'] })
  await draft(business)
  const deliveries = async () => (await business.call('GET', `/webhook_endpoints/${id}/deliveries`)).body.data
  await world.eventually(async () =>
    expect(await deliveries()).toMatchObject([
      { state: 'waiting', attempts: 1, answer_status: 500, error: 'It answered 500.' },
    ]),
  )
  const [{ id: message }] = await deliveries()
  // Whoever has mended it does not wait for five seconds, and then five minutes.
  for (const [attempts, state] of [
    [1, 'waiting'],
    [1, 'delivered'],
  ] as const) {
    await business.call('POST', `/webhook_endpoints/${id}/deliveries/${message}/retry`)
    await world.eventually(async () => expect(await deliveries()).toMatchObject([{ attempts, state }]))
  }
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([message, message, message])
  for (const one of received) verified(secret, one)
})

it('goes on with the next message when one is refused again and again, and switches off what is gone', async () => {
  const business = await world.business()
  const { url, received } = await receiver(500, 200, 410)
  const { id } = await endpointOf(business, url, { event_types: ['invoice.created'] })
  for (let count = 0; count < 3; count += 1) await draft(business)
  const endpoint = async () => (await business.call('GET', `/webhook_endpoints/${id}`)).body
  await world.eventually(async () =>
    expect(await endpoint()).toMatchObject({ enabled: false, switched_off_because: 'gone' }),
  )
  expect(received).toHaveLength(3)
  // Switched on again, what waited goes out, and nothing was told meanwhile.
  await draft(business)
  expect((await business.call('PATCH', `/webhook_endpoints/${id}`, { enabled: true })).body).toMatchObject({
    enabled: true,
    switched_off_because: null,
  })
  await inDatabase(
    world,
    'update webhook_deliveries set next_try_at = now() where next_try_at is not null and account_id = $1',
    [business.accountId],
  )
  await world.eventually(async () => {
    const { data } = (await business.call('GET', `/webhook_endpoints/${id}/deliveries`)).body
    expect(data.map(({ state }: { state: string }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
  })
})

it('a receiver that hangs holds up neither another one nor the receipt', async () => {
  const business = await world.business()
  const hanging = await receiver(...Array.from({ length: 50 }, () => null))
  const quick = await receiver()
  await endpointOf(business, hanging.url)
  await endpointOf(business, quick.url)
  const invoice = await sentInvoice(business, { email: 'hurried@customer.example.com' })
  await pay(world, business, invoice)
  await world.eventually(() => {
    expect(typesOf(quick.received)).toContain('invoice.paid')
    expect(world.mailTo('hurried@customer.example.com')).toHaveLength(2)
  })
  expect(hanging.received.length).toBeLessThan(3)
})

it('after the secret was rolled, messages carry a signature by each for a day, then by the new one alone', async () => {
  const business = await world.business()
  const { url, received } = await receiver()
  const { id, secret } = await endpointOf(business, url, { event_types: ['invoice.sent'] })
  const rolled = (await business.call('POST', `/webhook_endpoints/${id}/roll_secret`)).body.secret
  expect(rolled).not.toBe(secret)
  await business.call('POST', `/webhook_endpoints/${id}/test`)
  await world.eventually(() => expect(typesOf(received)).toEqual(['endpoint.test']))
  verified(secret, received[0]!)
  verified(rolled, received[0]!)
  await inDatabase(world, `update webhook_endpoints set previous_secret_until = now() where id = $1`, [id])
  await business.call('POST', `/webhook_endpoints/${id}/test`)
  await world.eventually(() => expect(received).toHaveLength(2))
  verified(rolled, received[1]!)
  expect(() => verified(secret, received[1]!)).toThrow('signature')

  // Neither is to be read anywhere again.
  const { rows } = await inDatabase(
    world,
    `select row_to_json(e)::text as row from webhook_endpoints e where id = $1`,
    [id],
  )
  const shown = JSON.stringify((await business.call('GET', `/webhook_endpoints/${id}`)).body) + rows[0].row
  for (const one of [secret, rolled]) expect(shown).not.toContain(one.slice(6, 20))
})

it('refuses addresses that cannot be told anything, naming the field, and a Live Tour altogether', async () => {
  const business = await world.business()
  for (const url of ['ftp://example.com/', 'nowhere', 'https://user:secret@example.com/'])
    expect((await business.call('POST', '/webhook_endpoints', { url })).body).toMatchObject({
      errors: [{ pointer: '/url' }],
    })
  expect(
    (
      await business.call('POST', '/webhook_endpoints', {
        url: 'https://example.com/',
        event_types: ['no.such'],
      })
    ).body.errors,
  ).toMatchObject([{ pointer: '/event_types/0' }])
  const tour = await (
    await fetch(`${world.url}/tour`, { method: 'POST', headers: { accept: 'application/json' } })
  ).json()
  const refused = await fetch(`${world.url}/api/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tour.api_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'https://example.com/' }),
  })
  expect(refused.status).toBe(403)
})

it('what is over is forgotten, and what waits stays, however old', async () => {
  const business = await world.business()
  const { id } = await endpointOf(business, (await receiver()).url)
  await inDatabase(
    world,
    `with member as (select account_id, id from members where account_id = $1 limit 1),
      ended as (insert into sessions (token_hash, account_id, member_id, expires_at)
        select decode(md5(n::text || account_id), 'hex'), account_id, id, now() + n * interval '1 hour' from member, unnest(array[-1, 1]) n),
      keys as (insert into idempotency_keys (account_id, key, fingerprint, started_at)
        values ($1, 'old', '', now() - interval '25 hours'), ($1, 'young', '', now())),
      work as (insert into outbox (account_id, id, event, run_at, finished_at, last_error)
        values ($1, 'job_over', '{"type":"payment.unapplied"}', now() - interval '40 days', now() - interval '31 days', null),
          ($1, 'job_dead', '{"type":"payment.unapplied"}', 'infinity', null, 'given up'))
    insert into webhook_deliveries (account_id, endpoint_id, id, type, body, next_try_at, created_at)
    values ($1, $2, 'msg_over', 'invoice.sent', '{}', null, now() - interval '31 days'),
      ($1, $2, 'msg_waits', 'invoice.sent', '{}', now() + interval '1 hour', now() - interval '31 days')`,
    [business.accountId, id],
  )
  await world.restartProduct()
  const counted = async (table: string) =>
    (
      await inDatabase(world, `select count(*)::int as n from ${table} where account_id = $1`, [
        business.accountId,
      ])
    ).rows[0].n
  await world.eventually(async () => {
    for (const table of ['sessions', 'idempotency_keys', 'outbox', 'webhook_deliveries'])
      expect({ table, n: await counted(table) }).toEqual({ table, n: 1 })
  })
})
