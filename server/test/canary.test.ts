// After a run that used every feature, no secret is where it does not belong: in the database, a log line, an answer, a
// mail, an address.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { card, debit, ibans } from './payment-forms.ts'
import {
  type Answer,
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
let business: Business
let logged = ''
let dump = ''
const payerAddress = 'payer@canary.example.com'
const cardNumber = '4242424242424242'
const wrongPassword = 'wrong-horse-0451-canary'
const locations: string[] = []
const answers: string[] = []
/** What opens a door, by what it is. */
const secrets: Record<string, string> = {}
/** In the mail to the customer it belongs, nowhere else. */
const linkTokens: string[] = []

const write = process.stdout.write
beforeAll(() => {
  process.stdout.write = ((what: string | Uint8Array, ...rest: []) => {
    if (!String(what).startsWith('{')) return write.call(process.stdout, what, ...rest)
    logged += what
    return true
  }) as typeof write
})
afterAll(() => {
  process.stdout.write = write
})

beforeAll(async () => {
  world = await startWorld(
    { LOG_LEVEL: 'trace', TRUST_PROXY: 'on' },
    {
      provoked: {
        server_error: 'what Stripe’s faults have the log say is looked at',
        idempotency_replay_differs: 'a fault that strikes before Stripe begins is not kept under the key',
      },
    },
  )
  business = await world.business()
  await useEverything()
  dump = await dumpOfEverything()
}, 120_000)
afterAll(() => world?.stop())

it('the run left traces to look at', () => {
  expect(Object.keys(secrets).length).toBeGreaterThan(10)
  expect(linkTokens.length).toBeGreaterThan(3)
  expect(dump).toContain(business.accountId)
  expect(dump).toContain(payerAddress)
  expect(logged).toContain('"level"')
  expect(answers.join('').length).toBeGreaterThan(10_000)
  expect(locations.length).toBeGreaterThan(1)
})

describe.each([
  ['the database', () => dump],
  ['the log', () => logged],
  ['the answers of the API', () => answers.join('\n')],
  ['the addresses browsers are sent to', () => locations.join('\n')],
  ['the e-mails', mails],
])('in %s', (_, where) => {
  it('none of the secrets that were used is found, in whatever spelling', () => {
    expect(found(where(), secrets)).toEqual([])
  })

  it('nothing looks like a secret of Stripe’s', () => {
    expect(where().match(/\b(?:sk|rk)_(?:test|live)_\w{8,}|whsec_\w{8,}|_secret_\w{8,}/g) ?? []).toEqual([])
  })
})

it('a payment link’s address stands in no table and no log line', () => {
  const tokens = Object.fromEntries(linkTokens.map((token, index) => [`link ${index + 1}`, token]))
  expect(found(dump, tokens)).toEqual([])
  expect(found(logged, tokens)).toEqual([])
})

it('and is mailed to the customer alone', () => {
  const toOthers = world
    .mailTo(business.ownerEmail)
    .map((mail) => `${mail.subject} ${mail.text} ${mail.html}`)
  expect(toOthers.length).toBeGreaterThan(0)
  for (const token of linkTokens) expect(toOthers.join('\n')).not.toContain(token)
  const toCustomer = world
    .mailTo(payerAddress)
    .map((mail) => mail.text)
    .join('\n')
  expect(toCustomer).toContain(linkTokens[0])
})

it('no page of a payment tells the next one where it came from', async () => {
  const url = `${world.url}/pay/${linkTokens[0]}`
  for (const address of [url, `${url}/result`, `${url}/invoice.pdf`, `${url}x`]) {
    const answer = await fetch(address)
    expect({ address, policy: answer.headers.get('referrer-policy') }).toEqual({
      address,
      policy: 'no-referrer',
    })
    expect(answer.headers.get('cache-control')).toContain('no-store')
  }
})

async function useEverything(): Promise<void> {
  secrets['API key of setup'] = business.apiKey
  secrets['secret key'] = business.stripeKeys.secret_key
  secrets['password'] = 'correct horse battery'
  secrets['mistyped password'] = wrongPassword
  secrets['card number'] = cardNumber
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await business.call(method, path, body)
    expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer
  }

  const key = await call('POST', '/api_keys', { name: 'Canary' })
  secrets['API key'] = key.body.api_key
  const signIn = (password: string) =>
    fetch(`${world.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: business.ownerEmail, password }),
    })
  await signIn(wrongPassword)
  secrets['session'] = cookieOf(await signIn('correct horse battery'))

  await visitTour()

  // Paid, with the card kept; refunded.
  const paid = await send()
  const secret = await press(paid, { save: true })
  await confirmAtStripe(world, business, secret, card(cardNumber))
  await followHome(paid, secret)
  const [payment] = (await call('GET', `/payments?invoice_id=${paid.id}`)).body.data
  await call('POST', `/payments/${payment.id}/refunds`, { amount: 1_000 })

  // Declined, then paid by debit.
  const second = await send()
  const again = await press(second)
  await confirmAtStripe(world, business, again, declinedCard)
  await comeBack(second)
  await confirmAtStripe(world, business, again, debit(ibans.succeeds))
  await followHome(second, again)

  // Disputed at Stripe.
  const third = await send()
  await confirmAtStripe(world, business, await press(third), 'pm_card_createDispute')
  await comeBack(third)

  await saveRequestedCard(paid.customer_id)
  const owed = await sentInvoice(business, {
    more: { customer: undefined, customer_id: paid.customer_id },
  })
  linkTokens.push(tokenOf(owed.payment_link.url))
  await call('POST', `/customers/${paid.customer_id}/charge`, { invoice_id: owed.id })

  // Stripe stumbles, and later revokes the key: what is logged then?
  const fourth = await send()
  const account = stripeAccountOf(business)
  await simulate(world, 'faults', { kind: 'error_before', account, times: 6 })
  await pressPay(fourth, {}, { 'x-forwarded-for': '192.0.2.77' })
  await simulate(world, 'faults', undefined, 'DELETE')
  await press(fourth)

  // A repeated request is answered from what was kept of the first.
  for (const _ of [1, 2])
    await business
      .call('POST', '/api_keys', { name: 'Kept' }, { 'idempotency-key': 'canary-1' })
      .then(({ body }) => (secrets['API key answered twice'] = body.api_key))

  await call('POST', `/invoices/${fourth.id}/payment_link/reset`)
  const reset = (await call('GET', `/invoices/${fourth.id}`)).body
  linkTokens.push(tokenOf(reset.payment_link.url))

  for (const path of [
    '/account',
    '/api_keys',
    '/stripe_connection',
    '/settings/invoicing',
    `/customers/${paid.customer_id}`,
    `/customers/${paid.customer_id}/payment_methods`,
    '/payments',
    '/refunds',
    '/disputes',
    ...[paid, second, third, fourth].map(({ id }) => `/invoices/${id}/timeline`),
  ])
    answers.push(JSON.stringify((await call('GET', path)).body))

  await world.eventually(async () => {
    expect(world.mailTo(payerAddress).length).toBeGreaterThan(5)
    expect((await inDatabase(world, 'select * from stripe_events limit 1')).rows).toHaveLength(1)
  })
  await simulate(world, 'accounts/update', { account, keys: 'revoked' })
  // Whichever task asks Stripe next meets it, ends the connection, and leaves the others nothing to ask.
  await world.eventually(() => expect(logged).toMatch(/could not be (read|reconciled)/), 15_000)
  // A key that Stripe takes no more ends the connection by itself.
  await world.eventually(async () =>
    expect((await call('GET', '/stripe_connection')).body.state).toBe('disconnected'),
  )
  answers.push(JSON.stringify((await call('GET', '/stripe_connection')).body))
}

/** A visitor of the Live Tour, with keys of their own. */
async function visitTour(): Promise<void> {
  const started = await fetch(`${world.url}/tour`, {
    method: 'POST',
    headers: { accept: 'application/json' },
  })
  const tour = (await started.json()) as { api_key: string; admin_url: string; mailbox_url: string }
  secrets['API key of a tour'] = tour.api_key
  secrets['key that enters a tour'] = new URL(tour.admin_url).searchParams.get('key')!
  secrets['session of a tour'] = cookieOf(started)
  for (const url of [tour.admin_url, tour.mailbox_url]) {
    const entered = await fetch(url, { redirect: 'manual' })
    locations.push(entered.headers.get('location')!)
    secrets[`session from ${new URL(url).pathname}`] = cookieOf(entered)
  }
}

/** The customer is asked for a card, by a link of its own, and saves one. */
async function saveRequestedCard(customerId: string): Promise<void> {
  expect((await business.call('POST', `/customers/${customerId}/request_card`)).status).toBe(201)
  const url = await world.eventually(() => {
    const [link] = world.mailTo(payerAddress).flatMap(({ text }) => text?.match(/http\S+\/card\/\w+/) ?? [])
    expect(link).toBeDefined()
    return link!
  })
  linkTokens.push(url.split('/card/')[1]!)
  const pressed = await fetch(`${url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { client_secret: secret } = (await pressed.json()) as { client_secret: string }
  secrets['client secret of a SetupIntent'] = secret.split('_secret_')[1]!
  const home = await fetch(`${url}/result?setup_intent_client_secret=${secret}`, { redirect: 'manual' })
  expect(home.status).toBe(303)
  locations.push(home.headers.get('location')!)
}

interface Sent {
  id: string
  customer_id: string
  amount_due: number
  currency: string
  payment_link: { url: string }
}

async function send(): Promise<Sent> {
  const invoice = await sentInvoice(business, { email: payerAddress })
  linkTokens.push(tokenOf(invoice.payment_link.url))
  return invoice
}

async function press(invoice: Sent, shown = {}): Promise<string> {
  const { body } = await pressPay(invoice, shown, { 'x-forwarded-for': `192.0.2.${linkTokens.length}` })
  const secret: string = body.client_secret
  secrets[`client secret ${secret.split('_secret_')[0]}`] = secret.split('_secret_')[1]!
  return secret
}

/** Back from Stripe, which puts the client secret into the address. */
async function followHome(invoice: Sent, secret: string): Promise<void> {
  const back = new URLSearchParams({
    payment_intent: secret.split('_secret_')[0]!,
    payment_intent_client_secret: secret,
    redirect_status: 'succeeded',
  })
  const home = await fetch(`${invoice.payment_link.url}/result?${back}`, { redirect: 'manual' })
  expect(home.status).toBe(303)
  locations.push(home.headers.get('location')!)
  await comeBack(invoice)
}

function cookieOf(answer: Response): string {
  return /=([^;]{20,});/.exec(answer.headers.get('set-cookie') ?? '')![1]!
}

function tokenOf(url: string): string {
  return url.split('/pay/')[1]!
}

/** Every mail that left, as text and HTML. */
function mails(): string {
  return [payerAddress, business.ownerEmail]
    .flatMap((address) => world.mailTo(address))
    .map((mail) => `${mail.subject}\n${mail.text}\n${mail.html}`)
    .join('\n')
}

/** Names of the planted values that `text` tells, plainly or in an encoding somebody may have put them in. */
function found(text: string, planted: Record<string, string>): string[] {
  const lower = text.toLowerCase()
  return Object.entries(planted).flatMap(([name, value]) => {
    const bytes = Buffer.from(value)
    const spellings = {
      plain: value,
      'URL-encoded': encodeURIComponent(value),
      base64: bytes.toString('base64').replace(/=+$/, ''),
      base64url: bytes.toString('base64url'),
    }
    const told = Object.entries(spellings).filter(([, spelling]) => text.includes(spelling))
    if (lower.includes(bytes.toString('hex'))) told.push(['hex', ''])
    return told.map(([how]) => `${name}, ${how}`)
  })
}

/** Every row of every table, as JSON: what a backup of the database tells. */
async function dumpOfEverything(): Promise<string> {
  const { rows } = await inDatabase(
    world,
    `select table_schema, table_name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const tables: string[] = []
  for (const { table_schema: schema, table_name: table } of rows) {
    const dumped = await inDatabase(
      world,
      `select coalesce(json_agg(t)::text, '') as dump from "${schema}"."${table}" t`,
    )
    tables.push(`${table}\n${dumped.rows[0].dump}`)
  }
  return tables.join('\n')
}
