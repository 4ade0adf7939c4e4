import type { AccountId } from '@quittance/core/ids'
import type { Selectable } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { cutPage, decodeCursor } from '../../platform/db/keyset.ts'

export type Dispute = Selectable<Database['disputes']>

export async function findDisputeOfStripe(
  db: Reader,
  accountId: AccountId,
  at: { stripeAccountId: string; livemode: boolean; stripeDisputeId: string },
): Promise<Dispute | undefined> {
  return db
    .selectFrom('disputes')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', at.stripeAccountId)
    .where('livemode', '=', at.livemode)
    .where('stripe_dispute_id', '=', at.stripeDisputeId)
    .executeTakeFirst()
}

export async function disputesOf(db: Reader, accountId: AccountId, invoiceId: string): Promise<Dispute[]> {
  return db
    .selectFrom('disputes')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('id')
    .execute()
}

export async function listDisputes(
  db: Reader,
  accountId: AccountId,
  filter: { limit: number; cursor?: string | undefined; invoiceId?: string | undefined },
) {
  let query = db.selectFrom('disputes').selectAll().where('account_id', '=', accountId)
  if (filter.cursor) query = query.where('id', '<', decodeCursor(filter.cursor))
  if (filter.invoiceId) query = query.where('invoice_id', '=', filter.invoiceId)
  return cutPage(
    await query
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute(),
    filter.limit,
  )
}
