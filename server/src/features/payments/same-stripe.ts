import type { Connection } from '../stripe-connection/queries.ts'
import type { Payment } from './queries.ts'

/** Whether this connection leads to where the payment was made: the same Stripe account in the same mode (traps 17, 18). */
export function isSameStripe(payment: Payment, connection: Connection | undefined): connection is Connection {
  return (
    connection !== undefined &&
    connection.stripe_account_id === payment.stripe_account_id &&
    connection.livemode === payment.livemode
  )
}
