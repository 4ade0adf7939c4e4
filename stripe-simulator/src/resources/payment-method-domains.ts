import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import type { PaymentMethodDomain } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `POST /v1/payment_method_domains`: registering a domain twice gives the same object. */
export function createPaymentMethodDomain(
  work: Work,
  request: ApiRequest<Stripe.PaymentMethodDomainCreateParams>,
): PaymentMethodDomain {
  const { domain_name, enabled } = request.parameters
  const existing = work.all('payment_method_domain').find((domain) => domain.domain_name === domain_name)
  if (existing) return existing
  const active = { status: 'active' as const }
  return work.save('payment_method_domain', {
    id: newId('pmd_1', 23),
    object: 'payment_method_domain',
    amazon_pay: active,
    apple_pay: active,
    created: work.now,
    domain_name,
    enabled: enabled ?? true,
    google_pay: active,
    klarna: active,
    link: active,
    livemode: false,
    paypal: active,
  })
}

/** `GET /v1/payment_method_domains/{payment_method_domain}`, and `…/validate`, which always passes here. */
export function retrievePaymentMethodDomain(work: Work, request: ApiRequest): PaymentMethodDomain {
  return inPath(work, 'payment_method_domain', request.ids.payment_method_domain)
}

/** `GET /v1/payment_method_domains` */
export function listPaymentMethodDomains(work: Work, request: ApiRequest) {
  const { domain_name: name, enabled } = request.parameters
  const domains = work
    .all('payment_method_domain')
    .filter((domain) => !name || domain.domain_name === name)
    .filter((domain) => enabled === undefined || domain.enabled === enabled)
  return listPage(domains, request.parameters, request.path)
}

/** `POST /v1/payment_method_domains/{payment_method_domain}` */
export function updatePaymentMethodDomain(
  work: Work,
  request: ApiRequest<Stripe.PaymentMethodDomainUpdateParams>,
): PaymentMethodDomain {
  const domain = inPath(work, 'payment_method_domain', request.ids.payment_method_domain)
  return work.save('payment_method_domain', {
    ...domain,
    enabled: request.parameters.enabled ?? domain.enabled,
  })
}
