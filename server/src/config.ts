import fs from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { projectRoot } from './project-root.ts'
import { makeSecretKey, readKeptSecretKeys } from './secret-key.ts'
import {
  address,
  beginsWith,
  oneOf,
  onOrOff,
  origin,
  seconds,
  secretKey,
  sender,
  text,
  wholeNumber,
} from './setting-kinds.ts'

/** What the operator decided, read once from the environment (docs: contract, "Settings"). */
export interface Config {
  port: number
  host: string
  /** Absolute origin without a trailing slash; every link in a mail or PDF begins with it. */
  publicUrl: string
  dataDir: string
  /** null: the embedded Postgres in `dataDir`. */
  databaseUrl: string | null
  /** A replica for reads that may lag; null: everything goes to the one database. */
  databaseReadUrl?: string | null
  /** 32 bytes each, newest first; the first encrypts, all decrypt. */
  secretKeys: Buffer[]
  /** null: mail waits in the outbox. */
  smtpUrl: string | null
  mailFrom: string
  stripeApiBase: string
  stripeJsUrl: string
  /** The operator's Stripe platform for Connect; null: businesses connect with keys of their own. */
  stripeConnect?: StripePlatform | null
  /** Where the simulated Stripe of tour accounts answers; null while tours are off. */
  stripeSimulatorUrl: string | null
  tour: boolean
  role: 'all' | 'web' | 'worker'
  trustProxy: boolean
  signup: 'first' | 'open' | 'closed'
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  metricsToken: string | null
  reconcileIntervalMs: number
  /** How often the books are looked over for what must hold. */
  doctorIntervalMs: number
}

/** A Stripe platform of the operator's. */
export interface StripePlatform {
  clientId: string
  secretKey: string
  webhookSecret: string
  /** Set: businesses are onboarded by Account Links; null: they connect an account of theirs by OAuth. */
  publishableKey: string | null
}

/** Every fault found in the settings, each beginning with the name of its setting. */
export class SettingsError extends Error {
  readonly faults: string[]

  constructor(faults: string[]) {
    super(
      faults.length === 1 ? `${faults[0]}` : `${faults.length} settings are wrong:\n  ${faults.join('\n  ')}`,
    )
    this.name = 'SettingsError'
    this.faults = faults
  }
}

type Environment = Record<string, string | undefined>

/**
 * Reads every setting from `env`, then from a `.env` file (working directory, else project folder), then the defaults.
 * `NAME_FILE` may point to a file with the value of `NAME`. Makes and keeps a SECRET_KEY in DATA_DIR when none is set
 * and the database is the embedded one.
 *
 * @throws SettingsError with all faults at once; values of secrets are never repeated in it.
 */
export function readConfig(env: Environment): Config {
  const faults: string[] = []
  const raw = gather(env, faults)
  const parsed = settings.safeParse(raw)
  for (const issue of parsed.error?.issues ?? []) faults.push(`${issue.path[0] as string} ${issue.message}`)
  faults.push(...combinationFaults(raw))
  if (!parsed.success || faults.length > 0) throw new SettingsError(faults)

  const set = parsed.data
  const dataDir = path.resolve(projectRoot(), set.DATA_DIR)
  const publicUrl = set.PUBLIC_URL ?? `http://localhost:${set.PORT}`
  const tour = set.TOUR ?? !set.DATABASE_URL
  return {
    port: set.PORT,
    host: set.HOST,
    publicUrl,
    dataDir,
    databaseUrl: set.DATABASE_URL ?? null,
    databaseReadUrl: set.DATABASE_READ_URL ?? null,
    secretKeys: readSecretKeys(set, dataDir),
    smtpUrl: set.SMTP_URL ?? null,
    mailFrom: set.MAIL_FROM ?? `Quittance <quittance@${new URL(publicUrl).hostname}>`,
    stripeApiBase: set.STRIPE_API_BASE,
    stripeJsUrl: set.STRIPE_JS_URL,
    stripeConnect: set.STRIPE_CONNECT_SECRET_KEY
      ? {
          clientId: set.STRIPE_CONNECT_CLIENT_ID ?? '',
          secretKey: set.STRIPE_CONNECT_SECRET_KEY,
          webhookSecret: set.STRIPE_CONNECT_WEBHOOK_SECRET ?? '',
          publishableKey: set.STRIPE_CONNECT_PUBLISHABLE_KEY ?? null,
        }
      : null,
    stripeSimulatorUrl: tour ? (set.STRIPE_SIMULATOR_URL ?? null) : null,
    tour,
    role: set.ROLE,
    trustProxy: set.TRUST_PROXY,
    signup: set.SIGNUP,
    logLevel: set.LOG_LEVEL,
    metricsToken: set.METRICS_TOKEN ?? null,
    doctorIntervalMs: set.DOCTOR_INTERVAL_SECONDS * 1000,
    reconcileIntervalMs: set.RECONCILE_INTERVAL_SECONDS * 1000,
  }
}

const settings = z.object({
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: text().default('127.0.0.1'),
  PUBLIC_URL: origin().optional(),
  DATA_DIR: text().default('data'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgresql://user:password@host/database').optional(),
  DATABASE_READ_URL: address(
    ['postgres:', 'postgresql:'],
    'postgresql://user:password@host/database',
  ).optional(),
  SECRET_KEY: secretKey().optional(),
  SECRET_KEY_PREVIOUS: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(secretKey()))
    .optional(),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com').optional(),
  MAIL_FROM: sender().optional(),
  STRIPE_API_BASE: origin().default('https://api.stripe.com'),
  STRIPE_JS_URL: address(['http:', 'https:'], 'https://js.stripe.com/endive/stripe.js').default(
    'https://js.stripe.com/endive/stripe.js',
  ),
  STRIPE_CONNECT_CLIENT_ID: beginsWith('ca_').optional(),
  STRIPE_CONNECT_SECRET_KEY: text().optional(),
  STRIPE_CONNECT_WEBHOOK_SECRET: beginsWith('whsec_').optional(),
  STRIPE_CONNECT_PUBLISHABLE_KEY: beginsWith('pk_').optional(),
  STRIPE_SIMULATOR_URL: origin().optional(),
  TOUR: onOrOff().optional(),
  ROLE: oneOf(['all', 'web', 'worker']).default('all'),
  TRUST_PROXY: onOrOff().default(false),
  SIGNUP: oneOf(['first', 'open', 'closed']).default('first'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: text().optional(),
  RECONCILE_INTERVAL_SECONDS: seconds().default(60),
  DOCTOR_INTERVAL_SECONDS: seconds().default(1800),
})

type Settings = z.infer<typeof settings>

/** An empty value counts as none, so that `SMTP_URL=` in a `.env` file switches a setting off. */
function gather(env: Environment, faults: string[]): Environment {
  const all: Environment = { ...readDotEnv(faults), ...withoutEmpty(env) }
  for (const name of Object.keys(settings.shape)) {
    const file = all[`${name}_FILE`]
    if (!file || all[name] !== undefined) continue
    try {
      all[name] = fs.readFileSync(path.resolve(projectRoot(), file), 'utf8').trim()
    } catch (error) {
      faults.push(`${name}_FILE cannot be read: ${(error as Error).message}`)
    }
  }
  return withoutEmpty(all)
}

function readDotEnv(faults: string[]): Environment {
  const file = [process.cwd(), projectRoot()].map((folder) => path.join(folder, '.env')).find(fs.existsSync)
  if (!file) return {}
  try {
    return withoutEmpty(parseEnv(fs.readFileSync(file, 'utf8')) as Environment)
  } catch (error) {
    faults.push(`.env cannot be read: ${(error as Error).message}`)
    return {}
  }
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
}

/** What no setting can see alone. Works on the texts, so that these faults are told together with all others. */
function combinationFaults(raw: Environment): string[] {
  const connect = ['STRIPE_CONNECT_CLIENT_ID', 'STRIPE_CONNECT_SECRET_KEY', 'STRIPE_CONNECT_WEBHOOK_SECRET']
  const missing = connect.filter((name) => !raw[name])
  const faults =
    missing.length === connect.length
      ? []
      : missing.map((name) => `${name} is missing: Stripe Connect needs all three STRIPE_CONNECT_… settings`)
  const modes = [raw.STRIPE_CONNECT_SECRET_KEY, raw.STRIPE_CONNECT_PUBLISHABLE_KEY].map(
    (key) => /^[a-z]+_(test|live)_/.exec(key ?? '')?.[1],
  )
  if (raw.STRIPE_CONNECT_PUBLISHABLE_KEY && missing.length === connect.length)
    faults.push('STRIPE_CONNECT_PUBLISHABLE_KEY needs the other three STRIPE_CONNECT_… settings')
  if (modes[0] && modes[1] && modes[0] !== modes[1])
    faults.push('STRIPE_CONNECT_PUBLISHABLE_KEY must be of the same mode as STRIPE_CONNECT_SECRET_KEY')
  if (raw.DATABASE_URL && !raw.SECRET_KEY) {
    faults.push('SECRET_KEY is required with DATABASE_URL; make one with: openssl rand -base64 32')
  }
  return faults
}

/** The key kept in DATA_DIR goes on opening what it sealed after the operator has set a SECRET_KEY. */
function readSecretKeys(set: Settings, dataDir: string): Buffer[] {
  const current = set.SECRET_KEY ? [set.SECRET_KEY] : []
  const previous = set.SECRET_KEY_PREVIOUS ?? []
  if (set.DATABASE_URL) return [...current, ...previous]
  try {
    const kept = readKeptSecretKeys(dataDir)
    if (kept.length === 0 && !set.SECRET_KEY) kept.push(makeSecretKey(dataDir))
    return [...current, ...kept, ...previous]
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new SettingsError([
      code ? `DATA_DIR ${dataDir} cannot be used: ${message}` : `SECRET_KEY: ${message}`,
    ])
  }
}
