/**
 * Parameters that the published API reference of the pinned version does not list: what an older version still
 * takes, what only a browser may send, and operations that only older integrations or Stripe.js call.
 */
import { wallets } from '../stripe-js/protocol.ts'
import type { Shape } from './parameters.ts'

const typeList = { payment_method_types: { list: 'string' } } satisfies Record<string, Shape>

/** `payment_method_types` went away in 2026-09-30.endive; accounts with an older default version keep it. */
export const olderParameters: Record<string, Record<string, Shape>> = {
  'POST /v1/payment_intents': typeList,
  'POST /v1/payment_intents/{intent}': typeList,
  'POST /v1/payment_intents/{intent}/confirm': typeList,
  'POST /v1/setup_intents': typeList,
  'POST /v1/setup_intents/{intent}': typeList,
  'POST /v1/customers': { source: 'string' },
}

const card: Shape = {
  fields: {
    number: 'string',
    exp_month: 'integer',
    exp_year: 'integer',
    cvc: 'string',
    token: 'string',
    wallet: { enum: [...wallets] },
  },
}
const address: Shape = {
  fields: {
    city: 'string',
    country: 'string',
    line1: 'string',
    line2: 'string',
    postal_code: 'string',
    state: 'string',
  },
}
const paymentMethodData: Shape = {
  fields: {
    type: { enum: ['card', 'sepa_debit', 'us_bank_account'] },
    card,
    sepa_debit: { fields: { iban: 'string' } },
    us_bank_account: '#PaymentIntentCreateParams.PaymentMethodData.UsBankAccount',
    billing_details: { fields: { name: 'string', email: 'string', phone: 'string', address } },
    allow_redisplay: { enum: ['always', 'limited', 'unspecified'] },
    metadata: '#Metadata',
  },
  required: ['type'],
}
const clientSecret = { client_secret: 'string' } satisfies Record<string, Shape>
const confirmFromBrowser = { ...clientSecret, payment_method_data: paymentMethodData } satisfies Record<
  string,
  Shape
>

/** What Stripe.js sends with a publishable key beyond the server's parameters. */
export const browserParameters: Record<string, Record<string, Shape>> = {
  'GET /v1/payment_intents/{intent}': clientSecret,
  'POST /v1/payment_intents/{intent}/confirm': confirmFromBrowser,
  'GET /v1/setup_intents/{intent}': clientSecret,
  'POST /v1/setup_intents/{intent}/confirm': confirmFromBrowser,
}

const page = {
  created: { any: ['integer', '#RangeQueryParam'] },
  ending_before: 'string',
  expand: { list: 'string' },
  limit: 'integer',
  starting_after: 'string',
} satisfies Record<string, Shape>
const expandOnly: Shape = { fields: { expand: page.expand } }

/** Operations the published reference leaves out. */
export const unpublishedOperations: Record<string, Shape> = {
  // Published, but not in the trimmed reference the table is made from: what a platform of Standard accounts sends.
  'POST /v1/accounts': {
    fields: {
      type: { enum: ['custom', 'express', 'standard'] },
      controller: {
        fields: {
          fees: { fields: { payer: { enum: ['account', 'application'] } } },
          losses: { fields: { payments: { enum: ['application', 'stripe'] } } },
          requirement_collection: { enum: ['application', 'stripe'] },
          stripe_dashboard: { fields: { type: { enum: ['express', 'full', 'none'] } } },
        },
      },
      country: 'string:5000',
      default_currency: 'string',
      email: 'string',
      business_type: { enum: ['company', 'government_entity', 'individual', 'non_profit'] },
      business_profile: { fields: { name: 'string:5000', url: 'string', mcc: 'string:4' } },
      metadata: '#Metadata',
      expand: { list: 'string' },
    },
  },
  'GET /v1/radar/early_fraud_warnings': { fields: { ...page, charge: 'string', payment_intent: 'string' } },
  'GET /v1/radar/early_fraud_warnings/{early_fraud_warning}': expandOnly,
  'GET /v1/reviews': { fields: page },
  'GET /v1/reviews/{review}': expandOnly,
  'POST /v1/reviews/{review}/approve': expandOnly,
  // Stripe.js makes confirmation tokens with this call.
  'POST /v1/confirmation_tokens': {
    fields: {
      payment_method: 'string',
      payment_method_data: paymentMethodData,
      return_url: 'string',
      setup_future_usage: { enum: ['off_session', 'on_session'] },
    },
  },
  // The charges API of old, which the Stripe CLI's fixtures still use.
  'POST /v1/charges': {
    fields: {
      amount: 'integer',
      currency: 'string',
      source: 'string',
      customer: 'string',
      capture: 'boolean',
      description: 'string',
      metadata: '#Metadata',
      receipt_email: 'string',
      statement_descriptor: 'string',
      shipping: {
        any: [
          {
            fields: {
              name: 'string',
              phone: 'string',
              carrier: 'string',
              tracking_number: 'string',
              address,
            },
          },
        ],
      },
      expand: { list: 'string' },
    },
    required: ['amount', 'currency'],
  },
  'POST /v1/charges/{charge}/refund': '#RefundCreateParams',
}
