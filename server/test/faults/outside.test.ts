// F7 and F8: the mail server and Stripe on their worst days. Neither may hold up the other, or another business.
import net from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listen, passOn } from '../../../tools/conformance/pass-on.ts'
import { createMailer, type Mail } from '../../src/platform/mail/mailer.ts'
import { isLong } from '../long-form.ts'
import { type MoodyMailServer, startMoodyMailServer } from '../moody-mail-server.ts'
import {
  atStripe,
  type Business,
  chargesAtStripe,
  confirmAtStripe,
  inDatabase,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from '../world.ts'
import { isAtRest } from './at-rest.ts'

let world: World
let mail: MoodyMailServer
let garbler: Awaited<ReturnType<typeof startGarbler>>
beforeAll(async () => {
  mail = await startMoodyMailServer()
  world = await startWorld(
    { SMTP_URL: mail.smtpUrl, TRUST_PROXY: 'on' },
    {
      async stripeBase(simulatorUrl) {
        garbler = await startGarbler(simulatorUrl)
        return garbler.url
      },
      provoked: {
        unreachable: 'whoever waited long enough has hung up',
        server_error: 'the faults under test',
        pi_transition: 'the answer under a repeated key is the first one, older than what happened since',
        immutable: 'the same',
      },
    },
  )
}, 60_000)
afterAll(async () => {
  await world?.stop()
  await garbler?.close()
  await mail?.close()
})

/** Stands before Stripe. While it `garbles`, Stripe does what it is asked to, and its answer arrives as half a JSON. */
async function startGarbler(upstream: string) {
  const garbler = { garbles: false, url: '', close: async () => {} }
  const door = await listen((request, response) => {
    if (!garbler.garbles || request.url !== '/v1/payment_intents') {
      passOn(request, response, `${upstream}${request.url}`, {})
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { host: _host, connection: _connection, ...headers } = request.headers
      await fetch(`${upstream}${request.url}`, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: Buffer.concat(chunks),
      })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"pi_')
    })
  })
  return Object.assign(garbler, { url: door.url, close: () => door.close() })
}

type Sent = Awaited<ReturnType<typeof sentInvoice>>

async function statusOf(business: Business, invoice: Sent): Promise<string> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body.status
}

async function payByWebhook(business: Business, invoice: Sent): Promise<void> {
  const { body } = await pressPay(invoice)
  await confirmAtStripe(world, business, body.client_secret)
  await world.eventually(async () => expect(await statusOf(business, invoice)).toBe('paid'))
}

it('F7: a mail server that takes the text and never answers holds up no payment, and everything arrives when it is well', async () => {
  const business = await world.business()
  const addresses = Array.from({ length: 8 }, (_, index) => `hanging${index}@example.com`)
  const invoices = await Promise.all(addresses.map((email) => sentInvoice(business, { email })))
  await world.eventually(() => {
    for (const address of addresses) expect(mail.heard(address)).toHaveLength(1)
  })
  for (const address of [...addresses, business.ownerEmail]) mail.be('hang', address)
  for (const invoice of invoices) await payByWebhook(business, invoice)
  await world.eventually(() => expect(mail.hanging()).toBe(4))
  const late = await sentInvoice(business, { email: 'not-in-a-hurry@example.com' })
  await payByWebhook(business, late)
  for (const address of [...addresses, business.ownerEmail]) mail.be(null, address)
  mail.hangUp()
  await world.eventually(() => {
    for (const address of addresses)
      expect(new Set(mail.heard(address).map(({ messageId }) => messageId)).size, address).toBe(2)
    expect(new Set(mail.heard(business.ownerEmail).map(({ messageId }) => messageId)).size).toBe(9)
  }, 30_000)
  await isAtRest(world, [business])
}, 90_000)

it('F7: a mail server that is away, and one that refuses for now: the payment is through, the mail follows', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business, { email: 'greylisted@example.com' })
  await world.eventually(() => expect(mail.heard('greylisted@example.com')).toHaveLength(1))
  mail.be('later', 'greylisted@example.com')
  await mail.away()
  await payByWebhook(business, invoice)
  await mail.back()
  await world.eventually(() => expect(mail.tries('greylisted@example.com')).toBeGreaterThan(1), 20_000)
  mail.be(null, 'greylisted@example.com')
  await world.eventually(() => expect(mail.heard('greylisted@example.com')).toHaveLength(2), 20_000)
  await isAtRest(world, [business])
}, 60_000)

const letter: Mail = {
  from: { name: 'Quittance', address: 'invoices@example.com' },
  to: ['somebody@example.com'],
  cc: [],
  handedTo: ['somebody@example.com'],
  replyTo: null,
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: 'em_1@example.com',
  attachments: [],
}

/** Answers a connection as it likes; what it was told is kept. */
async function startOddServer(answer: (socket: net.Socket) => void) {
  const told: string[] = []
  const server = net.createServer((socket) => {
    socket.setEncoding('utf8').on('data', (text: string) => told.push(text))
    socket.on('error', () => {})
    answer(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return { port: (server.address() as net.AddressInfo).port, told, close: () => server.close() }
}

it('F7: where TLS is broken or not offered no password is told', async () => {
  const plain = await startOddServer((socket) => {
    socket.write('220 plain.example.com ESMTP\r\n')
    socket.on('data', () => socket.write('250 plain.example.com\r\n'))
  })
  for (const scheme of ['smtp', 'smtps']) {
    const mailer = createMailer(`${scheme}://user:open-sesame@127.0.0.1:${plain.port}`)
    await expect(mailer.send(letter)).rejects.toThrow(/TLS|SSL|wrong version/i)
    mailer.close()
  }
  plain.close()
  expect(plain.told.join('')).not.toMatch(new RegExp(`AUTH|open-sesame|${btoa('open-sesame')}`))
})

it.runIf(isLong)(
  'F7: a mail server that trickles for ever is hung up on within 30 s',
  { timeout: 60_000 },
  async () => {
    const trickle = await startOddServer((socket) => {
      socket.write('220 slow.example.com ESMTP\r\n')
      const line = setInterval(() => socket.write('250-still thinking\r\n'), 5_000)
      socket.on('close', () => clearInterval(line))
    })
    const mailer = createMailer(`smtp://127.0.0.1:${trickle.port}`)
    const since = Date.now()
    await expect(mailer.send(letter)).rejects.toThrow(/closed|timeout|hung up/i)
    expect(Date.now() - since).toBeLessThan(35_000)
    mailer.close()
    trickle.close()
  },
)

it('F8: Stripe takes 30 s: the payer is told in time to try again, and another business is paid meanwhile', {
  timeout: 90_000,
}, async () => {
  const [slow, other] = [await world.business(), await world.business()]
  const [waiting, quick] = [await sentInvoice(slow), await sentInvoice(other)]
  await simulate(world, 'faults', {
    kind: 'delay',
    delay_ms: 30_000,
    method: 'POST',
    path: '/v1/payment_intents',
    account: stripeAccountOf(slow),
    times: 3,
  })
  const since = Date.now()
  const pressing = pressPay(waiting)
  await payByWebhook(other, quick)
  const pressed = await pressing
  expect(Date.now() - since).toBeLessThan(12_000)
  expect(pressed).toMatchObject({ status: 503, body: { code: 'stripe_unavailable' } })
  expect(pressed.headers.get('retry-after')).toBe('5')
  await simulate(world, `faults?account=${stripeAccountOf(slow)}`, undefined, 'DELETE')
  // What was begun goes on behind.
  await world.eventually(async () => {
    const { rows } = await inDatabase(world, 'select intent_id from payments where account_id = $1', [
      slow.accountId,
    ])
    expect(rows).toEqual([{ intent_id: expect.stringMatching(/^pi_/) }])
  }, 60_000)
  const { client_secret: secret } = await world.eventually(async () => {
    const { status, body } = await pressPay(waiting)
    expect(status).toBe(200)
    return body
  })
  await confirmAtStripe(world, slow, secret)
  await world.eventually(async () => expect(await statusOf(slow, waiting)).toBe('paid'))
  expect((await atStripe(world, slow, 'GET', '/v1/payment_intents')).data).toHaveLength(1)
  await isAtRest(world, [slow, other])
})

it('F8: an answer that is no JSON: nobody is told that it failed for good, and there is one intent', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  garbler.garbles = true
  const pressed = await pressPay(invoice)
  garbler.garbles = false
  expect(pressed).toMatchObject({ status: 503, body: { code: 'stripe_unavailable' } })
  await payByWebhook(business, invoice)
  expect((await atStripe(world, business, 'GET', '/v1/payment_intents')).data).toHaveLength(1)
  expect(await chargesAtStripe(world, business)).toMatchObject([{ amount: 12_000 }])
  await isAtRest(world, [business])
})
