/** What page and element frame say to each other. Card data never crosses to the page. */

/** Stripe's `appearance` option, as far as the simulator's element follows it. */
export type Appearance = {
  theme?: 'stripe' | 'night' | 'flat' | 'none'
  labels?: 'above' | 'floating'
  variables?: Record<string, string>
  rules?: Record<string, Record<string, string>>
}

export type ElementsConfig = {
  key: string
  stripeAccount: string | null
  clientSecret: string | null
  mode: 'payment' | 'setup' | 'subscription' | null
  amount: number | null
  currency: string | null
  setupFutureUsage: 'off_session' | 'on_session' | null
  paymentMethodTypes: string[] | null
  excludedPaymentMethodTypes: string[]
  customerSessionClientSecret: string | null
  appearance: Appearance
  locale: string
}

export type BillingDefaults = {
  name?: string
  email?: string
  address?: { country?: string; postal_code?: string }
}
export type ElementOptions = {
  defaultValues?: { billingDetails?: BillingDefaults }
  readOnly?: boolean
}

/** An error as promises of Stripe.js resolve it. */
export type ClientError = {
  type: string
  code?: string
  decline_code?: string
  message: string
  param?: string
  payment_intent?: Record<string, unknown>
  setup_intent?: Record<string, unknown>
  payment_method?: Record<string, unknown>
}

export type ChangeValue = {
  empty: boolean
  complete: boolean
  type: string
  /** Set when a saved method is chosen. */
  payment_method?: { id: string; type: string }
}

/** A method that the customer of a customer session kept, as far as a payer is shown it. */
export type SavedMethod = {
  id: string
  type: string
  brand: string
  last4: string
  expMonth: number | null
  expYear: number | null
}

/** What an element is drawn from: the answer of `/js/session`. */
export type ElementSession = {
  account: string
  businessName: string
  /** The form may offer to keep the method, for this use; null when it may not. */
  saveUsage: 'off_session' | 'on_session' | null
  savedMethods: SavedMethod[]
  mayRemove: boolean
  /** The wallets this browser pretends to have. */
  wallets: Wallet[]
}

/** A pretend wallet, by the name that `card.wallet.type` has. */
export const wallets = ['apple_pay', 'google_pay', 'link'] as const
export type Wallet = (typeof wallets)[number]

/** Calls the page makes to the frame, with their arguments and results. */
export type Calls = {
  submit: { arguments: null; result: { error?: ClientError; selectedPaymentMethod?: string } }
  confirm: {
    arguments: { clientSecret: string; returnUrl: string | null }
    result: { error?: ClientError; intent?: Record<string, unknown> }
  }
  createPaymentMethod: { arguments: null; result: { error?: ClientError; paymentMethod?: object } }
  createConfirmationToken: {
    arguments: { returnUrl: string | null }
    result: { error?: ClientError; confirmationToken?: object }
  }
  update: { arguments: { elements: ElementsConfig; options: ElementOptions }; result: null }
  focus: { arguments: null; result: null }
  blur: { arguments: null; result: null }
  clear: { arguments: null; result: null }
}
export type CallName = keyof Calls

export type ToFrame =
  | { stripeSimulator: true; type: 'configure'; elements: ElementsConfig; options: ElementOptions }
  | { stripeSimulator: true; type: 'call'; id: number; name: CallName; argument: unknown }

export type ToPage =
  | { stripeSimulator: true; type: 'loaded' }
  | { stripeSimulator: true; type: 'ready' }
  | { stripeSimulator: true; type: 'loaderror'; error: ClientError }
  | { stripeSimulator: true; type: 'height'; px: number }
  | { stripeSimulator: true; type: 'change'; value: ChangeValue }
  | { stripeSimulator: true; type: 'focus' | 'blur' | 'escape' }
  | { stripeSimulator: true; type: 'answer'; id: number; result: unknown }

export function isOurs(data: unknown): data is { stripeSimulator: true; type: string } {
  return (
    typeof data === 'object' &&
    data !== null &&
    (data as { stripeSimulator?: unknown }).stripeSimulator === true
  )
}
