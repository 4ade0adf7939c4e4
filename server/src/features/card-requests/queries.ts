import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { dueAgain } from '../../platform/db/due-again.ts'

export type CardRequest = Selectable<Database['card_requests']>

/** `open`: the customer may save now. The others are over. */
export type CardRequestState = 'open' | 'saved' | 'expired' | 'revoked'

export function stateOf(request: CardRequest, now: Date): CardRequestState {
  if (request.saved_at) return 'saved'
  if (request.revoked_at) return 'revoked'
  return request.expires_at <= now ? 'expired' : 'open'
}

/** By the hash of its token, which is all that is known of whoever opens the link. */
export async function findCardRequestByToken(
  db: Reader,
  tokenHash: Buffer,
): Promise<CardRequest | undefined> {
  return db.selectFrom('card_requests').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
}

export async function findCardRequest(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<CardRequest | undefined> {
  return db
    .selectFrom('card_requests')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockCardRequest(db: Reader, accountId: AccountId, id: string): Promise<CardRequest> {
  return db
    .selectFrom('card_requests')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** A customer's requests, newest first. */
export async function cardRequestsOf(
  db: Reader,
  accountId: AccountId,
  customerId: string,
): Promise<CardRequest[]> {
  return db
    .selectFrom('card_requests')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
}

/** Requests whose customer went to their bank and was not seen again: often asked about while young, at least hourly when old. */
export async function staleCardRequests(
  db: Reader,
  intervalMs: number,
  limit: number,
): Promise<CardRequest[]> {
  const { rows } = await sql<CardRequest>`
    select * from card_requests
    where setup_intent_id is not null and saved_at is null and revoked_at is null
      and expires_at > now() - interval '1 day'
      and ${dueAgain('checked_at', 'created_at', intervalMs)}
    order by checked_at limit ${limit}`.execute(db)
  return rows
}
