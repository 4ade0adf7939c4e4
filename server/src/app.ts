import type { Kysely } from 'kysely'
import { pdfWorkerUrl } from './assets.ts'
import type { Config } from './config.ts'
import type { App } from './context.ts'
import type { Database } from './database.ts'
import { stopCollecting } from './features/payments/stop-collecting.ts'
import { createSealer } from './platform/crypto/sealer.ts'
import { openDatabase } from './platform/db/pool.ts'
import { createLimits } from './platform/http/limits.ts'
import { createLog } from './platform/log.ts'
import { createMailer } from './platform/mail/mailer.ts'
import { createPdfRenderer } from './platform/pdf/render-pdf.ts'
import { createStripeClients } from './platform/stripe/client.ts'

/** Settings with a database to connect to. `embedded`: it is ours alone, no other process works on it. */
export type ReadyConfig = Config & { databaseUrl: string; embedded?: boolean }

const connections = 12

/** Puts the product together: the only file that knows everything. */
export function createApp(config: ReadyConfig): App & { close(): Promise<void> } {
  const log = createLog(config.logLevel)
  let closing = false
  const db: Kysely<Database> = openDatabase<Database>(config.databaseUrl, {
    size: connections,
    onIdleError(error) {
      // The last ones may still be on their way out when the database itself stops.
      if (!closing) log.warn({ error: error.message }, 'a database connection broke; another takes its place')
    },
  })
  const pdf: App['pdf'] = createPdfRenderer({ workerUrl: pdfWorkerUrl })
  const mailer = createMailer(config.smtpUrl)
  return {
    config,
    db,
    log,
    pdf,
    mailer,
    stripe: createStripeClients({
      apiBase: config.stripeApiBase,
      jsUrl: config.stripeJsUrl,
      simulatorUrl: config.stripeSimulatorUrl,
    }),
    sealer: createSealer(config.secretKeys),
    limits: createLimits(),
    now: () => new Date(),
    startedAt: new Date(),
    stopCollecting,
    async close() {
      closing = true
      mailer.close()
      await pdf.stop()
      await db.destroy()
    },
  }
}
