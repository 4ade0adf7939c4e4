import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '@quittance/server/platform/db/embedded'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeReady } from '../launcher/make-ready.mjs'
import { findFreePort } from '../src/free-port.ts'
import { startMailSink } from './mail-sink.ts'
import { checkout, run } from './product.ts'

interface Said {
  ok: boolean
  breaches: { invariant: string; account_id: string; invoice_id: string | null; what: string }[]
  checks: { check: string; state: string; says: string; do: string | null }[]
}

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'doctor-test-'))
let database: Awaited<ReturnType<typeof startEmbeddedPostgres>>
let env: Record<string, string>
beforeAll(async () => {
  await makeReady(checkout)
  database = await startEmbeddedPostgres({ dataDir })
  env = {
    DATABASE_URL: database.databaseUrl.replace('@/', '@localhost/'),
    SECRET_KEY: 'only-the-tests-know-this-key-0123456789',
    PUBLIC_URL: 'https://pay.example.com',
  }
}, 120_000)
afterAll(async () => {
  await database?.stop()
  fs.rmSync(dataDir, { recursive: true, force: true })
})

describe('quittance doctor', { timeout: 60_000 }, () => {
  test('of a database that was never used says so, of one in use what it found, and how to go on', async () => {
    const fresh = await doctor()
    expect(fresh).toMatchObject({ code: 0, said: { ok: true, breaches: [] } })
    expect(stateOf(fresh.said, 'database')).toMatchObject({
      state: 'warning',
      says: 'It answers, and is empty.',
    })

    const { account_id } = await setUp()
    const mail = await startMailSink()
    const well = await doctor({ SMTP_URL: `smtp://127.0.0.1:${mail.port}` })
    expect(well.code).toBe(0)
    expect(well.said.ok).toBe(true)
    expect(well.said.checks.map(({ check, state }) => [check, state])).toEqual([
      ['settings', 'ok'],
      ['database', 'ok'],
      ['mail', 'ok'],
      ['stripe', 'ok'],
      ['clock', 'ok'],
      ['disk', expect.any(String)],
      ['outbox', 'ok'],
    ])
    expect(mail.received).toEqual([])

    await inDatabase(
      `insert into invoice_counters (account_id, series, last) values ('${account_id}', '2026', 2)`,
    )
    const broken = await doctor()
    expect(broken.code).toBe(1)
    expect(broken.said).toMatchObject({
      ok: false,
      breaches: ['INV-2026-0001', 'INV-2026-0002'].map((number) => ({
        invariant: 'I15',
        account_id,
        invoice_id: null,
        what: `The number ${number} was given to no invoice`,
      })),
    })
    const inWords = await run({ command: ['doctor'], env })
    expect(await inWords.exited).toBe(1)
    expect(inWords.stdout()).toContain(
      `✗ books: I15, ${account_id}: The number INV-2026-0001 was given to no invoice.`,
    )
    expect(inWords.stdout()).toContain('Something is wrong.')
  })

  test('names what does not work, and what to do about it', async () => {
    const port = await findFreePort('127.0.0.1')
    const silentMail = await doctor({ SMTP_URL: `smtp://127.0.0.1:${port}` })
    expect(silentMail.code).toBe(1)
    expect(stateOf(silentMail.said, 'mail')).toMatchObject({
      state: 'fault',
      says: expect.stringContaining(`127.0.0.1:${port}`),
      do: expect.stringContaining('SMTP_URL'),
    })

    const wrongSetting = await doctor({ PORT: 'many' })
    expect(wrongSetting).toMatchObject({ code: 1, said: { ok: false, breaches: [] } })
    expect(stateOf(wrongSetting.said, 'settings')).toMatchObject({
      state: 'fault',
      says: expect.stringMatching(/^PORT /),
    })

    const noDatabase = await doctor({ DATABASE_URL: `postgresql://nobody@127.0.0.1:${port}/none` })
    expect(noDatabase).toMatchObject({ code: 1, said: { ok: false, breaches: [] } })
    expect(stateOf(noDatabase.said, 'database').says).toContain('cannot be used')

    await inDatabase(
      `insert into stripe_connections (account_id, account_kind, id, provider, stripe_account_id, livemode, charges_enabled, publishable_key, secret_key_sealed, secret_key_last4)
       select id, kind, 'sc_1', 'own_keys', 'acct_elsewhere', false, true, 'pk_test_1', 'sealed by another key', '1234' from accounts`,
    )
    const otherKey = await doctor()
    expect(otherKey.code).toBe(1)
    expect(stateOf(otherKey.said, 'stripe')).toMatchObject({
      state: 'fault',
      says: expect.stringContaining('Stripe does not answer 1 of 1 connected: acct_'),
    })

    await inDatabase(`delete from kysely_migration where name = '0009_timeline_chain'`)
    const old = await doctor()
    expect(old.code).toBe(1)
    expect(stateOf(old.said, 'database')).toMatchObject({
      state: 'fault',
      says: expect.stringContaining('0009_timeline_chain'),
      do: expect.stringContaining('quittance migrate'),
    })
  })
})

async function doctor(more: Record<string, string> = {}): Promise<{ code: number | string; said: Said }> {
  const command = await run({ command: ['doctor', '--json'], env: { ...env, ...more } })
  return { code: await command.exited, said: JSON.parse(command.stdout()) }
}

function stateOf({ checks }: Said, name: string): Said['checks'][number] {
  return checks.find(({ check }) => check === name)!
}

async function setUp(): Promise<{ account_id: string }> {
  const command = await run({
    command: [
      'setup',
      '--company',
      'Example Ltd',
      '--email',
      'owner@example.com',
      '--password-stdin',
      '--json',
    ],
    env,
    input: 'correct horse battery\n',
  })
  expect(await command.exited).toBe(0)
  return JSON.parse(command.stdout())
}

async function inDatabase(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.databaseUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
