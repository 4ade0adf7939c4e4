import type Stripe from 'stripe'
import type { Wallet } from './stripe-js/protocol.ts'

/** An expandable field is kept as the id alone. */
type Unexpanded<Value> = string extends Value ? Exclude<Value, { object: string }> : Value

/**
 * A Stripe object as it is kept: expandable fields hold ids, and `_private` holds what the API never shows.
 * The types come from the official SDK, so that a missing or mistyped field does not compile.
 */
type Kept<T, Private = undefined> = { [Field in keyof T]: Unexpanded<T[Field]> } & { _private?: Private }

/** What a simulated card or bank account will do, by its test number. */
export type Instrument = { testCard?: string; testBankAccount?: string; setUpForOffSession?: boolean }

/** What an intent remembers between confirm and the end of authentication. */
export type ConfirmNotes = {
  offSession?: boolean
  paymentMethod?: string
  mandate?: string
  authentication?: { id: string; returnUrl: string | null }
}

/** What one key may do; without a rule it is good for everything its kind may. */
export type KeyRule = { state: 'valid' | 'expired'; permissions: string[] | null }
type AccountNotes = {
  keys: 'valid' | 'revoked'
  keyRules?: Record<string, KeyRule>
  wallets?: Wallet[]
}

export type Account = Kept<Stripe.Account, AccountNotes> & {
  created: number
}
export type Charge = Kept<Stripe.Charge>
export type Customer = Kept<Stripe.Customer>
export type DeletedCustomer = { id: string; object: 'customer'; deleted: true }
export type CustomerSession = Kept<Stripe.CustomerSession> & { id: string }
export type PaymentIntent = Kept<Stripe.PaymentIntent, ConfirmNotes>
export type PaymentMethod = Kept<Stripe.PaymentMethod, Instrument & { detached?: boolean; used?: boolean }>
export type PaymentMethodDomain = Kept<Stripe.PaymentMethodDomain>
export type SetupIntent = Kept<Stripe.SetupIntent, ConfirmNotes>
export type SetupAttempt = Kept<Stripe.SetupAttempt>
export type Refund = Kept<Stripe.Refund>
export type Dispute = Kept<Stripe.Dispute>
export type BalanceTransaction = Kept<Stripe.BalanceTransaction>
export type Mandate = Kept<Stripe.Mandate>
export type ConfirmationToken = Kept<Stripe.ConfirmationToken, { paymentMethod: string }>
export type WebhookEndpoint = Kept<Stripe.WebhookEndpoint, { secrets: string[]; connect?: boolean }>
export type StripeEvent = {
  id: string
  object: 'event'
  account?: string
  api_version: string
  created: number
  data: { object: object; previous_attributes?: object }
  livemode: false
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}
export type Review = Kept<Stripe.Review>
export type EarlyFraudWarning = Kept<Stripe.Radar.EarlyFraudWarning>

/** A merchant's account that a platform may act for, or once could ("Using OAuth with Standard accounts"). */
export type Connection = {
  /** Platform and account, so that there is one of each pair. */
  id: string
  platform: string
  account: string
  access: 'granted' | 'revoked'
}

/** What a merchant's consent is worth to the platform: once, for a few minutes. */
export type OAuthCode = { id: string; account: string; expiresAtMs: number; used: boolean }

/** An onboarding address for one account, with where it leads afterwards. Kept under the platform. */
export type KeptAccountLink = {
  id: string
  account: string
  refreshUrl: string
  returnUrl: string
  expiresAtMs: number
  /** What the page, once opened, must show to be finished; the address itself opens only once. */
  session: string | null
}

/** One event on its way to one endpoint. Times are simulator time in milliseconds. */
export type Delivery = {
  id: string
  event: string
  endpoint: string
  /** The platform whose Connect endpoint it is; absent for an endpoint of the account itself. */
  platform?: string
  attempts: number
  nextAttemptAtMs: number
  state: 'waiting' | 'held' | 'delivered' | 'dropped' | 'given_up'
  lastFailure: string | null
}

/** Something that happens later by the simulator's clock. */
export type Task = {
  id: string
  dueAtMs: number
  what:
    | 'settle_bank_debit'
    | 'expire_authorization'
    | 'post_balance_transaction'
    | 'open_dispute'
    | 'dispute_past_due'
    | 'warn_of_fraud'
    | 'finish_refund'
    | 'fail_refund'
  /** Id of the object it happens to. */
  target: string
  detail?: string
}

/** The first answer to an Idempotency-Key, kept for 24 hours of simulator time. */
export type KeptAnswer = {
  id: string
  fingerprint: string
  status: number
  body: string
  requestId: string
  keptAtMs: number
}

/** Everything the simulator keeps, by kind. */
export type Kinds = {
  account: Account
  account_link: KeptAccountLink
  balance_transaction: BalanceTransaction
  charge: Charge
  confirmation_token: ConfirmationToken
  connection: Connection
  customer: Customer | DeletedCustomer
  customer_session: CustomerSession
  dispute: Dispute
  early_fraud_warning: EarlyFraudWarning
  event: StripeEvent
  mandate: Mandate
  oauth_code: OAuthCode
  payment_intent: PaymentIntent
  payment_method: PaymentMethod
  payment_method_domain: PaymentMethodDomain
  refund: Refund
  review: Review
  setup_attempt: SetupAttempt
  setup_intent: SetupIntent
  webhook_endpoint: WebhookEndpoint
  delivery: Delivery
  task: Task
  kept_answer: KeptAnswer
}
export type Kind = keyof Kinds
