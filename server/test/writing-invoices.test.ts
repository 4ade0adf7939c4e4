import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type Business, startWorld, type World } from './world.ts'

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

function faultsOf(answer: Answer): string[] {
  expect(answer.status).toBe(422)
  return answer.body.errors.map((fault: { pointer: string }) => fault.pointer)
}
