import createClient from 'openapi-fetch'
import { describe, expect, it } from 'vitest'
import { repeatSafely } from './repeat-safely.ts'
import type { paths } from './schema.d.ts'

/** A network that loses the first `losses` requests, and the keys of all that were tried. */
function network(losses: number) {
  const keys: (string | null)[] = []
  const client = createClient<paths>({
    baseUrl: 'http://localhost/api/v1',
    fetch: async (request: Request) => {
      keys.push(request.headers.get('Idempotency-Key'))
      if (keys.length <= losses) throw new TypeError('Failed to fetch')
      return new Response('{}', { status: 201, headers: { 'content-type': 'application/json' } })
    },
  })
  client.use(repeatSafely())
  const record = (amount: number) =>
    client.POST('/invoices/{id}/payments', {
      params: { path: { id: 'inv_1' } },
      body: { amount, method: 'cash' },
    })
  return { keys, client, record }
}

describe('a POST', () => {
  it('is repeated under the same key when no answer came', async () => {
    const { keys, record } = network(1)
    await expect(record(100)).rejects.toThrow('Failed to fetch')
    await record(100)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(keys[1]).toBe(keys[0])
  })

  it('is a new act after an answer', async () => {
    const { keys, record } = network(0)
    await record(100)
    await record(100)
    expect(keys[1]).not.toBe(keys[0])
  })

  it('is a new act when it says something else', async () => {
    const { keys, record } = network(1)
    await expect(record(100)).rejects.toThrow('Failed to fetch')
    await record(200)
    expect(keys[1]).not.toBe(keys[0])
  })

  it('alone has a key', async () => {
    const { keys, client } = network(0)
    await client.GET('/account')
    expect(keys).toEqual([null])
  })
})
