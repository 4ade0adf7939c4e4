import type { AccountId } from '@quittance/core/ids'
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { AtStripe, Customer } from './queries.ts'

export async function insertCustomer(tx: Tx, customer: Insertable<Database['customers']>): Promise<Customer> {
  return tx.insertInto('customers').values(customer).returningAll().executeTakeFirstOrThrow()
}

export async function updateCustomerRow(
  tx: Tx,
  accountId: AccountId,
  id: string,
  changes: Updateable<Database['customers']>,
): Promise<Customer | undefined> {
  return tx
    .updateTable('customers')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Keeps the first id when two payments made the customer at Stripe at once. */
export async function keepStripeCustomerId(
  db: Reader,
  row: Insertable<Database['customer_stripe_ids']>,
): Promise<void> {
  await db
    .insertInto('customer_stripe_ids')
    .values(row)
    .onConflict((oc) =>
      oc.columns(['account_id', 'customer_id', 'stripe_account_id', 'livemode']).doNothing(),
    )
    .execute()
}

/** Once Stripe knows this customer no more. */
export async function forgetStripeCustomerId(
  db: Reader,
  accountId: AccountId,
  stripeCustomerId: string,
): Promise<void> {
  await db
    .deleteFrom('customer_stripe_ids')
    .where('account_id', '=', accountId)
    .where('stripe_customer_id', '=', stripeCustomerId)
    .execute()
}

/** Whether the method is new here. The customer's first becomes their primary. */
export async function insertPaymentMethod(
  tx: Tx,
  method: Insertable<Database['payment_methods']>,
): Promise<boolean> {
  const other = await tx
    .selectFrom('payment_methods')
    .select('id')
    .where('account_id', '=', method.account_id)
    .where('customer_id', '=', method.customer_id)
    .where('removed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  const inserted = await tx
    .insertInto('payment_methods')
    .values({ ...method, is_primary: other === undefined })
    .onConflict((oc) =>
      oc.columns(['account_id', 'stripe_account_id', 'livemode', 'stripe_payment_method_id']).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function setPrimary(
  tx: Tx,
  accountId: AccountId,
  customerId: string,
  id: string,
): Promise<void> {
  await tx
    .updateTable('payment_methods')
    .set({ is_primary: sql<boolean>`id = ${id}` })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .execute()
}

/** What Stripe, or a bank, changed about a method. */
export async function updatePaymentMethod(
  db: Reader,
  accountId: AccountId,
  id: string,
  changes: Updateable<Database['payment_methods']>,
): Promise<void> {
  await db
    .updateTable('payment_methods')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** Takes methods out of the profile; the rows stay, with the proof of consent. The oldest of the others becomes primary. */
export async function removePaymentMethods(
  tx: Tx,
  accountId: AccountId,
  customerId: string,
  ids: string[],
  now: Date,
): Promise<void> {
  await tx
    .updateTable('payment_methods')
    .set({ removed_at: now, is_primary: false })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('id', 'in', ids)
    .where('removed_at', 'is', null)
    .execute()
  await sql`
    update payment_methods set is_primary = true
    where account_id = ${accountId} and id = (
      select min(id) from payment_methods where account_id = ${accountId} and customer_id = ${customerId} and removed_at is null
      having not bool_or(is_primary))`.execute(tx)
}

/** Stripe knows this customer no more (trap 19): their methods there are gone with them. Returns whose they were. */
export async function forgetStripeCustomer(
  tx: Tx,
  accountId: AccountId,
  at: AtStripe,
  stripeId: string,
): Promise<string | null> {
  const row = await tx
    .deleteFrom('customer_stripe_ids')
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', at.stripe_account_id)
    .where('livemode', '=', at.livemode)
    .where('stripe_customer_id', '=', stripeId)
    .returning('customer_id')
    .executeTakeFirst()
  return row?.customer_id ?? null
}
