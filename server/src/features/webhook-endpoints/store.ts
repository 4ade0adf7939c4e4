import type { AccountId } from '@quittance/core/ids'
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { WebhookDelivery, WebhookEndpoint } from './queries.ts'

// Longer than a whole turn at one endpoint may take: it is renewed before each delivery.
const leaseSeconds = 60

export async function insertEndpoint(
  tx: Tx,
  row: Insertable<Database['webhook_endpoints']>,
): Promise<WebhookEndpoint> {
  return tx.insertInto('webhook_endpoints').values(row).returningAll().executeTakeFirstOrThrow()
}

export async function updateEndpoint(
  db: Reader,
  accountId: AccountId,
  id: string,
  change: Updateable<Database['webhook_endpoints']>,
): Promise<WebhookEndpoint | undefined> {
  return db
    .updateTable('webhook_endpoints')
    .set(change)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** With all that was to be told to it. Returns whether there was one. */
export async function deleteEndpoint(tx: Tx, accountId: AccountId, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('webhook_endpoints')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function insertDelivery(tx: Tx, row: Insertable<Database['webhook_deliveries']>): Promise<void> {
  await tx.insertInto('webhook_deliveries').values(row).execute()
}

/** Takes up to `limit` endpoints that something is due for, each for this process alone: their messages go out one by one. */
export async function claimEndpoints(db: Reader, limit: number): Promise<WebhookEndpoint[]> {
  const { rows } = await sql<WebhookEndpoint>`
    update webhook_endpoints set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where (account_id, id) in (
      select e.account_id, e.id from webhook_endpoints e
      where e.enabled and (e.lease_until is null or e.lease_until < now())
        and exists (select from webhook_deliveries d
          where d.account_id = e.account_id and d.endpoint_id = e.id and d.next_try_at <= now())
      limit ${limit} for update skip locked)
    returning *`.execute(db)
  return rows
}

/** Goes on with an endpoint. Null: it was deleted or switched off meanwhile. */
export async function renewClaim(
  db: Reader,
  { account_id, id }: WebhookEndpoint,
): Promise<WebhookEndpoint | null> {
  const { rows } = await sql<WebhookEndpoint>`
    update webhook_endpoints set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where account_id = ${account_id} and id = ${id} and enabled returning *`.execute(db)
  return rows[0] ?? null
}

export async function releaseEndpoint(db: Reader, { account_id, id }: WebhookEndpoint): Promise<void> {
  await sql`update webhook_endpoints set lease_until = null where account_id = ${account_id} and id = ${id}`.execute(
    db,
  )
}

/** What became of a try. `pauseSeconds` null: it is not tried again. */
export async function noteTry(
  db: Reader,
  of: WebhookDelivery,
  outcome: { delivered: boolean; status: number | null; error: string | null; pauseSeconds: number | null },
): Promise<WebhookDelivery> {
  const { rows } = await sql<WebhookDelivery>`
    update webhook_deliveries set
      attempts = attempts + 1, last_tried_at = now(), answer_status = ${outcome.status}, error = ${outcome.error},
      delivered_at = ${outcome.delivered ? sql`now()` : sql`delivered_at`},
      next_try_at = now() + make_interval(secs => ${outcome.pauseSeconds})
    where account_id = ${of.account_id} and endpoint_id = ${of.endpoint_id} and id = ${of.id}
    returning *`.execute(db)
  return rows[0] ?? of
}

/** Has it tried again at once, with all tries before it. Returns null when there is no such delivery. */
export async function dueNow(tx: Tx, endpoint: WebhookEndpoint, id: string): Promise<WebhookDelivery | null> {
  const { rows } = await sql<WebhookDelivery>`
    update webhook_deliveries set attempts = 0, next_try_at = now()
    where account_id = ${endpoint.account_id} and endpoint_id = ${endpoint.id} and id = ${id}
    returning *`.execute(tx)
  return rows[0] ?? null
}
