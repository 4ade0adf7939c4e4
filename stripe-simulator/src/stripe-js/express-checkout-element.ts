import { IntegrationError } from './integration-error.ts'

type Listener = (event: unknown) => void

/**
 * The Express Checkout Element of a browser without wallets: it takes no room and says so in `ready`, which is what
 * an integration must cope with anyway.
 */
export class ExpressCheckoutElement {
  readonly type = 'expressCheckout'
  readonly isMounted = false
  readonly #onDestroy: () => void
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(onDestroy: () => void) {
    this.#onDestroy = onDestroy
  }

  mount(place: string | HTMLElement): void {
    const parent = typeof place === 'string' ? document.querySelector(place) : place
    if (!parent)
      throw new IntegrationError(`The selector you specified (${place}) applies to no DOM elements.`)
    queueMicrotask(() => this.#emit('ready', { elementType: this.type, availablePaymentMethods: undefined }))
  }

  unmount(): void {}
  update(): void {}
  async reconfigure(): Promise<void> {}

  destroy(): void {
    this.#onDestroy()
  }

  on(event: string, listener: Listener): this {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set())
    this.#listeners.get(event)!.add(listener)
    return this
  }

  once(event: string, listener: Listener): this {
    return this.on(event, listener)
  }

  off(event: string, listener?: Listener): this {
    if (listener) this.#listeners.get(event)?.delete(listener)
    else this.#listeners.delete(event)
    return this
  }

  #emit(event: string, value: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(value)
  }
}
