import { IntegrationError } from './integration-error.ts'
import { Listeners } from './listeners.ts'
import {
  type CallName,
  type Calls,
  type ChangeValue,
  type ElementOptions,
  type ElementsConfig,
  isOurs,
  type ToFrame,
  type ToPage,
} from './protocol.ts'

/** An element on the page: a frame from the simulator's origin, which alone sees what is typed. */
export class SimulatedElement {
  readonly type: string
  readonly #base: string
  #config: ElementsConfig
  #options: ElementOptions
  #onDestroy: () => void
  #frame: HTMLIFrameElement | null = null
  #isReady = false
  #destroyed = false
  #nextCallId = 1
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #listeners = new Listeners()
  readonly #waitingForReady: (() => void)[] = []

  constructor(
    type: string,
    base: string,
    config: ElementsConfig,
    options: ElementOptions,
    onDestroy: () => void,
  ) {
    this.type = type
    this.#base = base
    this.#config = config
    this.#options = options
    this.#onDestroy = onDestroy
  }

  get isMounted(): boolean {
    return this.#frame !== null
  }

  /** Puts the element into the page: a CSS selector or an element that is in the document. */
  mount(place: string | HTMLElement): void {
    if (this.#destroyed)
      throw new IntegrationError('This Element has been destroyed. Please create a new one.')
    const parent = typeof place === 'string' ? document.querySelector<HTMLElement>(place) : place
    if (!parent) {
      throw new IntegrationError(
        `The selector you specified (${place}) applies to no DOM elements that are currently on the page.`,
      )
    }
    if (this.#frame) this.unmount()
    const wrapper = document.createElement('div')
    wrapper.className = '__PrivateStripeElement'
    this.#frame = this.#makeFrame()
    wrapper.append(this.#frame)
    parent.replaceChildren(wrapper)
    parent.classList.add('StripeElement')
    window.addEventListener('message', this.#listen)
    this.#emit('loaderstart', { elementType: this.type })
  }

  unmount(): void {
    window.removeEventListener('message', this.#listen)
    this.#frame?.parentElement?.remove()
    this.#frame = null
    this.#isReady = false
  }

  destroy(): void {
    this.unmount()
    this.#destroyed = true
    this.#onDestroy()
  }

  update(options: ElementOptions): void {
    this.#options = { ...this.#options, ...options }
    if (this.#frame) void this.reconfigure(this.#config)
  }

  /** Passes changed options of the group to the frame; resolves when it has redrawn. */
  async reconfigure(config: ElementsConfig): Promise<void> {
    this.#config = config
    if (this.#frame) await this.call('update', { elements: config, options: this.#options })
  }

  focus(): void {
    if (this.#frame) void this.call('focus', null)
  }

  blur(): void {
    if (this.#frame) void this.call('blur', null)
  }

  clear(): void {
    if (this.#frame) void this.call('clear', null)
  }

  /** Stripe closes an accordion here; tabs stay as they are. */
  collapse(): this {
    return this
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

  /** Asks the frame to do something, once it is ready. */
  async call<Name extends CallName>(
    name: Name,
    argument: Calls[Name]['arguments'],
  ): Promise<Calls[Name]['result']> {
    if (!this.#isReady) await new Promise<void>((resolve) => this.#waitingForReady.push(resolve))
    const id = this.#nextCallId++
    const answered = new Promise<Calls[Name]['result']>((resolve) => {
      this.#answers.set(id, resolve as (result: unknown) => void)
    })
    this.#send({ stripeSimulator: true, type: 'call', id, name, argument })
    return answered
  }

  #makeFrame(): HTMLIFrameElement {
    const frame = document.createElement('iframe')
    frame.title = 'Secure payment input frame'
    frame.name = `__privateStripeFrame${Math.floor(Math.random() * 10_000)}`
    frame.allow = 'payment *'
    frame.src = `${this.#base}js/element.html#${encodeURIComponent(window.location.origin)}`
    // Behind a proxy on the page's own origin, a sandbox without that origin still keeps the card fields apart.
    if (this.#isSameOrigin) frame.setAttribute('sandbox', 'allow-scripts allow-forms')
    frame.setAttribute('scrolling', 'no')
    Object.assign(frame.style, {
      display: 'block',
      width: 'calc(100% + 8px)',
      height: '1px',
      margin: '-4px',
      border: '0',
      overflow: 'hidden',
      colorScheme: 'light',
    })
    return frame
  }

  get #isSameOrigin(): boolean {
    return new URL(this.#base).origin === window.location.origin
  }

  #send(message: ToFrame): void {
    this.#frame?.contentWindow?.postMessage(message, this.#isSameOrigin ? '*' : new URL(this.#base).origin)
  }

  readonly #listen = (event: MessageEvent): void => {
    const origin = this.#isSameOrigin ? 'null' : new URL(this.#base).origin
    if (event.source !== this.#frame?.contentWindow || event.origin !== origin || !isOurs(event.data)) return
    this.#take(event.data as ToPage)
  }

  #take(message: ToPage): void {
    switch (message.type) {
      case 'loaded':
        this.#send({
          stripeSimulator: true,
          type: 'configure',
          elements: this.#config,
          options: this.#options,
        })
        return
      case 'ready':
        this.#isReady = true
        for (const resume of this.#waitingForReady.splice(0)) resume()
        this.#emit('ready', { elementType: this.type })
        return
      case 'height':
        this.#frame!.style.height = `${message.px}px`
        return
      case 'change':
        this.#emit('change', changeEvent(this.type, message.value))
        return
      case 'loaderror':
        this.#emit('loaderror', { elementType: this.type, error: message.error })
        return
      case 'answer':
        this.#answers.get(message.id)?.(message.result)
        this.#answers.delete(message.id)
        return
      default:
        this.#emit(message.type, { elementType: this.type })
    }
  }

  #emit(event: string, value: unknown): void {
    this.#listeners.tell(event, value)
  }
}

function changeEvent(elementType: string, value: ChangeValue) {
  return {
    elementType,
    empty: value.empty,
    complete: value.complete,
    collapsed: false,
    value: {
      type: value.type,
      ...(value.payment_method && { payment_method: value.payment_method }),
    },
  }
}
