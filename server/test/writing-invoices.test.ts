import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type Business, sentInvoice, startWorld, type World } from './world.ts'

let world: World
let business: Business
let stranger: Business

beforeAll(async () => {
  world = await startWorld()
  business = await world.business()
  stranger = await world.business({ stripe: false })
})
afterAll(() => world.stop())

describe('services', () => {
  it('are remembered with price and taxes, found by a word, and kept apart from other accounts', async () => {
    const vat = await business.call('POST', '/tax_rates', { name: 'VAT', rate: '20' })
    const made = await business.call('POST', '/services', {
      name: 'Consulting',
      description: 'By the hour',
      unit: 'h',
      unit_amount: 9_000,
      taxes: [vat.body.id],
      duration_minutes: 60,
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ currency: 'eur', unit_amount: 9_000, archived: false })
    await business.call('POST', '/services', { name: 'Workshop', currency: 'usd', unit_amount: 120_000 })

    const found = await business.call('GET', '/services?q=hour')
    expect(found.body.data).toEqual([made.body])
    expect((await stranger.call('GET', '/services')).body.data).toEqual([])
    expect((await stranger.call('GET', `/services/${made.body.id}`)).status).toBe(404)
    expect((await stranger.call('PATCH', `/services/${made.body.id}`, { unit_amount: 1 })).status).toBe(404)
    expect((await business.call('GET', `/services/${made.body.id}`)).body.unit_amount).toBe(9_000)
  })

  it('go out of use and come back; a name is used once', async () => {
    const fields = { name: 'Design', unit_amount: 5_000 }
    const first = (await business.call('POST', '/services', fields)).body
    expect(faultsOf(await business.call('POST', '/services', { ...fields, name: 'design' }))).toEqual([
      '/name',
    ])
    expect((await business.call('DELETE', `/services/${first.id}`)).status).toBe(204)
    expect(await names('')).not.toContain('Design')
    expect(await names('?archived=true')).toEqual(['Design'])

    const second = (await business.call('POST', '/services', fields)).body
    // Coming back, it would be the second of its name.
    const back = await business.call('PATCH', `/services/${first.id}`, { archived: false })
    expect(faultsOf(back)).toEqual(['/name'])
    await business.call('PATCH', `/services/${second.id}`, { name: 'Design, large', unit_amount: 7_500 })
    expect((await business.call('PATCH', `/services/${first.id}`, { archived: false })).status).toBe(200)
    expect(await names('?q=design')).toEqual(['Design, large', 'Design'])
  })

  it('refuse what is no service, naming the field', async () => {
    const refused = (body: object) =>
      business.call('POST', '/services', { name: 'X', unit_amount: 1, ...body })
    expect(faultsOf(await refused({ name: ' ' }))).toEqual(['/name'])
    expect(faultsOf(await refused({ unit_amount: -1 }))).toEqual(['/unit_amount'])
    expect(faultsOf(await refused({ taxes: ['txr_none'] }))).toEqual(['/taxes/0'])
    expect(faultsOf(await refused({ duration_minutes: 0 }))).toEqual(['/duration_minutes'])
  })

  async function names(query: string): Promise<string[]> {
    const { body } = await business.call('GET', `/services${query}`)
    return body.data.map((one: { name: string }) => one.name)
  }
})

describe('a preview', () => {
  const content = {
    currency: 'eur',
    lines: [{ description: 'Wallpaper & paste <b>', quantity: '3', unit_amount: 5_000 }],
    payment_link: true,
  }

  it('shows page, e-mail and PDF of what is not saved, and stores nothing', async () => {
    const customer = (await business.call('POST', '/customers', { name: 'Ada', email: 'ada@example.com' }))
      .body
    const look = (view: string) =>
      business.call('POST', '/invoices/preview', { ...content, customer_id: customer.id, view })

    const page = (await look('page')).body
    expect(page).toMatchObject({ total: 15_000, currency: 'eur', subject: null, pdf: null })
    expect(page.html).toContain('Wallpaper &amp; paste &lt;b&gt;')
    expect(page.html).toMatch(/EUR.150\.00/)
    expect(page.html).not.toContain('<script')

    const email = (await look('email')).body
    expect(email.subject).toContain('Business 1')
    expect(email.html).toContain('/pay/preview')

    const pdf = Buffer.from((await look('pdf')).body.pdf, 'base64')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')

    expect((await business.call('GET', '/invoices')).body.data).toEqual([])
    expect((await business.call('GET', '/messages')).body.data).toEqual([])
  })

  it('of an invoice that was sent shows its number and leaves it alone', async () => {
    const sent = await sentInvoice(business)
    const look = (by: Business) =>
      by.call('POST', '/invoices/preview', { ...content, invoice_id: sent.id, view: 'email' })
    const { body } = await look(business)
    expect(body.subject).toContain(sent.number)
    expect(body.html).toContain(sent.payment_link.url)
    expect(await business.call('GET', `/invoices/${sent.id}`)).toMatchObject({
      body: { version: sent.version, total: sent.total, needs_resend: false },
    })
    expect((await look(stranger)).status).toBe(404)
  })

  it('names what is wrong, and is not drawn without end', async () => {
    const look = (body: object) =>
      stranger.call('POST', '/invoices/preview', { ...content, view: 'page', ...body })
    expect(faultsOf(await look({}))).toEqual(['/customer_id'])
    expect(faultsOf(await look({ view: 'poster' }))).toEqual(['/view'])
    const many = await Promise.all(Array.from({ length: 260 }, () => look({})))
    const refused = many.filter((answer) => answer.status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

function faultsOf(answer: Answer): string[] {
  expect(answer.status).toBe(422)
  return answer.body.errors.map((fault: { pointer: string }) => fault.pointer)
}
