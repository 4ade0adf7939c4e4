import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../src/database.ts'
import { findBreaches } from '../src/features/doctor/find-breaches.ts'
import { openDatabase } from '../src/platform/db/pool.ts'
import { debit, ibans } from './payment-forms.ts'
import { comeBack, confirmAtStripe, pressPay, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

async function startTour() {
  const response = await fetch(`${world.url}/tour`, {
    method: 'POST',
    headers: { accept: 'application/json' },
  })
  expect(response.status).toBe(201)
  const tour = (await response.json()) as Record<string, string>
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = {
      authorization: `Bearer ${tour['api_key']}`,
      'content-type': 'application/json',
      ...init.headers,
    }
    return fetch(`${world.url}/api/v1${path}`, { ...init, headers })
  }
  return { tour, cookie, call }
}

it('one request gives a demo business with invoices in every state and a connected simulated Stripe (R46)', async () => {
  const { tour, call } = await startTour()
  expect(Object.keys(tour).toSorted()).toEqual([
    'account_id',
    'admin_url',
    'api_key',
    'base_url',
    'mailbox_url',
    'stripe_simulator_url',
  ])
  // The dispute is news from the simulated Stripe.
  await world.eventually(async () => {
    const { data } = (await (await call('/invoices?limit=100')).json()) as {
      data: { status: string; flags: string[] }[]
    }
    expect(new Set(data.map((invoice) => invoice.status))).toEqual(
      new Set(['draft', 'sent', 'partially_paid', 'paid', 'cancelled']),
    )
    expect(new Set(data.flatMap((invoice) => invoice.flags))).toEqual(
      new Set(['overdue', 'viewed', 'needs_resend', 'partially_refunded', 'disputed']),
    )
  })
  expect(await (await call('/stripe_connection')).json()).toMatchObject({
    state: 'connected',
    provider: 'simulated',
    mode: 'test',
  })
})

it('has half a year behind it: money came in each of the last weeks, and the doctor finds nothing wrong (R46)', async () => {
  const { tour, call } = await startTour()
  const { currencies } = (await (await call('/dashboard')).json()) as {
    currencies: { collected_by_week: { amount: number }[] }[]
  }
  const weeks = currencies[0]!.collected_by_week.map(({ amount }) => amount)
  expect(weeks.filter((amount) => amount > 0).length).toBeGreaterThanOrEqual(9)
  const db = openDatabase<Database>(world.databaseUrl, { size: 1, onIdleError: () => {} })
  const breaches = await findBreaches(db)
  await db.destroy()
  expect(breaches.filter((one) => one.account_id === tour['account_id'])).toEqual([])
})

it('keeps its mail in its own mailbox: none reaches the SMTP server (R48)', async () => {
  const { tour, cookie } = await startTour()
  const mailbox = await world.eventually(async () => {
    const page = await (await fetch(`${world.url}/tour/mailbox`, { headers: { cookie } })).text()
    expect(page).toMatch(/Invoice INV-\d{4}-\d{4} from Harbour Lane Studio/)
    return page
  })
  expect(world.mailTo('hello@morningcrumb.example.com')).toEqual([])
  const id = /message=(em_\w+)/.exec(mailbox)![1]
  const body = await fetch(`${world.url}/tour/mailbox/${id}/body`, { headers: { cookie } })
  expect(body.headers.get('content-security-policy')).toContain('sandbox')
  expect(await body.text()).toContain('<base target="_blank">')
  const entered = await fetch(tour['mailbox_url']!, { redirect: 'manual' })
  expect(entered.headers.get('set-cookie')).toContain('quittance=')
  const stranger = await fetch(`${world.url}/tour/mailbox/${id}/body`)
  expect(stranger.status).toBe(404)
})

it('can connect no real keys, and puts its simulated Stripe back after removing it (R48)', async () => {
  const { call } = await startTour()
  await call('/stripe_connection', { method: 'DELETE' })
  const keys = { secret_key: 'sk_test_0123456789abcdefgh', publishable_key: 'pk_test_0123456789abcdefgh' }
  expect(
    await (await call('/stripe_connection', { method: 'PUT', body: JSON.stringify(keys) })).json(),
  ).toMatchObject({ status: 409, code: 'simulated_only' })
  expect((await call('/stripe_connection/simulated', { method: 'POST' })).status).toBe(200)
  expect(await (await call('/stripe_connection')).json()).toMatchObject({
    state: 'connected',
    provider: 'simulated',
  })
})

it('lets time pass for one tour alone: its bank debit clears, and another’s is still on its way', async () => {
  const debited = async () => {
    const { call } = await startTour()
    const ask = async (method: string, path: string, body?: unknown) =>
      (await call(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) })).json() as Promise<
        Record<string, unknown>
      >
    const draft = await ask('POST', '/invoices', {
      customer: { name: 'Example Customer', email: 'customer@example.com' },
      lines: [{ description: 'Consulting', unit_amount: 12_000 }],
      payment_link: true,
    })
    const invoice = (await ask('POST', `/invoices/${draft['id']}/send`)) as unknown as Parameters<
      typeof pressPay
    >[0]
    const { publishable_key } = await ask('GET', '/stripe_connection')
    const { client_secret } = (await pressPay(invoice)).body
    const payer = { stripeKeys: { publishable_key } } as Parameters<typeof confirmAtStripe>[1]
    await confirmAtStripe(world, payer, client_secret, debit(ibans.succeedsLater))
    expect((await comeBack(invoice)).outcome).toBe('processing')
    return { ask, status: async () => (await ask('GET', `/invoices/${draft['id']}`))['status'] }
  }
  const [mine, other] = [await debited(), await debited()]
  expect(await mine.ask('POST', '/tour/time', { seconds: -1 })).toMatchObject({
    errors: [{ pointer: '/seconds', detail: 'At least 1.' }],
  })
  const { happened } = await mine.ask('POST', '/tour/time', { seconds: 300 })
  expect(happened).toBeGreaterThan(0)
  await world.eventually(async () => expect(await mine.status()).toBe('paid'))
  expect(await other.status()).toBe('sent')
})

it('lets the calendar of one tour go on: what is not paid becomes overdue, on the list, to its customer and in the reasons', async () => {
  const [mine, other] = await Promise.all([startTour(), startTour()])
  const ask = async ({ call }: typeof mine, path: string, body?: unknown) =>
    (await call(path, body ? { method: 'POST', body: JSON.stringify(body) } : {})).json()
  const write = async (tour: typeof mine) => {
    const draft = await ask(tour, '/invoices', {
      customer: { name: 'Example Customer', email: 'customer@example.com' },
      lines: [{ description: 'Consulting', unit_amount: 12_000 }],
      due_terms: { type: 'days', days: 14 },
      payment_link: true,
    })
    return ask(tour, `/invoices/${draft.id}/send`, {})
  }
  const invoice = await write(mine)
  const others = await write(other)
  const page = async () => (await fetch(invoice.payment_link.url)).text()
  expect(invoice.flags).not.toContain('overdue')
  expect(await page()).not.toContain('Overdue')

  await ask(mine, '/tour/time', { seconds: 15 * 86_400 })

  expect((await ask(mine, `/invoices/${invoice.id}`)).flags).toContain('overdue')
  const listed = await ask(mine, '/invoices?flag=overdue&limit=100')
  expect(listed.data.map(({ id }: { id: string }) => id)).toContain(invoice.id)
  expect(await page()).toContain('Overdue')
  const { findings } = await ask(mine, `/invoices/${invoice.id}/diagnosis`)
  expect(findings).toContainEqual(expect.objectContaining({ code: 'overdue' }))
  // What is written now is dated then, and the neighbour's day is today.
  expect((await write(mine)).issue_date > invoice.due_date).toBe(true)
  expect((await ask(other, `/invoices/${others.id}`)).flags).not.toContain('overdue')
})

it('a business cannot have a simulated Stripe: the database itself refuses (R48)', async () => {
  const business = await world.business({ stripe: false })
  expect((await business.call('POST', '/stripe_connection/simulated')).body.code).toBe('simulated_only')
  expect((await business.call('POST', '/tour/time', { seconds: 60 })).status).toBe(404)
})
