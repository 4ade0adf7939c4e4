import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { Customer, DeletedCustomer } from '../objects.ts'
import { attachToCustomer } from '../payments/attach-payment-method.ts'
import { namedPaymentMethod } from '../payments/make-payment-method.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest, resourceMissing } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `POST /v1/customers` */
export function createCustomer(work: Work, request: ApiRequest<Stripe.CustomerCreateParams>): Customer {
  const { parameters } = request
  checkEmail(parameters.email)
  const customer: Customer = {
    id: newId('cus_', 14),
    object: 'customer',
    address: null,
    balance: parameters.balance ?? 0,
    created: work.now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: parameters.next_invoice_sequence ?? 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  work.save('customer', customer)
  const filled = applyParameters(work, customer, parameters)
  work.emit('customer.created', filled)
  if (parameters.payment_method) {
    attachToCustomer(work, namedPaymentMethod(work, parameters.payment_method), filled)
  }
  return filled
}

/** `GET /v1/customers/{customer}`: a deleted one is still known as such. */
export function retrieveCustomer(work: Work, request: ApiRequest): Customer | DeletedCustomer {
  return inPath(work, 'customer', request.ids.customer)
}

/** `GET /v1/customers` */
export function listCustomers(work: Work, request: ApiRequest) {
  const { email } = request.parameters
  const customers = work.all('customer').filter(isLiving)
  return listPage(
    customers.filter((customer) => !email || customer.email === email),
    request.parameters,
    request.path,
  )
}

/** `POST /v1/customers/{customer}` */
export function updateCustomer(work: Work, request: ApiRequest<Stripe.CustomerUpdateParams>): Customer {
  const customer = livingCustomer(work, request.ids.customer)
  checkEmail(request.parameters.email)
  const updated = applyParameters(work, customer, request.parameters)
  work.emit('customer.updated', updated, previousOf(customer, updated))
  return updated
}

/** `DELETE /v1/customers/{customer}`: its payment methods come off for good. */
export function deleteCustomer(work: Work, request: ApiRequest): DeletedCustomer {
  return deleteLivingCustomer(work, livingCustomer(work, request.ids.customer))
}

export function deleteLivingCustomer(work: Work, customer: Customer): DeletedCustomer {
  for (const method of work.all('payment_method')) {
    if (method.customer !== customer.id) continue
    work.save('payment_method', {
      ...method,
      customer: null,
      _private: { ...method._private, detached: true },
    })
  }
  work.emit('customer.deleted', customer)
  return work.save('customer', { id: customer.id, object: 'customer', deleted: true })
}

/** The customer in the path, or 404, also when it was deleted. */
export function livingCustomer(work: Work, id: string | undefined): Customer {
  const customer = inPath(work, 'customer', id)
  if (!isLiving(customer)) throw resourceMissing('customer', id ?? '', { param: 'id', inPath: true })
  return customer
}

function isLiving(customer: Customer | DeletedCustomer): customer is Customer {
  return !('deleted' in customer && customer.deleted)
}

function applyParameters(
  work: Work,
  customer: Customer,
  parameters: Stripe.CustomerCreateParams | Stripe.CustomerUpdateParams,
): Customer {
  const { invoice_settings: settings } = parameters
  const text = (name: 'description' | 'email' | 'name' | 'phone') =>
    parameters[name] === undefined ? customer[name] : parameters[name] || null
  return work.save('customer', {
    ...customer,
    address: addressOf(parameters.address, customer.address),
    balance: parameters.balance ?? customer.balance,
    description: text('description') ?? null,
    email: text('email') ?? null,
    invoice_prefix: parameters.invoice_prefix ?? customer.invoice_prefix,
    invoice_settings: {
      ...customer.invoice_settings,
      ...(settings?.default_payment_method !== undefined && {
        default_payment_method: ownMethod(work, customer, settings.default_payment_method),
      }),
      ...(settings?.footer !== undefined && { footer: settings.footer || null }),
    },
    metadata: mergeMetadata(customer.metadata, parameters.metadata),
    name: text('name'),
    phone: text('phone'),
    preferred_locales: parameters.preferred_locales ?? customer.preferred_locales,
    shipping: shippingOf(parameters.shipping, customer.shipping),
    tax_exempt: parameters.tax_exempt === undefined ? customer.tax_exempt : parameters.tax_exempt || 'none',
  })
}

function ownMethod(work: Work, customer: Customer, id: string): string | null {
  if (!id) return null
  const method = work.find('payment_method', id)
  if (method?.customer === customer.id) return id
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    { code: 'resource_missing', param: 'invoice_settings[default_payment_method]' },
  )
}

function addressOf(
  given: Stripe.Emptyable<Stripe.AddressParam> | undefined,
  before: Customer['address'],
): Customer['address'] {
  if (given === undefined) return before
  if (!given) return null
  return {
    city: given.city ?? null,
    country: given.country ?? null,
    line1: given.line1 ?? null,
    line2: given.line2 ?? null,
    postal_code: given.postal_code ?? null,
    state: given.state ?? null,
  }
}

function shippingOf(
  given: Stripe.Emptyable<Stripe.CustomerCreateParams.Shipping> | undefined,
  before: Customer['shipping'],
): Customer['shipping'] {
  if (given === undefined) return before
  if (!given) return null
  return {
    address: addressOf(given.address as Stripe.AddressParam, null) ?? undefined,
    name: given.name,
    phone: given.phone ?? null,
  } as Customer['shipping']
}

function checkEmail(email: Stripe.Emptyable<string> | undefined): void {
  if (!email || /^[^@\s]+@[^@\s]+$/.test(email)) return
  throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' })
}

function previousOf(before: Customer, after: Customer): object {
  const changed = Object.entries(before).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name as keyof Customer]),
  )
  return Object.fromEntries(changed)
}
