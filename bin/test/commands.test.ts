import { beforeAll, describe, expect, test } from 'vitest'
import { makeReady } from '../launcher/make-ready.mjs'
import { checkout, type Product, run, setup, start, temporaryFolder } from './product.ts'

// The first command would otherwise tell that it is building.
beforeAll(() => makeReady(checkout), 120_000)

describe('quittance', { timeout: 90_000 }, () => {
  test.each(['start', 'setup', 'tour', 'migrate', 'doctor', 'backup', 'restore', 'rotate-key', 'openapi'])(
    '%s explains itself with --help',
    async (name) => {
      const command = await run({ command: [name, '--help'] })

      expect(await command.exited).toBe(0)
      expect(command.output()).toContain(`Usage: quittance ${name}`)
      expect(command.output()).toContain('--json')
    },
  )

  test('an unknown command is refused with the list of those there are', async () => {
    const command = await run({ command: ['backwards'] })

    expect(await command.exited).toBe(1)
    expect(command.output()).toContain(`error: unknown command 'backwards'`)
    expect(command.output()).toContain('doctor')
  })

  test('openapi prints the description of the API', async () => {
    const command = await run({ command: ['openapi'] })

    expect(await command.exited).toBe(0)
    expect(JSON.parse(command.stdout())).toMatchObject({ openapi: '3.1.0', paths: { '/invoices': {} } })
  })

  test('tour says clearly that nothing is running', async () => {
    const command = await run({ command: ['tour', '--json'] })

    expect(await command.exited).toBe(1)
    const sentence = `No Quittance answers at ${command.url}; start it with "npm start", or set PORT to the one it uses.`
    expect(command.output()).toContain(`${sentence}\n`)
    expect(command.output()).toContain(`${JSON.stringify({ error: sentence })}\n`)
  })

  test('without the product: setup creates the business, doctor finds nothing wrong, and the key works later', async () => {
    const dataDir = temporaryFolder()
    const made = JSON.parse(await setup({ dataDir }))
    expect(made).toEqual({
      account_id: expect.stringMatching(/^acct_/),
      api_key: expect.stringMatching(/^qk_/),
      admin_url: expect.stringMatching(/^http:\/\/localhost:\d+\/$/),
      base_url: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    })

    const doctor = await run({ command: ['doctor', '--json'], dataDir })
    expect(await doctor.exited).toBe(0)
    expect(JSON.parse(doctor.stdout())).toMatchObject({ ok: true, breaches: [] })

    const product = await start({ dataDir })
    const account = await asked(product, '/api/v1/account', made.api_key)
    expect(account).toMatchObject({ id: made.account_id, name: 'Example Ltd', currency: 'eur' })
  })

  test('a bad password ends setup with one sentence', async () => {
    const said = await setup({ dataDir: temporaryFolder(), password: 'short' })

    expect(said).toMatch(/"error":"password: /)
  })

  test('beside the running product: tour makes an account that can be used at once, and migrate finds nothing to do', async () => {
    const product = await start()
    const PORT = new URL(product.url).port

    const tour = await run({ command: ['tour', '--json'], env: { PORT } })
    expect(await tour.exited).toBe(0)
    const made = JSON.parse(tour.stdout())
    expect(Object.keys(made).sort()).toEqual([
      'account_id',
      'admin_url',
      'api_key',
      'base_url',
      'mailbox_url',
      'stripe_simulator_url',
    ])
    expect(await asked(product, '/api/v1/account', made.api_key)).toMatchObject({ id: made.account_id })

    const migrate = await run({ command: ['migrate', '--json'], dataDir: product.dataDir })
    expect(await migrate.exited).toBe(0)
    expect(JSON.parse(migrate.stdout())).toEqual({ applied: [] })
  })
})

async function asked(product: Product, path: string, apiKey: string): Promise<unknown> {
  const answer = await fetch(product.url + path, { headers: { authorization: `Bearer ${apiKey}` } })
  return answer.json()
}
