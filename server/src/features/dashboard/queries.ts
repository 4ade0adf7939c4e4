import type { AccountId } from '@quittance/core/ids'
import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import { type Attention, attention } from '../invoices/queries.ts'

/** Of what is owed in one currency; amounts in minor units. */
export interface OpenSums {
  currency: string
  outstanding: number
  outstandingCount: number
  overdue: number
  overdueCount: number
  processing: number
  processingCount: number
  /** By days past the due date: not yet, 1–30, 31–60, 61–90, more. */
  ageing: number[]
}

/** What customers owe, by currency. `today` is 'YYYY-MM-DD' in the account's time zone. */
export async function openSums(db: Reader, accountId: AccountId, today: string): Promise<OpenSums[]> {
  const late = sql`(${today}::date - due_date)`
  const due = sql`sum(total - settled)`
  const between = (from: number, to: number) =>
    sql`coalesce(${due} filter (where ${late} between ${from} and ${to}), 0)`
  const farthest = 1_000_000
  const { rows } = await sql<OpenSums>`
    select currency, ${due}::bigint as outstanding, count(*)::int as "outstandingCount",
      coalesce(${due} filter (where ${late} > 0 and not processing), 0)::bigint as overdue,
      (count(*) filter (where ${late} > 0 and not processing))::int as "overdueCount",
      coalesce(${due} filter (where processing), 0)::bigint as processing,
      (count(*) filter (where processing))::int as "processingCount",
      array[${between(-farthest, 0)}, ${between(1, 30)}, ${between(31, 60)}, ${between(61, 90)}, ${between(91, farthest)}]::float8[] as ageing
    from invoices where account_id = ${accountId} and status in ('sent', 'partially_paid')
    group by currency`.execute(db)
  return rows
}

/** What came in during a week, by currency. */
export interface WeekSum {
  currency: string
  /** Its Monday. */
  week: string
  amount: number
}

/** Money that came since `from`, through Stripe or by hand, by the week of the account's calendar in which it came. */
export async function collectedByWeek(
  db: Reader,
  accountId: AccountId,
  { from, timeZone }: { from: string; timeZone: string },
): Promise<WeekSum[]> {
  const { rows } = await sql<WeekSum>`
    select currency, to_char(date_trunc('week', succeeded_at at time zone ${timeZone}), 'YYYY-MM-DD') as week, sum(amount)::bigint as amount
    from payments
    where account_id = ${accountId} and status = 'succeeded' and succeeded_at >= ${from}::timestamp at time zone ${timeZone}
    group by 1, 2`.execute(db)
  return rows
}

/** Money that came since `from` ('YYYY-MM-DD'), by currency. */
export async function collectedSince(
  db: Reader,
  accountId: AccountId,
  { from, timeZone }: { from: string; timeZone: string },
): Promise<{ currency: string; amount: number; count: number }[]> {
  const { rows } = await sql<{ currency: string; amount: number; count: number }>`
    select currency, sum(amount)::bigint as amount, count(*)::int as count
    from payments
    where account_id = ${accountId} and status = 'succeeded' and succeeded_at >= ${from}::timestamp at time zone ${timeZone}
    group by 1`.execute(db)
  return rows
}

/** How many invoices wait for somebody, and why; what there is none of is left out. */
export async function countAttention(
  db: Reader,
  accountId: AccountId,
): Promise<{ kind: Attention; count: number }[]> {
  const counts = await Promise.all(
    Object.entries(attention).map(async ([kind, condition]) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from invoices i where i.account_id = ${accountId} and ${condition}`.execute(
        db,
      )
      return { kind: kind as Attention, count: rows[0]!.count }
    }),
  )
  return counts.filter(({ count }) => count > 0)
}

export async function hasInvoices(db: Reader, accountId: AccountId): Promise<boolean> {
  const row = await db
    .selectFrom('invoices')
    .select('id')
    .where('account_id', '=', accountId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What a business has done at least once. */
export interface FirstFacts {
  /** To Stripe, then or now. */
  connected: boolean
  sent: boolean
  paid: boolean
}

export async function firstFacts(db: Reader, accountId: AccountId): Promise<FirstFacts> {
  const { rows } = await sql<FirstFacts>`select
    exists (select 1 from stripe_connections where account_id = ${accountId}) as connected,
    exists (select 1 from invoices where account_id = ${accountId} and issued_at is not null) as sent,
    exists (select 1 from payments where account_id = ${accountId} and status = 'succeeded') as paid`.execute(
    db,
  )
  return rows[0]!
}
