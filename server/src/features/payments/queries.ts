import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { dueAgain } from '../../platform/db/due-again.ts'
import { cutPage } from '../../platform/db/keyset.ts'
import { escapeLike } from '../../platform/db/like.ts'
import { listOrder, type SortColumn } from '../../platform/db/list-order.ts'
import type { IntentNews } from './intent-facts.ts'

export type Payment = Selectable<Database['payments']>

export async function findPayment(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<Payment | undefined> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The payment that can still change at Stripe; there is at most one (R26). */
export async function findOpenPayment(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
): Promise<Payment | undefined> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('source', '=', 'stripe')
    .where('closed_at', 'is', null)
    .executeTakeFirst()
}

export async function listOpenPayments(db: Reader, accountId: AccountId): Promise<Payment[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('source', '=', 'stripe')
    .where('closed_at', 'is', null)
    .execute()
}

export async function paymentsOf(db: Reader, accountId: AccountId, invoiceId: string): Promise<Payment[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('id')
    .execute()
}

/** By the stored intent, or, before we could note the intent down, by the payment it was made for (I14: metadata alone proves nothing). */
export async function findPaymentOfIntent(
  db: Reader,
  accountId: AccountId,
  { stripeAccountId, intent }: IntentNews,
): Promise<Payment | undefined> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', stripeAccountId)
    .where('livemode', '=', intent.livemode)
    .where((eb) =>
      eb.or([
        eb('intent_id', '=', intent.id),
        eb.and([eb('intent_id', 'is', null), eb('id', '=', intent.metadata?.['payment_id'] ?? '')]),
      ]),
    )
    .executeTakeFirst()
}

/** Which of these PaymentIntents are in the books as money that came. */
export async function bookedIntents(
  db: Reader,
  accountId: AccountId,
  at: { stripeAccountId: string; livemode: boolean },
  intentIds: string[],
): Promise<Set<string>> {
  if (intentIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('payments')
    .select('intent_id')
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', at.stripeAccountId)
    .where('livemode', '=', at.livemode)
    .where('status', '=', 'succeeded')
    .where(sql<boolean>`intent_id = any(${intentIds})`)
    .execute()
  return new Set(rows.map((row) => row.intent_id!))
}

/** The payment that this intent or charge of Stripe's belongs to. */
export async function findPaymentAtStripe(
  db: Reader,
  accountId: AccountId,
  at: { stripeAccountId: string; livemode: boolean; intentId: string | null; chargeId: string | null },
): Promise<Payment | undefined> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', at.stripeAccountId)
    .where('livemode', '=', at.livemode)
    .where((eb) => eb.or([eb('intent_id', '=', at.intentId ?? ''), eb('charge_id', '=', at.chargeId ?? '')]))
    .executeTakeFirst()
}

export async function lockPayment(db: Reader, accountId: AccountId, id: string): Promise<Payment> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export const paymentSorts = { amount: { value: sql`p.amount`, type: 'bigint' } } as const satisfies Record<
  string,
  SortColumn
>

export async function listPayments(
  db: Reader,
  accountId: AccountId,
  filter: {
    sort?: string | undefined
    limit: number
    cursor?: string | undefined
    invoiceId?: string | undefined
    status?: Payment['status'] | undefined
    q?: string | undefined
  },
) {
  const order = listOrder(filter.sort, 'p.id', paymentSorts)
  let query = paymentsWithNames(db).select(order.value.as('sort_value')).where('p.account_id', '=', accountId)
  if (filter.cursor) query = query.where(order.after(filter.cursor))
  if (filter.invoiceId) query = query.where('p.invoice_id', '=', filter.invoiceId)
  if (filter.status) query = query.where('p.status', '=', filter.status)
  if (filter.q) {
    const like = `%${escapeLike(filter.q)}%`
    query = query.where((eb) => eb.or([eb('i.number', 'ilike', like), eb('i.customer_name', 'ilike', like)]))
  }
  return cutPage(
    await query
      .orderBy(order.by)
      .limit(filter.limit + 1)
      .execute(),
    filter.limit,
    order.cursorOf,
  )
}

export async function findPaymentWithNames(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<NamedPayment | undefined> {
  return paymentsWithNames(db).where('p.account_id', '=', accountId).where('p.id', '=', id).executeTakeFirst()
}

export type NamedPayment = Payment & {
  invoice_number: string | null
  customer_id: string
  customer_name: string
}

const unsettledAtMost = 200

/**
 * Open payments that nobody here can stop, oldest first: on their way, or at a Stripe account and mode that is not the
 * connected one, and then not `reachable` either (trap 17).
 */
export async function listUnsettledPayments(
  db: Reader,
  accountId: AccountId,
): Promise<(NamedPayment & { reachable: boolean })[]> {
  return paymentsWithNames(db)
    .leftJoin('stripe_connections as c', (join) =>
      join
        .onRef('c.account_id', '=', 'p.account_id')
        .onRef('c.stripe_account_id', '=', 'p.stripe_account_id')
        .onRef('c.livemode', '=', 'p.livemode')
        .on('c.disconnected_at', 'is', null),
    )
    .select((eb) => eb('c.id', 'is not', null).$castTo<boolean>().as('reachable'))
    .where('p.account_id', '=', accountId)
    .where('p.source', '=', 'stripe')
    .where('p.closed_at', 'is', null)
    .where((eb) => eb.or([eb('p.status', '=', 'processing'), eb('c.id', 'is', null)]))
    .orderBy('p.id')
    .limit(unsettledAtMost)
    .execute()
}

function paymentsWithNames(db: Reader) {
  return db
    .selectFrom('payments as p')
    .innerJoin('invoices as i', (join) =>
      join.onRef('i.account_id', '=', 'p.account_id').onRef('i.id', '=', 'p.invoice_id'),
    )
    .selectAll('p')
    .select(['i.number as invoice_number', 'i.customer_id', 'i.customer_name'])
}

/** Payments of the invoice that were closed here while nobody could ask Stripe, and may still be paid there. */
export async function leftPayments(db: Reader, accountId: AccountId, invoiceId: string): Promise<Payment[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('left_at_stripe', '=', true)
    .execute()
}

/** Open payments whose turn it is to be asked about: often while young, at least hourly when old. */
export async function stalePayments(db: Reader, intervalMs: number, limit: number): Promise<Payment[]> {
  const { rows } = await sql<Payment>`
    select * from payments
    where source = 'stripe' and (closed_at is null or left_at_stripe)
      and ${dueAgain('checked_at', 'created_at', intervalMs)}
    order by checked_at limit ${limit}`.execute(db)
  return rows
}

/** Payments of the last month whose fee Stripe has not told yet and that it is time to ask about, as for `stalePayments`. */
export async function paymentsWithoutFee(db: Reader, intervalMs: number, limit: number): Promise<Payment[]> {
  const { rows } = await sql<Payment>`
    select * from payments
    where source = 'stripe' and status = 'succeeded' and fee is null and charge_id is not null and succeeded_at > now() - interval '30 days'
      and ${dueAgain('fee_checked_at', 'succeeded_at', intervalMs)}
    order by fee_checked_at nulls first limit ${limit}`.execute(db)
  return rows
}

export async function findStripeEvent(
  db: Reader,
  accountId: AccountId,
  connectionId: string,
  eventId: string,
) {
  return db
    .selectFrom('stripe_events')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('connection_id', '=', connectionId)
    .where('event_id', '=', eventId)
    .executeTakeFirst()
}

export async function countSucceeded(db: Reader, accountId: AccountId, invoiceId: string): Promise<number> {
  const row = await db
    .selectFrom('payments')
    .select(sql<number>`count(*)`.as('n'))
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('status', '=', 'succeeded')
    .executeTakeFirstOrThrow()
  return row.n
}
