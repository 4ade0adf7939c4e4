import { type MethodState, methodStateOf } from '@quittance/core/payment-method'
import type { PaymentMethod } from '../customers/queries.ts'
import { isSameStripe } from '../payments/same-stripe.ts'
import type { Connection } from '../stripe-connection/queries.ts'

/** How a saved method stands with the Stripe that is connected now. `today`: 'YYYY-MM-DD' where the business is. */
export function stateOf(
  method: PaymentMethod,
  connection: Connection | undefined,
  today: string,
): MethodState {
  return methodStateOf(
    {
      sameStripe: isSameStripe(method, connection),
      refused: method.refused_at !== null,
      mandateEnded: method.mandate_ended_at !== null,
      expMonth: method.exp_month,
      expYear: method.exp_year,
    },
    today,
  )
}
