import { createHash } from 'node:crypto'
import { newId } from '../ids.ts'
import type { Instrument, PaymentMethod } from '../objects.ts'
import type { Wallet } from '../stripe-js/protocol.ts'
import {
  isIban,
  type TestBankAccount,
  testBankAccountNamed,
  testIban,
  testRoutingNumber,
  testUsAccount,
} from '../test-bank-accounts.ts'
import { passesLuhn, type TestCard, testCardNamed, testCardNumbered } from '../test-cards.ts'
import { invalidRequest, resourceMissing, StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'

type Address = {
  city?: string | null
  country?: string | null
  line1?: string | null
  line2?: string | null
  postal_code?: string | null
  state?: string | null
}
export type BillingDetails = {
  address?: Address | '' | null
  email?: string | null
  name?: string | null
  phone?: string | null
  tax_id?: string | null
}
type CardData = {
  number?: string
  exp_month?: number
  exp_year?: number
  cvc?: string
  token?: string
  /** Sent by a simulated wallet. */
  wallet?: Wallet
}

/** `payment_method_data`, or the parameters of `POST /v1/payment_methods`. */
export type PaymentMethodData = {
  type?: string
  card?: CardData
  sepa_debit?: { iban: string }
  us_bank_account?: {
    account_number?: string
    routing_number?: string
    account_holder_type?: 'company' | 'individual'
    account_type?: 'checking' | 'savings'
  }
  billing_details?: BillingDetails
  allow_redisplay?: 'always' | 'limited' | 'unspecified'
  metadata?: Record<string, string> | '' | null
}

/**
 * The payment method that a parameter names: an id of this account, or a test name (`pm_card_visa`), which makes a
 * new one. Throws `resource_missing` for anything else.
 */
export function namedPaymentMethod(work: Work, name: string, param = 'payment_method'): PaymentMethod {
  const found = work.find('payment_method', name)
  if (found) return found
  const testCard = testCardNamed(name)
  if (testCard) return saveCard(work, testCard, {}, {})
  const account = testBankAccountNamed(name)
  if (account)
    return saveBankAccount(work, account, {
      billing_details: { name: 'Test Payer', email: 'payer@example.com' },
    })
  throw resourceMissing('PaymentMethod', name, { param, inPath: false })
}

/** What a test name (`pm_card_…`, `pm_usBankAccount_…`) or an IBAN stands for. */
export function instrumentNamed(name: string): Instrument | null {
  const card = testCardNamed(name)
  if (card) return { testCard: card.number }
  const account = testBankAccountNamed(name) ?? (isIban(name) ? testIban(name) : undefined)
  return account ? { testBankAccount: account.number } : null
}

/**
 * Makes a payment method from card or bank data. Raw card numbers are refused from a server, as on most Stripe
 * accounts; from a browser they are checked as Stripe.js has them checked (402 `card_error`).
 */
export function makePaymentMethod(work: Work, data: PaymentMethodData, fromBrowser: boolean): PaymentMethod {
  switch (data.type) {
    case 'card':
      return makeCard(work, data, fromBrowser)
    case 'sepa_debit':
      return makeSepaDebit(work, data)
    case 'us_bank_account':
      return makeUsBankAccount(work, data)
    case undefined:
      throw invalidRequest('Missing required param: type.', { code: 'parameter_missing', param: 'type' })
    default:
      throw invalidRequest(
        `The payment method type "${data.type}" is invalid. Please ensure the provided type is activated in your dashboard and your account is enabled for any preview features that you are trying to use.`,
        { param: 'type' },
      )
  }
}

function makeCard(work: Work, data: PaymentMethodData, fromBrowser: boolean): PaymentMethod {
  const card = data.card
  if (!card)
    throw invalidRequest('Missing required param: card.', { code: 'parameter_missing', param: 'card' })
  if (card.token) {
    const testCard = testCardNamed(card.token)
    if (!testCard) throw resourceMissing('token', card.token, { param: 'card[token]', inPath: false })
    return saveCard(work, testCard, {}, data)
  }
  if (!fromBrowser) {
    throw invalidRequest(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
    )
  }
  const number = (card.number ?? '').replace(/[\s-]/g, '')
  checkCard(number, card, work.nowMs)
  const testCard = testCardNumbered(number)
  if (!testCard) {
    throw new StripeError(
      402,
      'card_error',
      'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
      { code: 'card_declined', decline_code: 'test_mode_live_card', param: 'number' },
    )
  }
  return saveCard(work, testCard, card, data)
}

function checkCard(number: string, card: CardData, nowMs: number): void {
  const refuse = (code: string, param: string, message: string) =>
    new StripeError(402, 'card_error', message, { code, param })
  if (!/^\d{12,19}$/.test(number)) throw refuse('invalid_number', 'number', 'Your card number is invalid.')
  if (!passesLuhn(number)) throw refuse('incorrect_number', 'number', 'Your card number is incorrect.')
  const month = card.exp_month ?? 0
  const year = (card.exp_year ?? 0) < 100 ? 2000 + (card.exp_year ?? 0) : card.exp_year!
  if (month < 1 || month > 12) {
    throw refuse('invalid_expiry_month', 'exp_month', "Your card's expiration month is invalid.")
  }
  if (Date.UTC(year, month, 1) < nowMs) {
    throw refuse('invalid_expiry_year', 'exp_year', "Your card's expiration year is invalid.")
  }
  if (card.cvc !== undefined && !/^\d{3,4}$/.test(card.cvc)) {
    throw refuse('invalid_cvc', 'cvc', "Your card's security code is invalid.")
  }
}

function saveCard(work: Work, testCard: TestCard, entered: CardData, data: PaymentMethodData): PaymentMethod {
  const year = entered.exp_year ?? new Date(work.nowMs).getUTCFullYear() + 1
  return save(
    work,
    'card',
    data,
    { testCard: testCard.number },
    {
      card: {
        brand: testCard.brand,
        checks: {
          address_line1_check: null,
          address_postal_code_check: null,
          cvc_check: entered.number && !entered.cvc ? null : 'unchecked',
        },
        country: testCard.country,
        display_brand: testCard.brand === 'amex' ? 'american_express' : testCard.brand,
        exp_month: entered.exp_month ?? new Date(work.nowMs).getUTCMonth() + 1,
        exp_year: year < 100 ? 2000 + year : year,
        fingerprint: fingerprint(work, testCard.number),
        funding: testCard.funding,
        generated_from: null,
        last4: testCard.number.slice(-4),
        networks: { available: [testCard.brand], preferred: null },
        regulated_status: 'unregulated',
        three_d_secure_usage: { supported: true },
        wallet: entered.wallet ? { type: entered.wallet, dynamic_last4: null, [entered.wallet]: {} } : null,
      },
    },
  )
}

function makeSepaDebit(work: Work, data: PaymentMethodData): PaymentMethod {
  const iban = (data.sepa_debit?.iban ?? '').replace(/\s/g, '').toUpperCase()
  if (!isIban(iban)) {
    throw invalidRequest('The IBAN you entered is invalid.', {
      code: 'invalid_bank_account_iban',
      param: 'sepa_debit[iban]',
    })
  }
  for (const field of ['name', 'email'] as const) {
    if (data.billing_details?.[field]) continue
    const param = `billing_details[${field}]`
    throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  return saveBankAccount(work, testIban(iban), data)
}

function makeUsBankAccount(work: Work, data: PaymentMethodData): PaymentMethod {
  const account = testUsAccount(data.us_bank_account?.account_number ?? '')
  if (!account || data.us_bank_account?.routing_number !== testRoutingNumber) {
    throw invalidRequest(
      'You must use a test bank account number in test mode. Try 000123456789 with routing number 110000000.',
      {
        param: 'us_bank_account[account_number]',
      },
    )
  }
  if (!data.billing_details?.name) {
    throw invalidRequest('Missing required param: billing_details[name].', {
      code: 'parameter_missing',
      param: 'billing_details[name]',
    })
  }
  return saveBankAccount(work, account, data)
}

function saveBankAccount(work: Work, account: TestBankAccount, data: PaymentMethodData): PaymentMethod {
  const instrument = { testBankAccount: account.number }
  const last4 = account.number.slice(-4)
  if (account.type === 'sepa_debit') {
    return save(work, 'sepa_debit', data, instrument, {
      sepa_debit: {
        bank_code: account.number.slice(4, 9),
        branch_code: '',
        country: account.number.slice(0, 2),
        fingerprint: fingerprint(work, account.number),
        generated_from: { charge: null, setup_attempt: null },
        last4,
      },
    })
  }
  return save(work, 'us_bank_account', data, instrument, {
    us_bank_account: {
      account_holder_type: data.us_bank_account?.account_holder_type ?? 'individual',
      account_type: data.us_bank_account?.account_type ?? 'checking',
      bank_name: 'STRIPE TEST BANK',
      financial_connections_account: null,
      fingerprint: fingerprint(work, account.number),
      last4,
      networks: { preferred: 'ach', supported: ['ach'] },
      routing_number: testRoutingNumber,
      status_details: {},
    },
  })
}

function save(
  work: Work,
  type: PaymentMethod['type'],
  data: PaymentMethodData,
  instrument: Instrument,
  details: Partial<PaymentMethod>,
): PaymentMethod {
  return work.save('payment_method', {
    id: newId('pm_'),
    object: 'payment_method',
    allow_redisplay: data.allow_redisplay ?? 'unspecified',
    billing_details: billingDetails(data.billing_details),
    ...details,
    created: work.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: data.metadata || {},
    type,
    _private: instrument,
  })
}

/** Billing details in full shape, with null for what was not given. */
export function billingDetails(given: BillingDetails | undefined, before?: PaymentMethod['billing_details']) {
  const address = given?.address === undefined ? before?.address : given.address || undefined
  return {
    address: {
      city: address?.city ?? null,
      country: address?.country ?? null,
      line1: address?.line1 ?? null,
      line2: address?.line2 ?? null,
      postal_code: address?.postal_code ?? null,
      state: address?.state ?? null,
    },
    email: (given?.email === undefined ? before?.email : given.email) || null,
    name: (given?.name === undefined ? before?.name : given.name) || null,
    phone: (given?.phone === undefined ? before?.phone : given.phone) || null,
    tax_id: null,
  }
}

/** The same number gives the same fingerprint within one account, as at Stripe. */
function fingerprint(work: Work, number: string): string {
  return createHash('sha256')
    .update(`${work.accountId} ${number}`)
    .digest('base64url')
    .replace(/[-_]/g, 'x')
    .slice(0, 16)
}
