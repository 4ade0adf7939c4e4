import type { Caller } from './api-call.ts'
import { askSession } from './ask-session.ts'
import { type Choice, confirmIntent, createConfirmationToken } from './confirm-intent.ts'
import { IntegrationError } from './integration-error.ts'
import { Listeners } from './listeners.ts'
import type { CallName, Calls, ElementOptions, ElementsConfig, Wallet } from './protocol.ts'
import { walletButtons } from './wallet-buttons.ts'
import { openWalletSheet, type WalletSheet } from './wallet-sheet.ts'

/** What a page may ask of the wallet when it resolves `click`. */
type ClickOptions = { emailRequired?: boolean; phoneRequired?: boolean; billingAddressRequired?: boolean }

const resolveWithinMs = 1_000

/**
 * The Express Checkout Element. A browser has no wallets unless the account was told to pretend so; then there are
 * buttons, `click` (which the page must resolve within a second), a sheet, and `confirm`.
 */
export class ExpressCheckoutElement {
  readonly type = 'expressCheckout'
  readonly #caller: Caller
  readonly #onDestroy: () => void
  readonly #listeners = new Listeners()
  #config: ElementsConfig
  #place: Element | null = null
  #businessName = ''
  /** The sheet whose payer said yes and waits for the page to confirm. */
  #confirming: { wallet: Wallet; sheet: WalletSheet } | null = null

  constructor(caller: Caller, config: ElementsConfig, onDestroy: () => void) {
    this.#caller = caller
    this.#config = config
    this.#onDestroy = onDestroy
  }

  get isMounted(): boolean {
    return this.#place !== null
  }

  /** Whether the payer chose to pay with this element now. */
  get isPaying(): boolean {
    return this.#confirming !== null
  }

  mount(place: string | HTMLElement): void {
    const parent = typeof place === 'string' ? document.querySelector(place) : place
    if (!parent)
      throw new IntegrationError(`The selector you specified (${place}) applies to no DOM elements.`)
    this.#place = parent
    void this.#draw(parent)
  }

  unmount(): void {
    this.#place?.replaceChildren()
    this.#place = null
  }

  update(_options: ElementOptions): void {}

  async reconfigure(config: ElementsConfig): Promise<void> {
    this.#config = config
  }

  destroy(): void {
    this.unmount()
    this.#onDestroy()
  }

  on(event: string, listener: (event: unknown) => void): this {
    this.#listeners.add(event, listener)
    return this
  }

  once(event: string, listener: (event: unknown) => void): this {
    this.#listeners.add(event, listener, true)
    return this
  }

  off(event: string, listener?: (event: unknown) => void): this {
    this.#listeners.remove(event, listener)
    return this
  }

  /** What `stripe.confirmPayment` and the like ask of an element; the sheet shows how it ended. */
  async call<Name extends CallName>(
    name: Name,
    argument: Calls[Name]['arguments'],
  ): Promise<Calls[Name]['result']> {
    const paying = this.#confirming
    if (!paying) throw new IntegrationError('The payer has not confirmed in a wallet.')
    if (name === 'submit') return { selectedPaymentMethod: paying.wallet } as Calls[Name]['result']
    const choice: Choice = { data: paying.sheet.data(), keepFor: null }
    const result =
      name === 'confirm'
        ? await confirmIntent(this.#caller, this.#config, choice, argument as Calls['confirm']['arguments'])
        : await createConfirmationToken(
            this.#caller,
            this.#config,
            choice,
            argument as Calls['createConfirmationToken']['arguments'],
          )
    this.#confirming = null
    paying.sheet.close()
    return result as Calls[Name]['result']
  }

  async #draw(parent: Element): Promise<void> {
    try {
      const session = await askSession(this.#caller, this.#config.customerSessionClientSecret)
      this.#businessName = session.businessName
      const { wallets } = session
      if (wallets.length > 0) parent.replaceChildren(walletButtons(wallets, (wallet) => this.#click(wallet)))
      this.#emit('ready', { availablePaymentMethods: availability(wallets) })
    } catch (error) {
      this.#emit('loaderror', { error })
    }
  }

  #click(wallet: Wallet): void {
    if (!this.#listeners.has('click')) return this.#openSheet(wallet, {})
    let answered = false
    const resolve = (options: ClickOptions = {}) => {
      if (answered) return
      answered = true
      this.#openSheet(wallet, options)
    }
    const reject = () => {
      answered = true
    }
    this.#emit('click', { expressPaymentType: wallet, resolve, reject })
    setTimeout(() => {
      if (answered) return
      answered = true
      throw new IntegrationError('event.resolve() must be called within 1 second of the click event.')
    }, resolveWithinMs)
  }

  #openSheet(wallet: Wallet, asked: ClickOptions): void {
    const { amount, currency } = this.#config
    const sheet = openWalletSheet({
      wallet,
      businessName: this.#businessName,
      amount,
      currency,
      onCancel: () => {
        this.#confirming = null
        this.#emit('cancel', {})
      },
      onPay: () => {
        this.#confirming = { wallet, sheet }
        this.#emit('confirm', {
          expressPaymentType: wallet,
          billingDetails: billingDetails(asked),
          paymentFailed: () => {
            this.#confirming = null
            sheet.close()
          },
        })
      },
    })
  }

  #emit(event: string, value: object): void {
    this.#listeners.tell(event, { elementType: this.type, ...value })
  }
}

function availability(wallets: Wallet[]): Record<string, boolean> | undefined {
  if (wallets.length === 0) return undefined
  return {
    amazonPay: false,
    applePay: wallets.includes('apple_pay'),
    googlePay: wallets.includes('google_pay'),
    klarna: false,
    link: wallets.includes('link'),
    paypal: false,
  }
}

/** Who owns the pretend wallet; a wallet tells only what was asked for. */
function billingDetails(asked: ClickOptions) {
  return {
    name: 'Wallet Owner',
    ...(asked.emailRequired && { email: 'wallet@example.com' }),
    ...(asked.phoneRequired && { phone: '+15555550100' }),
    address: {
      country: 'US',
      postal_code: '10001',
      ...(asked.billingAddressRequired && {
        line1: '1 Example Street',
        line2: null,
        city: 'New York',
        state: 'NY',
      }),
    },
  }
}
