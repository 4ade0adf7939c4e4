import type { Caller } from './api-call.ts'
import { SimulatedElement } from './element.ts'
import { ExpressCheckoutElement } from './express-checkout-element.ts'
import { IntegrationError } from './integration-error.ts'
import { Listeners } from './listeners.ts'
import type { Appearance, Calls, ElementOptions, ElementsConfig } from './protocol.ts'

/** The options of `stripe.elements()`: with a client secret, or deferred with mode, amount and currency. */
export type ElementsOptions = {
  clientSecret?: string
  mode?: 'payment' | 'setup' | 'subscription'
  amount?: number
  currency?: string
  setupFutureUsage?: 'off_session' | 'on_session' | null
  paymentMethodTypes?: string[]
  allowedPaymentMethodTypes?: string[]
  excludedPaymentMethodTypes?: string[]
  customerSessionClientSecret?: string
  appearance?: Appearance
  locale?: string
}
type AnyElement = SimulatedElement | ExpressCheckoutElement

/** A group of elements that make one payment. */
export class SimulatedElements {
  readonly #caller: Caller
  readonly #elements = new Map<string, AnyElement>()
  readonly #listeners = new Listeners()
  #options: ElementsOptions
  /** Whether `submit()` passed since anything changed. */
  submitted = false

  constructor(caller: Caller, options: ElementsOptions) {
    checkOptions(options)
    this.#caller = caller
    this.#options = options
  }

  /** The client secret the group was made with, null in deferred mode. */
  get clientSecret(): string | null {
    return this.#options.clientSecret ?? null
  }

  create(type: string, options: ElementOptions = {}): AnyElement {
    if (this.#elements.has(type)) {
      throw new IntegrationError(
        `Can only create one Element of type ${type} through this Elements instance.`,
      )
    }
    const forget = () => this.#elements.delete(type)
    const element = this.#make(type, options, forget)
    this.#elements.set(type, element)
    return element
  }

  getElement(type: string): AnyElement | null {
    return this.#elements.get(type) ?? null
  }

  /** Checks what was typed and shows what is wrong beside the field. */
  async submit(): Promise<Calls['submit']['result']> {
    const result = await this.payingElement('elements.submit()').call('submit', null)
    this.submitted = !result.error
    return result
  }

  /** Changes amount, currency, appearance …; resolves when the elements show it. */
  async update(options: Partial<ElementsOptions>): Promise<void> {
    const changed = { ...this.#options, ...options }
    checkOptions(changed)
    this.#options = changed
    await Promise.all([...this.#elements.values()].map((element) => element.reconfigure(this.#config())))
    this.#listeners.tell('update-end', {})
  }

  /** Reads the intent again after the server changed it. */
  async fetchUpdates(): Promise<{ error?: undefined }> {
    await Promise.all([...this.#elements.values()].map((element) => element.reconfigure(this.#config())))
    return {}
  }

  on(event: string, listener: (event: unknown) => void): this {
    this.#listeners.add(event, listener)
    return this
  }

  off(event: string, listener: (event: unknown) => void): this {
    this.#listeners.remove(event, listener)
    return this
  }

  /** The element the payer pays with: a wallet that was said yes to, else the mounted Payment Element. */
  payingElement(caller: string): AnyElement {
    const express = this.#elements.get('expressCheckout')
    if (express instanceof ExpressCheckoutElement && express.isPaying) return express
    return this.paymentElement(caller)
  }

  /** The mounted Payment Element; `caller` names the function that needs it in the error. */
  paymentElement(caller: string): SimulatedElement {
    const element = this.#elements.get('payment')
    if (element instanceof SimulatedElement && element.isMounted) return element
    throw new IntegrationError(
      `Invalid value for ${caller}: elements should have a mounted Payment Element. Please be sure that the Element you are attempting to use is still mounted.`,
    )
  }

  #make(type: string, options: ElementOptions, forget: () => void): AnyElement {
    if (type === 'payment')
      return new SimulatedElement(type, this.#caller.base, this.#config(), options, forget)
    if (type === 'expressCheckout') return new ExpressCheckoutElement(this.#caller, this.#config(), forget)
    throw new IntegrationError(
      `The Stripe simulator has no Element of type ${type}; it has payment and expressCheckout.`,
    )
  }

  #config(): ElementsConfig {
    const options = this.#options
    return {
      key: this.#caller.key,
      stripeAccount: this.#caller.stripeAccount,
      clientSecret: options.clientSecret ?? null,
      mode: options.mode ?? null,
      amount: options.amount ?? null,
      currency: options.currency ?? null,
      setupFutureUsage: options.setupFutureUsage ?? null,
      paymentMethodTypes: options.paymentMethodTypes ?? options.allowedPaymentMethodTypes ?? null,
      excludedPaymentMethodTypes: options.excludedPaymentMethodTypes ?? [],
      customerSessionClientSecret: options.customerSessionClientSecret ?? null,
      appearance: options.appearance ?? {},
      locale: options.locale ?? 'auto',
    }
  }
}

function checkOptions(options: ElementsOptions): void {
  if (options.clientSecret !== undefined) {
    if (/^(pi|seti)_\w+_secret_\w+$/.test(options.clientSecret) && !options.mode) return
    throw new IntegrationError(
      'Invalid value for elements(): clientSecret should be a client secret of the form ${id}_secret_${secret}, without mode.',
    )
  }
  if (!options.mode)
    throw new IntegrationError('Invalid value for elements(): pass either clientSecret or mode.')
  if (!options.currency || options.currency !== options.currency.toLowerCase()) {
    throw new IntegrationError(
      'Invalid value for elements(): currency should be one of the supported currencies, in lower case.',
    )
  }
  if (options.mode !== 'setup' && !(Number.isInteger(options.amount) && options.amount! > 0)) {
    throw new IntegrationError(
      'Invalid value for elements(): amount should be a positive integer in the smallest currency unit.',
    )
  }
}
