import { newId, randomText } from '../ids.ts'
import type { Mandate, PaymentMethod } from '../objects.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'

/** How the payer agreed; `true` when our own payment form showed the mandate text in the browser. */
export type Acceptance = boolean | MandateData
type MandateData = {
  customer_acceptance: {
    type?: string
    accepted_at?: number
    online?: { ip_address?: string; user_agent?: string } | null
  }
}

/**
 * The mandate a bank debit needs: an active one of this payment method, or a new one from the payer's acceptance.
 * Cards need none (null). Throws `payment_intent_mandate_invalid` when nobody accepted anything.
 */
export function mandateFor(
  work: Work,
  method: PaymentMethod,
  acceptance: Acceptance | undefined,
  reusable: boolean,
): Mandate | null {
  if (method.type === 'card') return null
  const existing = work.all('mandate').find((mandate) => {
    return mandate.payment_method === method.id && mandate.status === 'active' && mandate.type === 'multi_use'
  })
  if (existing) return existing
  if (!acceptance) {
    throw invalidRequest(
      'This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
      { code: 'payment_intent_mandate_invalid' },
    )
  }
  const online = acceptance === true ? undefined : acceptance.customer_acceptance.online
  return work.save('mandate', {
    id: newId('mandate_'),
    object: 'mandate',
    customer_acceptance: {
      accepted_at: (acceptance !== true && acceptance.customer_acceptance.accepted_at) || work.now,
      online: { ip_address: online?.ip_address ?? '127.0.0.1', user_agent: online?.user_agent ?? null },
      type: 'online',
    },
    livemode: false,
    ...(reusable ? { multi_use: {} } : {}),
    payment_method: method.id,
    payment_method_details:
      method.type === 'sepa_debit'
        ? {
            sepa_debit: {
              reference: randomText(16).toUpperCase(),
              url: 'https://hooks.stripe.com/sepa_debit/file',
            },
            type: 'sepa_debit',
          }
        : { us_bank_account: {}, type: method.type },
    status: 'active',
    type: reusable ? 'multi_use' : 'single_use',
  } as Mandate)
}

/** Changes what a mandate is worth and says so. */
export function changeMandate(work: Work, mandate: Mandate, status: Mandate['status']): Mandate {
  const changed = work.save('mandate', { ...mandate, status })
  work.emit('mandate.updated', changed, { status: mandate.status })
  return changed
}

/** A method that was taken off its customer cannot be debited any more. */
export function endMandatesOf(work: Work, method: PaymentMethod): void {
  for (const mandate of work.all('mandate')) {
    if (mandate.payment_method === method.id && mandate.status === 'active')
      changeMandate(work, mandate, 'inactive')
  }
}
