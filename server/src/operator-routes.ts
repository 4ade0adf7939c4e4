import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { migrationsFolder } from './assets.ts'
import { pendingMigrations } from './platform/db/migrate.ts'
import type { Variables } from './platform/http/endpoint.ts'
import { countWaiting } from './platform/jobs/outbox.ts'

/** For operators: is it alive, is it ready, how is it doing. */
export const operatorRoutes = new Hono<{ Variables: Variables }>()

operatorRoutes.get('/healthz', (http) => http.json({ status: 'alive' }))

operatorRoutes.get('/readyz', async (http) => {
  const { app } = http.var
  try {
    const pending = await pendingMigrations(app.db, migrationsFolder)
    return http.json(
      { status: pending.length ? 'migrating' : 'ready', pending_migrations: pending },
      pending.length ? 503 : 200,
    )
  } catch {
    return http.json({ status: 'database_unreachable' }, 503)
  }
})

operatorRoutes.get('/metrics', async (http) => {
  const { app } = http.var
  const token = app.config.metricsToken
  const sent = http.req.header('authorization')?.replace(/^Bearer /, '') ?? ''
  if (!token || sent.length !== token.length || !timingSafeEqual(Buffer.from(sent), Buffer.from(token)))
    return http.notFound()
  const { default: prometheus } = await import('prom-client')
  if (!prometheus.register.getSingleMetric('process_cpu_user_seconds_total'))
    prometheus.collectDefaultMetrics()
  const gauge =
    (prometheus.register.getSingleMetric('quittance_outbox_waiting') as
      | InstanceType<typeof prometheus.Gauge>
      | undefined) ??
    new prometheus.Gauge({ name: 'quittance_outbox_waiting', help: 'Events whose effects have not all run' })
  gauge.set(await countWaiting(app))
  return http.body(await prometheus.register.metrics(), 200, {
    'content-type': prometheus.register.contentType,
  })
})
