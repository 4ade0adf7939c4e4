import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type Config, readConfig, SettingsError } from './config.ts'
import { projectRoot } from './project-root.ts'

const key = 'a'.repeat(64)
let dataDir = ''

beforeEach(() => {
  dataDir = temporaryFolder()
})

describe('with no settings at all', () => {
  test('it is a local product with an embedded database, tours on, and mail waiting', () => {
    expect(read()).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: null,
      databaseReadUrl: null,
      smtpUrl: null,
      mailFrom: 'Quittance <quittance@localhost>',
      stripeApiBase: 'https://api.stripe.com',
      stripeJsUrl: 'https://js.stripe.com/endive/stripe.js',
      stripeConnect: null,
      stripeSimulatorUrl: null,
      tour: true,
      role: 'all',
      trustProxy: false,
      signup: 'first',
      logLevel: 'info',
      metricsToken: null,
      reconcileIntervalMs: 60_000,
    } satisfies Partial<Config>)
  })

  test('the data folder is the one of the checkout, wherever it was started', () => {
    const before = process.cwd()
    process.chdir(os.tmpdir())
    onTestFinished(() => process.chdir(before))

    expect(readConfig({ SECRET_KEY: key }).dataDir).toBe(path.join(projectRoot(), 'data'))
  })

  test('a secret key is made once and kept for us alone', () => {
    const first = read().secretKeys

    expect(first).toHaveLength(1)
    expect(first[0]).toHaveLength(32)
    expect(read().secretKeys).toEqual(first)
    expect(fs.statSync(path.join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600)
  })
})

describe('what an operator sets', () => {
  test('is read in full', () => {
    expect(
      read({
        PORT: '8080',
        HOST: '0.0.0.0',
        PUBLIC_URL: 'https://pay.example.com/',
        DATABASE_URL: 'postgresql://user@db.example.com/quittance',
        DATABASE_READ_URL: 'postgres://user@replica.example.com/quittance',
        SECRET_KEY: key,
        SMTP_URL: 'smtps://user:password@mail.example.com',
        MAIL_FROM: 'Example Ltd <billing@example.com>',
        STRIPE_API_BASE: 'http://127.0.0.1:12111',
        STRIPE_JS_URL: 'http://127.0.0.1:12111/v3/stripe.js',
        STRIPE_CONNECT_CLIENT_ID: 'ca_1',
        STRIPE_CONNECT_SECRET_KEY: 'sk_test_1',
        STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_1',
        STRIPE_CONNECT_PUBLISHABLE_KEY: 'pk_test_1',
        STRIPE_SIMULATOR_URL: 'http://127.0.0.1:4242',
        TOUR: 'on',
        ROLE: 'worker',
        TRUST_PROXY: 'true',
        SIGNUP: 'closed',
        LOG_LEVEL: 'debug',
        METRICS_TOKEN: 'letmein',
        RECONCILE_INTERVAL_SECONDS: '0.25',
        DOCTOR_INTERVAL_SECONDS: '1.5',
      }),
    ).toEqual({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://pay.example.com',
      dataDir,
      databaseUrl: 'postgresql://user@db.example.com/quittance',
      databaseReadUrl: 'postgres://user@replica.example.com/quittance',
      secretKeys: [Buffer.from(key, 'hex')],
      smtpUrl: 'smtps://user:password@mail.example.com',
      mailFrom: 'Example Ltd <billing@example.com>',
      stripeApiBase: 'http://127.0.0.1:12111',
      stripeJsUrl: 'http://127.0.0.1:12111/v3/stripe.js',
      stripeConnect: {
        clientId: 'ca_1',
        secretKey: 'sk_test_1',
        webhookSecret: 'whsec_1',
        publishableKey: 'pk_test_1',
      },
      stripeSimulatorUrl: 'http://127.0.0.1:4242',
      tour: true,
      role: 'worker',
      trustProxy: true,
      signup: 'closed',
      logLevel: 'debug',
      metricsToken: 'letmein',
      reconcileIntervalMs: 250,
      doctorIntervalMs: 1500,
    } satisfies Config)
  })

  test('mail comes from the public address unless told otherwise', () => {
    expect(read({ PUBLIC_URL: 'https://pay.example.com' }).mailFrom).toBe(
      'Quittance <quittance@pay.example.com>',
    )
  })

  test('an empty value counts as none', () => {
    expect(read({ SMTP_URL: '', PORT: ' ' })).toMatchObject({ smtpUrl: null, port: 3000 })
  })

  test('a database of one’s own switches tours off, unless they are wanted', () => {
    const own = { DATABASE_URL: 'postgresql://db.example.com/quittance', SECRET_KEY: key }

    expect(read(own).tour).toBe(false)
    expect(read({ ...own, TOUR: 'on' }).tour).toBe(true)
  })

  test('the simulator of the tours is forgotten while tours are off', () => {
    expect(read({ TOUR: 'off', STRIPE_SIMULATOR_URL: 'http://127.0.0.1:4242' }).stripeSimulatorUrl).toBeNull()
  })

  test('a .env file in the working directory counts, and the environment wins over it', () => {
    const before = process.cwd()
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, '.env'), 'PORT=4000\nSIGNUP="open"\nMAIL_FROM=\n')
    process.chdir(folder)
    onTestFinished(() => process.chdir(before))

    expect(read()).toMatchObject({ port: 4000, signup: 'open' })
    expect(read({ PORT: '5000' }).port).toBe(5000)
  })

  test('a value may stand in a file of its own', () => {
    const file = path.join(dataDir, 'smtp')
    fs.writeFileSync(file, 'smtp://mail.example.com\n')

    expect(read({ SMTP_URL_FILE: file }).smtpUrl).toBe('smtp://mail.example.com')
  })
})

describe('faults', () => {
  test('are reported all at once, each by name', () => {
    const faults = faultsOf({
      PORT: '70000',
      PUBLIC_URL: 'pay.example.com',
      DATABASE_URL: 'mysql://db.example.com/quittance',
      SECRET_KEY: 'short',
      SMTP_URL: 'mail.example.com',
      MAIL_FROM: 'nobody',
      STRIPE_CONNECT_CLIENT_ID: 'acct_1',
      STRIPE_CONNECT_SECRET_KEY: 'sk_test_1',
      STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_1',
      TOUR: 'maybe',
      ROLE: 'boss',
      SIGNUP: 'never',
      LOG_LEVEL: 'loud',
      RECONCILE_INTERVAL_SECONDS: '-1',
    })

    expect(faults).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'PUBLIC_URL must be a web address without a path, like https://pay.example.com',
      'DATABASE_URL must be an address like postgresql://user:password@host/database',
      'SECRET_KEY must be at least 32 characters long; make one with: openssl rand -base64 32',
      'SMTP_URL must be an address like smtps://user:password@mail.example.com',
      'MAIL_FROM must be an e-mail address, like Example Ltd <billing@example.com>',
      'STRIPE_CONNECT_CLIENT_ID must begin with ca_',
      'TOUR must be on or off',
      'ROLE must be one of all, web, worker',
      'SIGNUP must be one of first, open, closed',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      'RECONCILE_INTERVAL_SECONDS must be a number of seconds above 0',
    ])
  })

  test('never repeat a secret', () => {
    expect(faultsOf({ SECRET_KEY: 'hunter2', DATABASE_URL: 'x://user:hunter2@db' }).join()).not.toMatch(
      /hunter2/,
    )
  })

  test('a secret key is required with a database of one’s own', () => {
    expect(faultsOf({ DATABASE_URL: 'postgresql://db.example.com/quittance' })).toEqual([
      'SECRET_KEY is required with DATABASE_URL; make one with: openssl rand -base64 32',
    ])
  })

  test('of one setting alone and of two together are told in one go', () => {
    expect(faultsOf({ PORT: 'x', DATABASE_URL: 'postgresql://db.example.com/quittance' })).toHaveLength(2)
  })

  test('Stripe Connect needs all three of its settings', () => {
    expect(faultsOf({ STRIPE_CONNECT_CLIENT_ID: 'ca_1' })).toEqual([
      'STRIPE_CONNECT_SECRET_KEY is missing: Stripe Connect needs all three STRIPE_CONNECT_… settings',
      'STRIPE_CONNECT_WEBHOOK_SECRET is missing: Stripe Connect needs all three STRIPE_CONNECT_… settings',
    ])
  })

  test('a platform’s two keys are of one mode, and its publishable key does not stand alone', () => {
    const platform = {
      STRIPE_CONNECT_CLIENT_ID: 'ca_1',
      STRIPE_CONNECT_SECRET_KEY: 'sk_live_1',
      STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_1',
    }
    expect(faultsOf({ ...platform, STRIPE_CONNECT_PUBLISHABLE_KEY: 'pk_test_1' })).toEqual([
      'STRIPE_CONNECT_PUBLISHABLE_KEY must be of the same mode as STRIPE_CONNECT_SECRET_KEY',
    ])
    expect(faultsOf({ STRIPE_CONNECT_PUBLISHABLE_KEY: 'pk_test_1' })).toEqual([
      'STRIPE_CONNECT_PUBLISHABLE_KEY needs the other three STRIPE_CONNECT_… settings',
    ])
  })

  test('a missing key beside an existing database is not replaced by another', () => {
    fs.mkdirSync(path.join(dataDir, 'postgres', 'cluster'), { recursive: true })

    expect(faultsOf({})[0]).toMatch(
      /^SECRET_KEY: the key of the existing database is missing; put .+secret-key back/,
    )
    expect(fs.existsSync(path.join(dataDir, 'secret-key'))).toBe(false)
  })

  test('a file that cannot be read is named', () => {
    expect(faultsOf({ SMTP_URL_FILE: '/nowhere/smtp' })[0]).toMatch(/^SMTP_URL_FILE cannot be read: ENOENT/)
  })
})

describe('secret keys', () => {
  test('come as hex or base64 of 32 bytes, or as a long text that always gives the same bytes', () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7))
    const phrase = 'correct horse battery staple and more'

    expect(read({ SECRET_KEY: bytes.toString('hex') }).secretKeys).toEqual([bytes])
    expect(read({ SECRET_KEY: bytes.toString('base64') }).secretKeys).toEqual([bytes])
    expect(read({ SECRET_KEY: bytes.toString('base64url') }).secretKeys).toEqual([bytes])
    expect(read({ SECRET_KEY: phrase }).secretKeys[0]).toHaveLength(32)
    expect(read({ SECRET_KEY: phrase }).secretKeys).toEqual(read({ SECRET_KEY: phrase }).secretKeys)
    expect(read({ SECRET_KEY: phrase }).secretKeys).not.toEqual(read({ SECRET_KEY: `${phrase}!` }).secretKeys)
  })

  test('the newest seals, the previous ones and the one kept in the data folder still open', () => {
    const [kept] = read().secretKeys

    expect(
      read({ SECRET_KEY: key, SECRET_KEY_PREVIOUS: `${'b'.repeat(64)}, ${'c'.repeat(64)}` }).secretKeys,
    ).toEqual([
      Buffer.from(key, 'hex'),
      kept,
      Buffer.from('b'.repeat(64), 'hex'),
      Buffer.from('c'.repeat(64), 'hex'),
    ])
  })
})

function read(env: Record<string, string> = {}): Config {
  return readConfig({ DATA_DIR: dataDir, ...env })
}

function faultsOf(env: Record<string, string>): string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof SettingsError) return error.faults
    throw error
  }
  throw new Error('No fault was found')
}

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'config-test-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}
