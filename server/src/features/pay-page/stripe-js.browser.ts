/** The part of Stripe.js (train endive) that our pages use. */
export interface Stripe {
  elements(options: ElementsOptions): Elements
  /** Resolves only when it did not leave the page: with an error. */
  confirmPayment(options: {
    elements: Elements
    clientSecret: string
    confirmParams: { return_url: string }
  }): Promise<{ error?: StripeError }>
  confirmSetup(options: {
    elements: Elements
    clientSecret: string
    confirmParams: { return_url: string }
  }): Promise<{ error?: StripeError }>
}

export interface StripeError {
  type: string
  code?: string
  message?: string
}

export interface Appearance {
  theme: 'stripe' | 'night'
  variables: Record<string, string>
}

export type ElementsOptions = {
  currency: string
  locale: string
  appearance: Appearance
} & ({ mode: 'payment'; amount: number; customerSessionClientSecret?: string } | { mode: 'setup' })

export interface Elements {
  create(type: 'payment', options: { layout: 'tabs' | 'accordion' }): PaymentElement
  create(type: 'expressCheckout'): ExpressCheckoutElement
  submit(): Promise<{ error?: StripeError }>
  update(options: {
    amount?: number
    setupFutureUsage?: 'off_session' | null
    appearance?: Appearance
  }): Promise<unknown>
}

export interface PaymentElement {
  mount(target: HTMLElement): void
  on(event: 'ready' | 'loaderror', listener: () => void): void
}

/** Buttons of the wallets this browser has: Apple Pay, Google Pay, Link. */
export interface ExpressCheckoutElement {
  mount(target: HTMLElement): void
  on(event: 'ready', listener: (event: { availablePaymentMethods?: object }) => void): void
  /** To be resolved within a second, or the wallet's sheet does not open. */
  on(event: 'click', listener: (event: { resolve(): void }) => void): void
  on(event: 'confirm', listener: (event: WalletConfirm) => void): void
}

/** The payer said yes in their wallet. */
export interface WalletConfirm {
  /** Closes the wallet's sheet: nothing was charged. */
  paymentFailed(): void
}

type StripeConstructor = (publishableKey: string, options?: { stripeAccount: string }) => Stripe

/**
 * Loads Stripe.js from Stripe itself, as its rules ask ("Including Stripe.js"), once.
 * @throws when the script is blocked or takes longer than `timeoutMs`.
 */
export function loadStripe(url: string, timeoutMs = 20_000): Promise<StripeConstructor> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    const giveUp = setTimeout(() => reject(new Error('Stripe.js did not arrive in time')), timeoutMs)
    script.src = url
    script.onload = () => {
      clearTimeout(giveUp)
      const loaded = (window as { Stripe?: StripeConstructor }).Stripe
      if (loaded) resolve(loaded)
      else reject(new Error('Stripe.js did not define Stripe'))
    }
    script.onerror = () => {
      clearTimeout(giveUp)
      reject(new Error('Stripe.js was blocked'))
    }
    document.head.append(script)
  })
}
