import type { AccountId } from '@quittance/core/ids'
import type { Selectable } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { cutPage, decodeCursor } from '../../platform/db/keyset.ts'

export type WebhookEndpoint = Selectable<Database['webhook_endpoints']>
export type WebhookDelivery = Selectable<Database['webhook_deliveries']>
type Event = Selectable<Database['invoice_events']>

interface PageAsked {
  limit: number
  cursor?: string | undefined
}

export async function listEndpoints(db: Reader, accountId: AccountId): Promise<WebhookEndpoint[]> {
  return db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
}

export async function findEndpoint(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  return db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Newest first. */
export async function listDeliveries(db: Reader, endpoint: WebhookEndpoint, page: PageAsked) {
  let query = db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('account_id', '=', endpoint.account_id)
    .where('endpoint_id', '=', endpoint.id)
  if (page.cursor) query = query.where('id', '<', decodeCursor(page.cursor))
  return cutPage<WebhookDelivery>(
    await query
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute(),
    page.limit,
  )
}

/** What is to be told to an endpoint now, oldest first. */
export async function dueDeliveries(
  db: Reader,
  endpoint: WebhookEndpoint,
  limit: number,
): Promise<WebhookDelivery[]> {
  return db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('account_id', '=', endpoint.account_id)
    .where('endpoint_id', '=', endpoint.id)
    .where((eb) => eb('next_try_at', '<=', eb.fn<Date>('now')))
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The timelines of all invoices as one, newest first. */
export async function listEvents(
  db: Reader,
  accountId: AccountId,
  page: PageAsked & { type?: string | undefined; invoice_id?: string | undefined },
) {
  let query = db.selectFrom('invoice_events').selectAll().where('account_id', '=', accountId)
  if (page.cursor) query = query.where('id', '<', decodeCursor(page.cursor))
  if (page.type) query = query.where('type', '=', page.type)
  if (page.invoice_id) query = query.where('invoice_id', '=', page.invoice_id)
  return cutPage<Event>(
    await query
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute(),
    page.limit,
  )
}
