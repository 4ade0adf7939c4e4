import { newId } from '../ids.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.ts'
import { type Decline, type TestCard, testCardNumbered } from '../test-cards.ts'
import type { Work } from '../work.ts'
import { processingFee } from './amounts.ts'
import { recordMovement } from './balance.ts'

/** What a charge takes from the intent it pays, or from an older direct `POST /v1/charges`. */
export type ChargeTerms = Pick<
  PaymentIntent,
  | 'amount'
  | 'currency'
  | 'customer'
  | 'description'
  | 'metadata'
  | 'receipt_email'
  | 'shipping'
  | 'statement_descriptor'
  | 'statement_descriptor_suffix'
  | 'transfer_group'
> & { intent: string | null; authenticated: boolean; mandate: string | null }

/** Saves a charge that the bank refused. */
export function makeFailedCharge(
  work: Work,
  terms: ChargeTerms,
  method: PaymentMethod,
  decline: Decline,
): Charge {
  const blocked = cardOf(method)?.risk === 'blocked'
  return work.save('charge', {
    ...emptyCharge(work, terms, method),
    status: 'failed',
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: {
      advice_code: decline.advice_code,
      network_advice_code: decline.network_advice_code ?? null,
      network_decline_code: decline.network_decline_code,
      network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
      reason: blocked ? 'highest_risk_level' : decline.decline_code,
      risk_level: blocked ? 'highest' : 'normal',
      risk_score: blocked ? 91 : 22,
      seller_message: blocked
        ? 'Stripe blocked this payment as too risky.'
        : 'The bank did not return any further details with this decline.',
      type: blocked ? 'blocked' : 'issuer_declined',
    },
  })
}

/** Saves a charge that the bank granted; not yet captured money is only held. */
export function makeGrantedCharge(
  work: Work,
  terms: ChargeTerms,
  method: PaymentMethod,
  captured: boolean,
): Charge {
  const charge = emptyCharge(work, terms, method)
  const elevated = cardOf(method)?.risk === 'elevated'
  return work.save('charge', {
    ...charge,
    status: 'succeeded',
    paid: true,
    captured,
    amount_captured: captured ? terms.amount : 0,
    outcome: {
      ...grantedOutcome,
      ...(elevated && {
        reason: 'elevated_risk_level',
        risk_level: 'elevated',
        risk_score: 68,
        type: 'manual_review',
      }),
    },
  })
}

/** Saves the charge of a bank debit that is on its way. */
export function makePendingCharge(work: Work, terms: ChargeTerms, method: PaymentMethod): Charge {
  return work.save('charge', {
    ...emptyCharge(work, terms, method),
    status: 'pending',
    captured: true,
    amount_captured: terms.amount,
    outcome: grantedOutcome,
  })
}

/** Books a paid charge on the balance; a charge is booked once. */
export function bookCharge(work: Work, charge: Charge): Charge {
  if (charge.balance_transaction) return charge
  const movement = recordMovement(work, {
    amount: charge.amount_captured,
    fee: processingFee(charge.amount_captured, charge.currency),
    currency: charge.currency,
    type: charge.payment_method_details?.type === 'card' ? 'charge' : 'payment',
    category: 'charge',
    source: charge.id,
    description: charge.description,
  })
  return work.save('charge', { ...charge, balance_transaction: movement.id })
}

/** The test card a payment method stands for, if it is a card. */
export function cardOf(method: PaymentMethod): TestCard | undefined {
  return method._private?.testCard ? testCardNumbered(method._private.testCard) : undefined
}

const grantedOutcome: NonNullable<Charge['outcome']> = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
}

function emptyCharge(work: Work, terms: ChargeTerms, method: PaymentMethod): Charge {
  const prefix = work.account.settings?.card_payments?.statement_descriptor_prefix ?? 'SIMULATED'
  const suffix = terms.statement_descriptor_suffix
  return {
    id: newId(method.type === 'card' ? 'ch_' : 'py_'),
    object: 'charge',
    amount: terms.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: (suffix
      ? `${prefix}* ${suffix}`
      : (terms.statement_descriptor ?? prefix)
    ).toUpperCase(),
    captured: false,
    created: work.now,
    currency: terms.currency,
    customer: terms.customer,
    description: terms.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: terms.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: terms.intent,
    payment_method: method.id,
    payment_method_details: chargeDetails(terms, method),
    radar_options: {},
    receipt_email: terms.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: terms.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: terms.statement_descriptor,
    statement_descriptor_suffix: suffix,
    status: 'pending',
    transfer_data: null,
    transfer_group: terms.transfer_group,
  }
}

function chargeDetails(terms: ChargeTerms, method: PaymentMethod): Charge['payment_method_details'] {
  if (method.sepa_debit) {
    const { generated_from: _, ...sepa_debit } = method.sepa_debit
    return { sepa_debit: { ...sepa_debit, mandate: terms.mandate }, type: 'sepa_debit' }
  }
  if (method.us_bank_account) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } =
      method.us_bank_account
    return {
      us_bank_account: {
        account_holder_type,
        account_type,
        bank_name,
        fingerprint,
        last4,
        routing_number,
        payment_reference: null,
        ...(terms.mandate && { mandate: terms.mandate }),
      },
      type: 'us_bank_account',
    }
  }
  return { card: cardDetails(terms, method), type: 'card' }
}

function cardDetails(terms: ChargeTerms, method: PaymentMethod) {
  const card = method.card!
  const incorrectCvc = cardOf(method)?.decline?.code === 'incorrect_cvc'
  return {
    amount_authorized: terms.amount,
    authorization_code: null,
    brand: card.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: method.billing_details.address?.postal_code ? ('pass' as const) : null,
      cvc_check: card.checks?.cvc_check ? (incorrectCvc ? ('fail' as const) : ('pass' as const)) : null,
    },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' as const },
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' as const },
    installments: null,
    last4: card.last4,
    mandate: terms.mandate,
    multicapture: { status: 'unavailable' as const },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: newId('', 15),
    overcapture: { maximum_amount_capturable: terms.amount, status: 'unavailable' as const },
    regulated_status: 'unregulated' as const,
    three_d_secure: terms.authenticated ? authenticated : null,
    transaction_link_id: null,
    wallet: chargeWallet(card.wallet),
  }
}

function chargeWallet(wallet: NonNullable<PaymentMethod['card']>['wallet']) {
  const { link, ...rest } = wallet ?? {}
  return (
    wallet && {
      ...rest,
      ...(link && { link: { funding_source_group: null } }),
      type: wallet.type,
      dynamic_last4: wallet.dynamic_last4,
    }
  )
}

const authenticated = {
  authentication_flow: 'challenge' as const,
  electronic_commerce_indicator: '05' as const,
  exemption_indicator: null,
  result: 'authenticated' as const,
  result_reason: null,
  transaction_id: null,
  version: '2.2.0' as const,
}
