/** What the operator decided, read once from the environment (docs: contract, "Settings"). */
export interface Config {
  port: number
  host: string
  /** Absolute origin without a trailing slash; every link in a mail or PDF begins with it. */
  publicUrl: string
  dataDir: string
  /** null: the embedded Postgres in `dataDir`. */
  databaseUrl: string | null
  /** 32 bytes each, newest first; the first encrypts, all decrypt. */
  secretKeys: Buffer[]
  /** null: mail waits in the outbox. */
  smtpUrl: string | null
  mailFrom: string
  stripeApiBase: string
  stripeJsUrl: string
  /** Where the simulated Stripe of tour accounts answers; null while tours are off. */
  stripeSimulatorUrl: string | null
  tour: boolean
  role: 'all' | 'web' | 'worker'
  trustProxy: boolean
  signup: 'first' | 'open' | 'closed'
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  metricsToken: string | null
  reconcileIntervalMs: number
}
