import type { AccountId } from '@quittance/core/ids'
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Customer } from './queries.ts'

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
    .onConflict((oc) => oc.columns(['account_id', 'customer_id', 'stripe_account_id']).doNothing())
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
      oc.columns(['account_id', 'stripe_account_id', 'stripe_payment_method_id']).doNothing(),
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

export async function removePaymentMethodRow(
  tx: Tx,
  accountId: AccountId,
  id: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('payment_methods')
    .set({ removed_at: now, is_primary: false })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** For news from Stripe, which names the method by Stripe's own id. */
export async function removeByStripeId(
  db: Reader,
  accountId: AccountId,
  stripeAccountId: string,
  stripePaymentMethodId: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('payment_methods')
    .set({ removed_at: now, is_primary: false })
    .where('account_id', '=', accountId)
    .where('stripe_account_id', '=', stripeAccountId)
    .where('stripe_payment_method_id', '=', stripePaymentMethodId)
    .execute()
}
