import { newId, randomText } from '../ids.ts'
import type { Account } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'

/** What may be chosen when an account is opened through the test controls. */
export type AccountChoices = { business_name?: string; country?: string; default_currency?: string }

/** `GET /v1/account` */
export function retrieveOwnAccount(work: Work): Account {
  return work.account
}

/** `GET /v1/accounts/{account}`: only the own one can be read. */
export function retrieveAccount(work: Work, request: ApiRequest): Account {
  if (request.ids.account === work.accountId) return work.account
  throw new StripeError(
    403,
    'invalid_request_error',
    `The provided key does not have access to account '${request.ids.account}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  )
}

/** `GET /v1/accounts`: no account here has connected accounts of its own. */
export function listAccounts(_work: Work, request: ApiRequest) {
  return listPage([] as { id: string }[], request.parameters, request.path)
}

/** A fresh account in good standing: verified, card payments active. */
export function newAccount(id: string, nowSeconds: number, choices: AccountChoices): Account {
  const name = choices.business_name ?? 'Simulated business'
  const prefix = name
    .toUpperCase()
    .replace(/[^A-Z0-9 ]/g, '')
    .trim()
    .slice(0, 10)
    .trim()
  const requirements = {
    alternatives: [],
    current_deadline: null,
    currently_due: [],
    disabled_reason: null,
    errors: [],
    eventually_due: [],
    past_due: [],
    pending_verification: [],
  }
  const descriptor = /[A-Z]/.test(prefix) && prefix.length > 1 ? prefix : 'SIMULATED'
  return {
    id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: null,
      minority_owned_business_designation: null,
      name,
      product_description: null,
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: 'company',
    capabilities: {
      card_payments: 'active',
      sepa_debit_payments: 'active',
      transfers: 'active',
      us_bank_account_ach_payments: 'active',
    },
    charges_enabled: true,
    controller: { type: 'account' },
    country: choices.country ?? 'US',
    created: nowSeconds,
    default_currency: (choices.default_currency ?? 'usd').toLowerCase(),
    details_submitted: true,
    email: null,
    external_accounts: {
      object: 'list',
      data: [],
      has_more: false,
      url: `/v1/accounts/${id}/external_accounts`,
    },
    future_requirements: requirements,
    metadata: {},
    payouts_enabled: true,
    requirements,
    settings: {
      bacs_debit_payments: { display_name: null, service_user_number: null },
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_issuing: { tos_acceptance: { date: null, ip: null } },
      card_payments: {
        decline_on: { avs_failure: false, cvc_failure: false },
        statement_descriptor_prefix: descriptor,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      dashboard: { display_name: name, timezone: 'Etc/UTC' },
      invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
      payments: {
        statement_descriptor: descriptor.length < 5 ? `${descriptor} SHOP` : descriptor,
        statement_descriptor_kana: null,
        statement_descriptor_kanji: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      payouts: {
        debit_negative_balances: true,
        schedule: { delay_days: 2, interval: 'daily' },
        statement_descriptor: null,
      },
      sepa_debit_payments: {},
    },
    tos_acceptance: { date: nowSeconds, ip: null, user_agent: null },
    type: 'standard',
    _private: { access: 'granted', keys: 'valid' },
  } as unknown as Account
}

/** Keys whose first 16 characters name the account, like Stripe's own. */
export function newAccountKeys(): { account: string; secret_key: string; publishable_key: string } {
  const body = randomText(16)
  return {
    account: `acct_${body}`,
    secret_key: newId(`sk_test_${body}`, 24),
    publishable_key: newId(`pk_test_${body}`, 24),
  }
}
