import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Answer,
  comeBack,
  confirmAtStripe,
  pay,
  pressPay,
  sentInvoice,
  startWorld,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

/** A tour, as its owner's API and as the one browser in which its mailbox is read. */
async function startTour() {
  const response = await fetch(`${world.url}/tour`, {
    method: 'POST',
    headers: { accept: 'application/json' },
  })
  const tour = (await response.json()) as Record<string, string>
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${world.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tour['api_key']}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, body: await answer.json().catch(() => null) }
  }
  const steps = async () => (await call('GET', '/tour/walk')).body.steps as Step[]
  return {
    call,
    steps,
    done: async () => (await steps()).filter((step) => step.done_at).map((step) => step.key),
    step: async (key: string) => (await steps()).find((step) => step.key === key)!,
    /** Reads the newest e-mail of that kind about the invoice. */
    async read(invoiceId: string, kind: string) {
      const { data } = (await call('GET', `/messages?invoice_id=${invoiceId}`)).body
      const id = data.find((message: { kind: string }) => message.kind === kind).id
      const page = await fetch(`${world.url}/tour/mailbox/${id}/body`, { headers: { cookie } })
      expect(page.status).toBe(200)
    },
    async mailbox() {
      return (await fetch(`${world.url}/tour/mailbox`, { headers: { cookie } })).text()
    },
    /** The payer at the payment page, with the card that always works. */
    async payPage(invoiceId: string, { save = false } = {}) {
      const invoice = (await call('GET', `/invoices/${invoiceId}`)).body
      const headers = { 'user-agent': 'Mozilla/5.0' }
      expect((await fetch(invoice.payment_link.url, { headers })).status).toBe(200)
      const keys = (await call('GET', '/stripe_connection')).body
      const { client_secret } = (await pressPay(invoice, { save })).body
      const payer = { stripeKeys: { secret_key: '', publishable_key: keys.publishable_key } }
      await confirmAtStripe(world, payer as Parameters<typeof confirmAtStripe>[1], client_secret)
      expect((await comeBack(invoice)).outcome).toBe('succeeded')
    },
    async create(link: boolean | undefined) {
      const { body } = await call('POST', '/invoices', {
        customer: { name: 'Ada Example', email: 'ada@example.com' },
        currency: 'eur',
        lines: [{ description: 'Poster', unit_amount: 12_000 }],
        payment_link: link,
      })
      return body.id as string
    },
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers are read as a client does: by name
type Json = any

interface Step {
  key: string
  done_at: string | null
  invoice: { id: string; number: string } | null
  message_id: string | null
}

it('the guided walk ticks what the server saw happen, in order, from the first link to the same link after Stripe came back (R47)', async () => {
  const { call, create, done, mailbox, payPage, read, step, steps } = await startTour()
  expect((await call('GET', '/tour/walk')).body.view).toBe('not_begun')
  expect((await call('PATCH', '/tour/walk', { view: 'open' })).status).toBe(404)
  expect((await call('POST', '/tour/walk')).body.view).toBe('open')
  // The demo business has sent and been paid already: none of that is the visitor's.
  expect(await done()).toEqual([])

  await create(false)
  expect(await done()).toEqual([])
  const first = await create(true)
  expect(await done()).toEqual(['link_on_creating'])
  expect((await step('invoice_sent')).invoice?.id).toBe(first)
  await call('POST', `/invoices/${first}/send`)
  expect(await done()).toEqual(['link_on_creating', 'invoice_sent'])

  const second = (await step('link_on_existing')).invoice!.id
  await call('POST', `/invoices/${second}/payment_link`)
  expect(await done()).not.toContain('sent_again')
  await call('POST', `/invoices/${second}/send`)
  await call('PATCH', '/settings/invoicing', { payment_link_default: true })
  const three = ['link_on_creating', 'invoice_sent', 'link_on_existing', 'sent_again', 'company_default']
  expect(await done()).toEqual(three)
  // What was done stays done, though it is undone.
  await call('PATCH', '/settings/invoicing', { payment_link_default: false })
  expect(await done()).toEqual(three)

  await world.eventually(async () => expect((await step('mail_read')).message_id).toMatch(/^em_/))
  expect(await mailbox()).toContain('open the newest invoice and read it')
  await read(first, 'invoice')
  expect((await done()).at(-1)).toBe('mail_read')
  await payPage(first)
  expect((await done()).slice(-2)).toEqual(['page_opened', 'paid'])
  await world.eventually(() => read(first, 'receipt'))
  expect(await done()).not.toContain('news_read')
  await world.eventually(() => read(first, 'payment_notification'))
  expect((await done()).at(-1)).toBe('news_read')

  // What lay behind it: our notes, what Stripe was asked, what it told; nothing of the demo business's past.
  const { data: behind, requests_shown } = (await call('GET', '/tour/happenings')).body
  expect(requests_shown).toBe(true)
  const seen = (kind: string) =>
    behind.filter((one: Json) => one.kind === kind).map((one: Json) => one.type) as string[]
  expect(seen('event').filter((type) => type === 'payment.succeeded')).toEqual(['payment.succeeded'])
  expect(seen('request')).toContain('POST /v1/payment_intents')
  expect(seen('webhook')).toContain('payment_intent.succeeded')
  expect(behind.find((one: Json) => one.type === 'invoice.paid').invoice.id).toBe(first)

  expect((await step('card_saved')).invoice?.id).toBe(second)
  await payPage(second, { save: true })
  await world.eventually(async () => expect((await done()).at(-1)).toBe('card_saved'))

  expect((await call('DELETE', '/stripe_connection')).status).toBe(200)
  expect((await done()).at(-1)).toBe('stripe_removed')
  await call('POST', '/stripe_connection/simulated')
  expect((await done()).at(-1)).toBe('stripe_back')
  await call('POST', '/stripe_connection/restore_links')
  expect((await done()).at(-1)).toBe('links_restored')
  await payPage((await step('same_link_paid')).invoice!.id)
  expect((await steps()).every(({ done_at }) => done_at !== null)).toBe(true)

  // Left, resumed and begun anew.
  expect((await call('PATCH', '/tour/walk', { view: 'left' })).body.view).toBe('left')
  expect((await call('PATCH', '/tour/walk', { view: 'sideways' })).body.errors).toEqual([
    { pointer: '/view', detail: 'open, folded or left.' },
  ])
  expect((await call('POST', '/tour/walk')).body.view).toBe('open')
  expect(await done()).toEqual([])
}, 60_000)

it('a business of one’s own has no guided walk', async () => {
  const business = await world.business({ stripe: false })
  expect((await business.call('GET', '/tour/walk')).status).toBe(404)
  expect((await business.call('POST', '/tour/walk')).status).toBe(404)
  expect((await business.call('GET', '/tour/happenings')).status).toBe(404)
})

it('the first steps of a new business tick themselves, go when all are done, and can be put away before', async () => {
  const business = await world.business({ stripe: false })
  const steps = async () => {
    const { body } = await business.call('GET', '/dashboard')
    return body.first_steps && Object.fromEntries(body.first_steps.map(Object.values))
  }
  const nothing = { company: false, stripe: false, mail: true, invoice_sent: false, paid: false }
  expect(await steps()).toEqual(nothing)
  await business.call('PATCH', '/account', { address: { line1: '1 Quai', city: 'Marseille', country: 'FR' } })
  await business.call('PUT', '/stripe_connection', business.stripeKeys)
  expect(await steps()).toEqual({ ...nothing, company: true, stripe: true })

  expect((await business.call('PATCH', '/dashboard/first_steps', { dismissed: true })).status).toBe(204)
  expect(await steps()).toBeNull()
  expect(
    (await business.call('PATCH', '/dashboard/first_steps', { dismissed: 1 })).body.errors[0].pointer,
  ).toBe('/dismissed')
  await business.call('PATCH', '/dashboard/first_steps', { dismissed: false })

  const invoice = await sentInvoice(business)
  expect(await steps()).toMatchObject({ invoice_sent: true, paid: false })
  await pay(world, business, invoice)
  expect(await steps()).toBeNull()
})
