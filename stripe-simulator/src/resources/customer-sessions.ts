import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { CustomerSession } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { customerNamed } from './find.ts'

const thirtyMinutesInSeconds = 30 * 60

/** `POST /v1/customer_sessions`: what the Payment Element may do with a customer's methods, for half an hour. */
export function createCustomerSession(
  work: Work,
  request: ApiRequest<Stripe.CustomerSessionCreateParams>,
): CustomerSession {
  const { components, customer: customerId } = request.parameters
  const customer = customerNamed(work, customerId)
  if (!customer)
    throw invalidRequest('Missing required param: customer.', {
      code: 'parameter_missing',
      param: 'customer',
    })
  const { payment_element: element } = components
  if (!Object.values(components).some((component) => component?.enabled)) {
    throw invalidRequest('At least one component must be enabled.', { param: 'components' })
  }
  const features = element?.features
  if (features?.payment_method_save === 'enabled' && !features.payment_method_save_usage) {
    throw invalidRequest(
      '`components[payment_element][features][payment_method_save_usage]` is required when `payment_method_save` is enabled.',
      { param: 'components[payment_element][features][payment_method_save_usage]' },
    )
  }
  const limit = features?.payment_method_redisplay_limit
  if (limit !== undefined && (limit < 1 || limit > 10)) {
    throw invalidRequest('payment_method_redisplay_limit must be between 1 and 10.', {
      param: 'components[payment_element][features][payment_method_redisplay_limit]',
    })
  }
  const session: CustomerSession = {
    id: newId('cuss_'),
    object: 'customer_session',
    client_secret: `cuss_secret_${randomText(54)}`,
    components: {
      active_entitlements: { enabled: components.active_entitlements?.enabled ?? false },
      buy_button: { enabled: components.buy_button?.enabled ?? false },
      customer_portal: { enabled: components.customer_portal?.enabled ?? false },
      customer_sheet: { enabled: false, features: null },
      mobile_payment_element: { enabled: false, features: null },
      payment_element: {
        enabled: element?.enabled ?? false,
        features: element?.enabled
          ? {
              payment_method_allow_redisplay_filters: features?.payment_method_allow_redisplay_filters ?? [
                'always',
              ],
              payment_method_redisplay: features?.payment_method_redisplay ?? 'disabled',
              payment_method_redisplay_limit: limit ?? 3,
              payment_method_remove: features?.payment_method_remove ?? 'disabled',
              payment_method_save: features?.payment_method_save ?? 'disabled',
              payment_method_save_usage: features?.payment_method_save_usage ?? null,
            }
          : null,
      },
      pricing_table: { enabled: components.pricing_table?.enabled ?? false },
    },
    created: work.now,
    customer: customer.id,
    customer_account: null,
    expires_at: work.now + thirtyMinutesInSeconds,
    livemode: false,
  }
  work.save('customer_session', session)
  const { id: _, ...answer } = session
  return answer as CustomerSession
}

/** The session behind a client secret, while it lives. */
export function customerSessionBySecret(work: Work, secret: string): CustomerSession | undefined {
  return work
    .all('customer_session')
    .find((session) => session.client_secret === secret && session.expires_at > work.now)
}
