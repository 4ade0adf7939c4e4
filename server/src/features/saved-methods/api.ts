import { z } from '@hono/zod-openapi'
import { todayIn } from '@quittance/core/invoice/due-date'
import { Refusal } from '@quittance/core/refusal'
import { amount } from '../../money-fields.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, time } from '../../platform/http/fields.ts'
import { findAccount } from '../accounts/queries.ts'
import { findCustomer, listPaymentMethods, type PaymentMethod } from '../customers/queries.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { chargeCustomer } from './charge-customer.ts'
import { forgetPaymentMethod } from './forget-payment-method.ts'
import { stateOf } from './method-state.ts'

const paymentMethod = z
  .object({
    id: z.string(),
    type: z.string(),
    brand: z.string().nullable(),
    last4: z.string().nullable(),
    exp_month: z.int().nullable(),
    exp_year: z.int().nullable(),
    is_primary: z.boolean(),
    /** `other_stripe`: saved at another Stripe account or mode than the connected one. The last three cannot be charged. */
    state: z.enum(['usable', 'expiring', 'expired', 'refused', 'mandate_ended', 'other_stripe']),
    livemode: z.boolean(),
    /** The proof of what the payer agreed to: the words they saw, when, from where, and on what occasion. */
    consent: z.object({
      text: z.string(),
      version: z.string().nullable(),
      language: z.string().nullable(),
      allows: z.string(),
      at: time,
      ip: z.string().nullable(),
      user_agent: z.string().nullable(),
      invoice_id: z.string().nullable(),
    }),
    created_at: time,
  })
  .openapi('PaymentMethod')

const charge = z
  .object({
    /**
     * `needs_confirmation`: the customer's bank wants them to confirm, and they were mailed the payment link. `unknown`:
     * Stripe did not answer; it is asked again, with the same key, until it does.
     */
    outcome: z.enum(['succeeded', 'processing', 'needs_confirmation', 'declined', 'blocked', 'unknown']),
    payment_id: z.string(),
    invoice_id: z.string(),
    amount: z.int(),
    currency: z.string(),
    method_label: z.string().nullable(),
    failure: z
      .object({
        code: z.string(),
        message: z.string(),
        advice: z.enum(['confirm', 'do_not_try_again', 'blocked', 'try_again_later']).nullable(),
      })
      .nullable(),
  })
  .openapi('Charge')

const methodParam = idParam.extend({ method_id: z.string().max(64) })

export function savedMethodsApi(api: Api): void {
  const tag = 'Customers'
  endpoint(
    api,
    {
      method: 'get',
      path: '/customers/{id}/payment_methods',
      operationId: 'listPaymentMethods',
      summary: 'Saved payment methods',
      tag,
      role: 'staff',
      params: idParam,
      response: z.object({ data: z.array(paymentMethod) }),
    },
    async (ctx, { params }) => {
      if (!(await findCustomer(ctx.db, ctx.accountId, params.id)))
        throw new Refusal('not_found', 'There is no such customer.')
      const [methods, connection, account] = await Promise.all([
        listPaymentMethods(ctx.db, ctx.accountId, params.id),
        activeConnection(ctx.db, ctx.accountId),
        findAccount(ctx.db, ctx.accountId),
      ])
      const today = todayIn(account, ctx.now())
      return { data: methods.map((method) => out(method, stateOf(method, connection, today))) }
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/customers/{id}/charge',
      operationId: 'chargeCustomer',
      summary: 'Charge an invoice to a saved payment method',
      tag,
      role: 'staff',
      params: idParam,
      body: z.strictObject({
        invoice_id: z.string().max(64),
        /** The primary when left out. */
        payment_method_id: z.string().max(64).optional(),
        /** All that is due when left out. */
        amount: amount.min(1, 'More than zero.').optional(),
        /** What you saw as due: if it is another amount now, nothing is charged. */
        amount_due: amount.optional(),
      }),
      response: charge,
    },
    async (ctx, { params, body }) => {
      const { outcome, payment } = await chargeCustomer(ctx, {
        customerId: params.id,
        invoiceId: body.invoice_id,
        methodId: body.payment_method_id,
        amount: body.amount,
        amountDue: body.amount_due,
      })
      return {
        outcome,
        payment_id: payment.id,
        invoice_id: payment.invoice_id,
        amount: payment.amount,
        currency: payment.currency,
        method_label: payment.method_label,
        failure: payment.failure_code
          ? {
              code: payment.failure_code,
              message: payment.failure_message ?? '',
              advice: payment.failure_advice,
            }
          : null,
      }
    },
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/customers/{id}/payment_methods/{method_id}',
      operationId: 'forgetPaymentMethod',
      summary: 'Remove a saved payment method, at Stripe too',
      tag,
      role: 'staff',
      params: methodParam,
    },
    async (ctx, { params }) => forgetPaymentMethod(ctx, { customerId: params.id, id: params.method_id }),
  )
}

/** What every mandate text of ours says, in words for a program. */
const consentAllows = 'future_invoices_and_bookings'

function out(
  method: PaymentMethod,
  state: z.input<typeof paymentMethod>['state'],
): z.input<typeof paymentMethod> {
  const { id, type, brand, last4, exp_month, exp_year, is_primary, livemode, consent } = method
  return {
    id,
    type,
    brand,
    last4,
    exp_month,
    exp_year,
    is_primary,
    state,
    livemode,
    consent: {
      text: consent.text,
      version: consent.version ?? null,
      language: consent.language ?? null,
      allows: consentAllows,
      at: consent.at,
      ip: consent.ip,
      user_agent: consent.user_agent ?? null,
      invoice_id: consent.invoice_id,
    },
    created_at: method.created_at.toISOString(),
  }
}
