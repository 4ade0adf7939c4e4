import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { createApp, type ReadyConfig } from './app.ts'
import { migrationsFolder } from './assets.ts'
import { reconcileCardRequests } from './features/card-requests/refresh-card-request.ts'
import { holdInvoices } from './features/doctor/hold-invoices.ts'
import { sendWaitingMessages } from './features/notifications/retry-message.ts'
import { noteFees } from './features/payments/note-fees.ts'
import { reconcilePayments } from './features/payments/reconcile-payments.ts'
import { sweepEvents } from './features/payments/sweep-events.ts'
import { reconcileRefunds } from './features/refunds/reconcile-refunds.ts'
import { endIdleTours } from './features/tour/end-idle-tours.ts'
import { startWebhookDelivery } from './features/webhook-endpoints/deliver-webhooks.ts'
import { forgetWhatIsOver } from './platform/db/forget-what-is-over.ts'
import { giveKeysBack } from './platform/db/idempotency-keys.ts'
import { forgetLeases } from './platform/db/lease.ts'
import { migrate } from './platform/db/migrate.ts'
import { releaseLeases } from './platform/jobs/outbox.ts'
import { startRunner } from './platform/jobs/runner.ts'
import { schedule } from './platform/jobs/schedule.ts'
import { reactions } from './reactions.ts'
import { createRoutes } from './routes.ts'
import { stripeEffects } from './stripe-effects.ts'

export interface RunningServer {
  url: string
  /** Takes no new requests, finishes those under way and what the outbox has begun. */
  stop(): Promise<void>
}

/** Starts the product on `config.port`: the web side, the worker side, or both (`config.role`). */
export async function startServer(config: ReadyConfig): Promise<RunningServer> {
  const app = createApp(config)
  try {
    await migrate(config.databaseUrl, migrationsFolder)
    const worker = config.role === 'web' ? null : await startWorker(app, config)
    const server = config.role === 'worker' ? null : await listen(app, config)
    return {
      url: config.publicUrl,
      async stop() {
        if (server) await closeServer(server)
        await worker?.stop()
        await app.close()
      },
    }
  } catch (error) {
    await app.close()
    throw error
  }
}

async function startWorker(
  app: ReturnType<typeof createApp>,
  config: ReadyConfig,
): Promise<{ stop(): Promise<void> }> {
  // The embedded database serves this process alone: whatever is leased was left by one that died.
  if (config.embedded) await Promise.all([releaseLeases(app), forgetLeases(app.db), giveKeysBack(app.db)])
  await sendWaitingMessages(app)
  const runner = startRunner(app, config.databaseUrl, reactions)
  const tasks = [
    schedule(app, 'reconcile payments', config.reconcileIntervalMs, () => reconcilePayments(app)),
    schedule(app, 'reconcile refunds', config.reconcileIntervalMs, () => reconcileRefunds(app)),
    schedule(app, 'reconcile card requests', config.reconcileIntervalMs, () => reconcileCardRequests(app)),
    schedule(app, 'note fees', config.reconcileIntervalMs, () => noteFees(app)),
    schedule(app, 'sweep events', config.reconcileIntervalMs, () => sweepEvents(app, stripeEffects)),
    schedule(app, 'look over the books', config.doctorIntervalMs, () => holdInvoices(app), { atOnce: true }),
    schedule(app, 'end idle tours', 600_000, () => endIdleTours(app)),
    schedule(app, 'forget what is over', 3_600_000, () => forgetWhatIsOver(app.db), { atOnce: true }),
    startWebhookDelivery(app),
  ]
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.stop()))
      await runner.stop()
    },
  }
}

function listen(app: ReturnType<typeof createApp>, config: ReadyConfig): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: createRoutes(app).fetch, port: config.port, hostname: config.host }, () =>
      resolve(server as Server),
    )
    server.on('error', reject)
  })
}

/** Requests under way are finished; connections that only idle, or come to idle, do not hold us up. */
async function closeServer(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const tooLate = setTimeout(() => server.closeAllConnections(), 3_000)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearInterval(idle)
  clearTimeout(tooLate)
}
