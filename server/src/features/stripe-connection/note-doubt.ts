import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import type { Connection } from './queries.ts'
import { markDoubted } from './store.ts'

const againAfterMs = 60_000

/**
 * Stripe refused us somewhere. That alone proves nothing (a restricted key lacks a permission, an id is another
 * account's): the account is read again soon, and what that says counts. Never throws: it stands beside the call.
 */
export function noteDoubt(app: App, connection: Pick<Connection, 'account_id' | 'id'>): void {
  inTransaction(app.db, async (tx) => {
    const before = new Date(app.now().getTime() - againAfterMs)
    if (await markDoubted(tx, connection.account_id, connection.id, { before, now: app.now() }))
      await publish(tx, connection.account_id, { type: 'stripe.access_doubted', connectionId: connection.id })
  }).catch((error: unknown) =>
    app.log.warn({ connection: connection.id, error: String(error) }, 'a doubt could not be noted'),
  )
}
