import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { cutPage } from '../../platform/db/keyset.ts'
import { escapeLike } from '../../platform/db/like.ts'
import { listOrder, type SortColumn } from '../../platform/db/list-order.ts'

export type Customer = Selectable<Database['customers']>
export type PaymentMethod = Selectable<Database['payment_methods']>

export async function findCustomer(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<Customer | undefined> {
  return db
    .selectFrom('customers')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
}

export const customerSorts = {
  name: { value: sql`lower(coalesce(nullif(company, ''), name))`, type: 'text' },
} as const satisfies Record<string, SortColumn>

export async function listCustomers(
  db: Reader,
  accountId: AccountId,
  page: {
    limit: number
    sort?: string | undefined
    cursor?: string | undefined
    q?: string | undefined
  },
) {
  const order = listOrder(page.sort, 'id', customerSorts)
  let query = db
    .selectFrom('customers')
    .selectAll()
    .select(order.value.as('sort_value'))
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null)
  if (page.cursor) query = query.where(order.after(page.cursor))
  if (page.q) {
    const like = `%${escapeLike(page.q)}%`
    query = query.where((eb) =>
      eb.or([eb('name', 'ilike', like), eb('company', 'ilike', like), eb('email', 'ilike', like)]),
    )
  }
  return cutPage(
    await query
      .orderBy(order.by)
      .limit(page.limit + 1)
      .execute(),
    page.limit,
    order.cursorOf,
  )
}

/** What each customer owes on open invoices, by currency. Minor units. */
export async function balancesOf(
  db: Reader,
  accountId: AccountId,
  customerIds: string[],
): Promise<Map<string, { currency: string; amount_due: number }[]>> {
  const balances = new Map<string, { currency: string; amount_due: number }[]>()
  if (customerIds.length === 0) return balances
  const rows = await db
    .selectFrom('invoices')
    .select(['customer_id', 'currency', sql<number>`sum(total - settled)::bigint`.as('amount_due')])
    .where('account_id', '=', accountId)
    .where('customer_id', 'in', customerIds)
    .where('status', 'in', ['sent', 'partially_paid'])
    .groupBy(['customer_id', 'currency'])
    .orderBy('currency')
    .execute()
  for (const { customer_id: id, ...balance } of rows) balances.set(id, [...(balances.get(id) ?? []), balance])
  return balances
}

export async function hasInvoices(db: Reader, accountId: AccountId, customerId: string): Promise<boolean> {
  return (
    (await db
      .selectFrom('invoices')
      .select('id')
      .where('account_id', '=', accountId)
      .where('customer_id', '=', customerId)
      .limit(1)
      .executeTakeFirst()) !== undefined
  )
}

export async function listPaymentMethods(
  db: Reader,
  accountId: AccountId,
  customerId: string,
): Promise<PaymentMethod[]> {
  return db
    .selectFrom('payment_methods')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('removed_at', 'is', null)
    .orderBy('is_primary', 'desc')
    .orderBy('id')
    .execute()
}

export async function findPaymentMethod(
  db: Reader,
  accountId: AccountId,
  customerId: string,
  id: string,
): Promise<PaymentMethod | undefined> {
  return db
    .selectFrom('payment_methods')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** A Stripe account in one of its modes: ids of one are never used at another (traps 17, 18). */
export interface AtStripe {
  stripe_account_id: string
  livemode: boolean
}

/** The method that Stripe knows by this id, if it is one of ours. */
export async function findMethodAtStripe(
  db: Reader,
  accountId: AccountId,
  at: AtStripe,
  stripePaymentMethodId: string,
): Promise<PaymentMethod | undefined> {
  return db
    .selectFrom('payment_methods')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', at.stripe_account_id)
    .where('livemode', '=', at.livemode)
    .where('stripe_payment_method_id', '=', stripePaymentMethodId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** The customer's id at one Stripe account, if they exist there. */
export async function stripeCustomerId(
  db: Reader,
  accountId: AccountId,
  customerId: string,
  at: AtStripe,
): Promise<string | null> {
  const row = await db
    .selectFrom('customer_stripe_ids')
    .select('stripe_customer_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('stripe_account_id', '=', at.stripe_account_id)
    .where('livemode', '=', at.livemode)
    .executeTakeFirst()
  return row?.stripe_customer_id ?? null
}
