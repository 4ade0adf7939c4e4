/**
 * The simulator's own Stripe.js. Offers what a payment page with Elements uses of the real one, finds the simulator
 * through its own address, and takes test keys only.
 */
import { type Caller, callApi, intentIdOf, intentPath } from './api-call.ts'
import { showChallenge } from './challenge-dialog.ts'
import { type ElementsOptions, SimulatedElements } from './elements.ts'
import { IntegrationError } from './integration-error.ts'
import type { ClientError } from './protocol.ts'

type StripeOptions = { stripeAccount?: string; locale?: string; apiVersion?: string; betas?: string[] }
type ConfirmOptions = {
  elements?: SimulatedElements
  clientSecret?: string
  confirmParams?: { return_url?: string }
  redirect?: 'always' | 'if_required'
}
type Intent = Record<string, unknown> & {
  status: string
  client_secret: string
  object: 'payment_intent' | 'setup_intent'
  next_action?: {
    type: string
    use_stripe_sdk?: { stripe_js?: string }
    redirect_to_url?: { url?: string }
  } | null
  last_payment_error?: ClientError | null
  last_setup_error?: ClientError | null
}
type IntentResult = { error?: ClientError; paymentIntent?: Intent; setupIntent?: Intent }

const base = new URL('..', scriptAddress()).href

class SimulatedStripe {
  readonly #caller: Caller
  readonly #locale: string | undefined

  constructor(key: string, options: StripeOptions) {
    checkKey(key)
    this.#caller = { base, key, stripeAccount: options.stripeAccount ?? null }
    this.#locale = options.locale
  }

  elements(options: ElementsOptions = {}): SimulatedElements {
    return new SimulatedElements(this.#caller, { ...(this.#locale && { locale: this.#locale }), ...options })
  }

  async confirmPayment(options: ConfirmOptions): Promise<IntentResult> {
    return this.#confirm('stripe.confirmPayment()', options)
  }

  async confirmSetup(options: ConfirmOptions): Promise<IntentResult> {
    return this.#confirm('stripe.confirmSetup()', options)
  }

  async retrievePaymentIntent(clientSecret: string): Promise<IntentResult> {
    if (!/^pi_\w+_secret_\w+$/.test(clientSecret)) {
      throw new IntegrationError(
        'Invalid value for stripe.retrievePaymentIntent intent secret: value should be a client secret of the form ${id}_secret_${secret}.',
      )
    }
    return this.#retrieve(clientSecret)
  }

  async retrieveSetupIntent(clientSecret: string): Promise<IntentResult> {
    if (!/^seti_\w+_secret_\w+$/.test(clientSecret)) {
      throw new IntegrationError(
        'Invalid value for stripe.retrieveSetupIntent intent secret: value should be a client secret of the form ${id}_secret_${secret}.',
      )
    }
    return this.#retrieve(clientSecret)
  }

  /** Lets the payer do what an intent waits for, for example after a confirm by the server. */
  async handleNextAction({ clientSecret }: { clientSecret: string }): Promise<IntentResult> {
    const retrieved = await this.#retrieve(clientSecret)
    const intent = intentIn(retrieved)
    if (!intent || intent.status !== 'requires_action') return retrieved
    return this.#doNextAction(intent)
  }

  async createPaymentMethod({ elements }: { elements?: SimulatedElements }) {
    const element = submittedElements('stripe.createPaymentMethod()', elements)
    return element.paymentElement('stripe.createPaymentMethod()').call('createPaymentMethod', null)
  }

  async createConfirmationToken(options: { elements?: SimulatedElements; params?: { return_url?: string } }) {
    const elements = submittedElements('stripe.createConfirmationToken()', options.elements)
    const returnUrl = options.params?.return_url ?? null
    return elements
      .payingElement('stripe.createConfirmationToken()')
      .call('createConfirmationToken', { returnUrl })
  }

  /** Called by wrappers of the real script; there is nothing to register here. */
  _registerWrapper(): void {}
  registerAppInfo(): void {}

  async #confirm(name: string, options: ConfirmOptions): Promise<IntentResult> {
    const { elements, confirmParams, redirect = 'always' } = options
    const returnUrl = confirmParams?.return_url ?? null
    if (redirect === 'always' && !returnUrl) {
      throw new IntegrationError(
        `${name} must be called with confirmParams.return_url, or with redirect: 'if_required'.`,
      )
    }
    if (returnUrl && !URL.canParse(returnUrl)) {
      throw new IntegrationError(
        `Invalid value for ${name}: confirmParams.return_url should be an absolute URL.`,
      )
    }
    const clientSecret = options.clientSecret ?? elements?.clientSecret
    if (!elements || !clientSecret) {
      throw new IntegrationError(`${name} needs elements and, in deferred mode, clientSecret.`)
    }
    const element = elements.payingElement(name)
    if (!elements.clientSecret) submittedElements(name, elements)
    else {
      const { error } = await elements.submit()
      if (error) return { error }
    }
    const { error, intent } = await element.call('confirm', { clientSecret, returnUrl })
    if (error) return { error }
    const result = await this.#doNextAction(intent as Intent)
    const after = intentIn(result)
    if (!after || redirect === 'if_required') return result
    window.location.assign(returnAddress(returnUrl!, after))
    return new Promise(() => {}) // the browser is leaving
  }

  async #doNextAction(intent: Intent): Promise<IntentResult> {
    if (intent.status !== 'requires_action') return asResult(intent)
    const { next_action: action } = intent
    const redirect = action?.redirect_to_url?.url
    if (redirect) {
      window.location.assign(redirect)
      return new Promise(() => {})
    }
    const challenge = action?.use_stripe_sdk?.stripe_js
    // The address in the answer is as the simulator sees itself; the browser may reach it another way.
    if (challenge) await showChallenge(new URL(new URL(challenge).pathname.slice(1), base).href)
    const retrieved = await this.#retrieve(intent.client_secret)
    const after = intentIn(retrieved)
    if (!after) return retrieved
    const error = after.last_payment_error ?? after.last_setup_error
    if (error) return { error: { ...error, [after.object]: after } }
    if (after.status !== 'requires_action') return retrieved
    return {
      error: {
        type: 'invalid_request_error',
        code: `${after.object}_authentication_failure`,
        message:
          'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
        [after.object]: after,
      },
    }
  }

  async #retrieve(clientSecret: string): Promise<IntentResult> {
    const { error, result } = await callApi(this.#caller, 'GET', intentPath(clientSecret), {
      client_secret: clientSecret,
    })
    return error ? { error } : asResult(result as Intent)
  }
}

/** `Stripe(publishableKey, options)`, with or without `new`. */
function Stripe(key: string, options: StripeOptions = {}): SimulatedStripe {
  return new SimulatedStripe(key, options)
}
Stripe.version = 'endive'
;(window as unknown as { Stripe: typeof Stripe }).Stripe = Stripe

function scriptAddress(): string {
  const current = document.currentScript as HTMLScriptElement | null
  if (current?.src) return current.src
  const script = document.querySelector<HTMLScriptElement>('script[src$="/stripe.js"], script[src$="/v3/"]')
  if (script) return script.src
  throw new IntegrationError('The Stripe simulator must be loaded with a <script> tag.')
}

function checkKey(key: string): void {
  if (typeof key !== 'string' || key === '') {
    throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.')
  }
  if (/^[a-z]+_live_/.test(key)) {
    throw new IntegrationError('This is a simulator of Stripe: it never accepts a live key. Use a test key.')
  }
  if (/^[sr]k_/.test(key)) {
    throw new IntegrationError(
      'You should not use your secret key with Stripe.js. Please pass a publishable key instead.',
    )
  }
  if (!/^pk_test_\w{16,}$/.test(key))
    throw new IntegrationError('Invalid value for Stripe(): not a publishable key.')
}

function submittedElements(name: string, elements: SimulatedElements | undefined): SimulatedElements {
  if (!elements) throw new IntegrationError(`${name} needs an elements instance.`)
  if (!elements.submitted) {
    throw new IntegrationError(
      `elements.submit() must be called before ${name}. It should resolve without an error.`,
    )
  }
  return elements
}

function intentIn(result: IntentResult): Intent | undefined {
  return result.paymentIntent ?? result.setupIntent
}

function asResult(intent: Intent): IntentResult {
  return intent.object === 'setup_intent' ? { setupIntent: intent } : { paymentIntent: intent }
}

function returnAddress(returnUrl: string, intent: Intent): string {
  const url = new URL(returnUrl)
  url.searchParams.set(intent.object, intentIdOf(intent.client_secret))
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret)
  const hint: Record<string, string> = {
    succeeded: 'succeeded',
    requires_capture: 'succeeded',
    processing: 'pending',
  }
  url.searchParams.set('redirect_status', hint[intent.status] ?? 'failed')
  return url.href
}
