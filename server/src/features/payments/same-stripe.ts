import type { Connection } from '../stripe-connection/queries.ts'

/** Whether this connection leads to where a payment was made, or a method saved: the same Stripe account in the same mode (traps 17, 18). */
export function isSameStripe(
  made: { stripe_account_id: string | null; livemode: boolean | null },
  connection: Connection | undefined,
): connection is Connection {
  return (
    connection !== undefined &&
    connection.stripe_account_id === made.stripe_account_id &&
    connection.livemode === made.livemode
  )
}
