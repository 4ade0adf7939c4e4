import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import type { Account } from '../objects.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import { accountInvalid } from '../transport/account-for.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { connect, isConnected } from './connections.ts'

/** What may be chosen when an account is opened through the test controls. */
export type AccountChoices = { business_name?: string; country?: string; default_currency?: string }

/** `GET /v1/account` */
export function retrieveOwnAccount(work: Work): Account {
  return work.account
}

/** `GET /v1/accounts/{account}`: the own one, or one that is connected. */
export function retrieveAccount(work: Work, request: ApiRequest): Account {
  const id = request.ids.account ?? ''
  if (id === work.accountId || isConnected(work, id)) return work.on(id).account
  throw accountInvalid('The provided key', id)
}

/** `GET /v1/accounts`: those that are connected. */
export function listAccounts(work: Work, request: ApiRequest) {
  const connected = work.all('account').filter(({ id }) => isConnected(work, id))
  return listPage(connected, request.parameters, request.path)
}

type CreateParameters = Pick<
  Stripe.AccountCreateParams,
  | 'business_profile'
  | 'business_type'
  | 'controller'
  | 'country'
  | 'default_currency'
  | 'email'
  | 'metadata'
  | 'type'
>

/** `POST /v1/accounts`: a Standard account of a merchant, connected from the start; it cannot charge before onboarding. */
export function createAccount(work: Work, request: ApiRequest<CreateParameters>): Account {
  const { parameters } = request
  const type = parameters.type ?? 'standard'
  const dashboard = parameters.controller?.stripe_dashboard?.type ?? 'full'
  if (type !== 'standard' || dashboard !== 'full') {
    throw invalidRequest('The simulator plays Standard accounts only: with a full Stripe Dashboard.', {
      param: parameters.type ? 'type' : 'controller[stripe_dashboard][type]',
    })
  }
  const merchant = work.on(newAccountKeys().account)
  const fresh = newAccount(merchant.accountId, work.now, {
    ...(parameters.business_profile?.name && { business_name: parameters.business_profile.name }),
    ...(parameters.country && { country: parameters.country }),
    ...(parameters.default_currency && { default_currency: parameters.default_currency }),
  })
  merchant.save('account', {
    ...withoutDetails(fresh),
    business_type: parameters.business_type ?? null,
    email: parameters.email ?? null,
    metadata: mergeMetadata(null, parameters.metadata || {}),
  })
  connect(merchant, work.accountId)
  return merchant.account
}

/** The merchant told Stripe everything: the account may charge. */
export function finishOnboarding(work: Work): Account {
  const before = work.account
  const enabled = work.save('account', {
    ...before,
    capabilities: activeCapabilities,
    charges_enabled: true,
    details_submitted: true,
    payouts_enabled: true,
    requirements: { ...before.requirements!, ...nothingDue },
    tos_acceptance: { ...before.tos_acceptance, date: work.now },
  })
  work.emit('account.updated', enabled, { charges_enabled: false, details_submitted: false })
  return enabled
}

function withoutDetails(account: Account): Account {
  const due = ['business_profile.url', 'external_account', 'tos_acceptance.date']
  return {
    ...account,
    capabilities: { card_payments: 'inactive', transfers: 'inactive' },
    charges_enabled: false,
    details_submitted: false,
    payouts_enabled: false,
    requirements: {
      ...account.requirements!,
      currently_due: due,
      disabled_reason: 'requirements.past_due',
      eventually_due: due,
      past_due: due,
    },
    tos_acceptance: { date: null, ip: null, user_agent: null },
  }
}

const activeCapabilities = {
  card_payments: 'active',
  sepa_debit_payments: 'active',
  transfers: 'active',
  us_bank_account_ach_payments: 'active',
} as const
const nothingDue = { currently_due: [], disabled_reason: null, eventually_due: [], past_due: [] }

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
    ...nothingDue,
    current_deadline: null,
    errors: [],
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
    capabilities: activeCapabilities,
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
    _private: { keys: 'valid' },
  } as unknown as Account
}

/** Keys whose first 16 characters name the account, like Stripe's own. */
export function newAccountKeys(): { account: string; secret_key: string; publishable_key: string } {
  const account = newId('acct_', 16)
  return { account, secret_key: newKey('sk', account), publishable_key: newKey('pk', account) }
}

/** A fresh key of an account; older ones stay good. */
export function newKey(kind: 'sk' | 'pk', account: string): string {
  return newId(account.replace('acct_', `${kind}_test_`), 24)
}
