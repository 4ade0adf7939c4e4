import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { App, Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import { cutPage, decodeCursor } from '../../platform/db/keyset.ts'

/** As it was written: the database keeps its words sealed. */
export type Message = Selectable<Database['messages']>

export async function findMessage(
  { db, sealer }: Pick<App, 'db' | 'sealer'>,
  accountId: AccountId,
  id: string,
): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && openMessage(sealer, row)
}

export async function listMessages(
  { db, sealer }: Pick<App, 'db' | 'sealer'>,
  accountId: AccountId,
  filter: {
    limit: number
    cursor?: string | undefined
    invoiceId?: string | undefined
    customerId?: string | undefined
  },
) {
  let query = db.selectFrom('messages').selectAll().where('account_id', '=', accountId)
  if (filter.cursor) query = query.where('id', '<', decodeCursor(filter.cursor))
  if (filter.invoiceId) query = query.where('invoice_id', '=', filter.invoiceId)
  if (filter.customerId) query = query.where('customer_id', '=', filter.customerId)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return cutPage(
    rows.map((row) => openMessage(sealer, row)),
    filter.limit,
  )
}

/** E-mails that wait with nobody about to send them: written while no SMTP server was set. */
export async function waitingMessages(db: Reader): Promise<{ account_id: AccountId; id: string }[]> {
  const { rows } = await sql<{ account_id: AccountId; id: string }>`
    select m.account_id, m.id from messages m
    join accounts a on a.id = m.account_id and a.kind = 'business'
    where m.state = 'queued' and not exists (
      select 1 from outbox o where o.account_id = m.account_id and o.finished_at is null
        and o.event ->> 'type' = 'message.queued' and o.event ->> 'messageId' = m.id)
    order by m.id limit 1000`.execute(db)
  return rows
}

/** How the e-mail stands, held until the transaction ends: nobody notes meanwhile that it was delivered. */
export async function lockMessage(
  tx: Tx,
  accountId: AccountId,
  id: string,
): Promise<Pick<Message, 'state' | 'error'> | undefined> {
  return tx
    .selectFrom('messages')
    .select(['state', 'error'])
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** The outbox row that is to send the e-mail, now, later or (given up) when somebody says so; undefined: none is. Locked. */
export async function jobOfMessage(
  db: Reader,
  accountId: AccountId,
  messageId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from outbox where account_id = ${accountId} and finished_at is null
      and event ->> 'type' = 'message.queued' and event ->> 'messageId' = ${messageId}
    limit 1 for update`.execute(db)
  return rows[0]?.id
}

/** What a message's words are sealed for. */
export function sealPurpose({ account_id: accountId, id }: Pick<Message, 'account_id' | 'id'>): string {
  return `${accountId}/${id}/message`
}

function openMessage(sealer: App['sealer'], row: Message): Message {
  const purpose = sealPurpose(row)
  return { ...row, html: sealer.open(row.html, purpose), body_text: sealer.open(row.body_text, purpose) }
}
