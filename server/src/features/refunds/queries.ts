import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { dueAgain } from '../../platform/db/due-again.ts'
import { cutPage, decodeCursor } from '../../platform/db/keyset.ts'

export type Refund = Selectable<Database['refunds']>

export async function findRefund(db: Reader, accountId: AccountId, id: string): Promise<Refund | undefined> {
  return db
    .selectFrom('refunds')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** By Stripe's own id, or, before we could note that down, by the row it was made for (I14: metadata alone proves nothing). */
export async function findRefundOfStripe(
  db: Reader,
  accountId: AccountId,
  at: { paymentId: string; stripeRefundId: string; hintedId: string | null },
): Promise<Refund | undefined> {
  return db
    .selectFrom('refunds')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('payment_id', '=', at.paymentId)
    .where((eb) =>
      eb.or([
        eb('stripe_refund_id', '=', at.stripeRefundId),
        eb.and([eb('stripe_refund_id', 'is', null), eb('id', '=', at.hintedId ?? '')]),
      ]),
    )
    .executeTakeFirst()
}

/** The sum of a payment's refunds that stand, minor units. */
export async function sumOfStanding(db: Reader, accountId: AccountId, paymentId: string): Promise<number> {
  const row = await db
    .selectFrom('refunds')
    .select(sql<number>`coalesce(sum(amount), 0)::bigint`.as('sum'))
    .where('account_id', '=', accountId)
    .where('payment_id', '=', paymentId)
    .where('status', 'not in', ['failed', 'canceled'])
    .executeTakeFirstOrThrow()
  return row.sum
}

export async function listRefunds(
  db: Reader,
  accountId: AccountId,
  filter: {
    limit: number
    cursor?: string | undefined
    invoiceId?: string | undefined
    paymentId?: string | undefined
  },
) {
  let query = db.selectFrom('refunds').selectAll().where('account_id', '=', accountId)
  if (filter.cursor) query = query.where('id', '<', decodeCursor(filter.cursor))
  if (filter.invoiceId) query = query.where('invoice_id', '=', filter.invoiceId)
  if (filter.paymentId) query = query.where('payment_id', '=', filter.paymentId)
  return cutPage(
    await query
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute(),
    filter.limit,
  )
}

/** Refunds under way whose turn it is to be asked about: often while young, at least hourly when old. */
export async function staleRefunds(db: Reader, intervalMs: number, limit: number): Promise<Refund[]> {
  const { rows } = await sql<Refund>`
    select * from refunds
    where method = 'stripe' and status in ('pending', 'requires_action')
      and ${dueAgain('checked_at', 'created_at', intervalMs)}
    order by checked_at limit ${limit}`.execute(db)
  return rows
}
