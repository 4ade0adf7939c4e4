/**
 * The Payment Element's frame. It alone sees what is typed: it draws the fields, checks them, and calls the API
 * itself; the page hears only results.
 */
import { type Caller, callApi, intentPath } from '../api-call.ts'
import {
  type CallName,
  type Calls,
  type ClientError,
  type ElementOptions,
  type ElementsConfig,
  isOurs,
  type ToFrame,
  type ToPage,
} from '../protocol.ts'
import { applyAppearance } from './appearance.ts'
import { cardForm } from './card-form.ts'
import { make, picture } from './dom.ts'
import { isComplete, isEmpty, type MethodForm, validate } from './method-form.ts'
import { sepaForm } from './sepa-form.ts'
import { loadSession, type Session } from './session.ts'

const pageOrigin = decodeURIComponent(location.hash.slice(1))
const base = new URL('..', location.href).href
const root = document.querySelector<HTMLFormElement>('#element')!

let config: ElementsConfig
let options: ElementOptions = {}
let session: Session
let forms: MethodForm[] = []
let current: MethodForm

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== pageOrigin || !isOurs(event.data)) return
  const message = event.data as ToFrame
  if (message.type === 'configure') void start(message.elements, message.options)
  else void answerCall(message.id, message.name, message.argument)
})
root.addEventListener('submit', (event) => event.preventDefault())
root.addEventListener('focusin', () => tell({ type: 'focus' }))
root.addEventListener('focusout', () => tell({ type: 'blur' }))
root.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') tell({ type: 'escape' })
})
new ResizeObserver(() => {
  tell({ type: 'height', px: Math.ceil(document.documentElement.getBoundingClientRect().height) })
}).observe(document.body)
tell({ type: 'loaded' })

async function start(elements: ElementsConfig, elementOptions: ElementOptions): Promise<void> {
  try {
    await draw(elements, elementOptions)
    tell({ type: 'ready' })
  } catch (error) {
    tell({ type: 'loaderror', error: asClientError(error) })
  }
}

const answers: {
  [Name in CallName]: (argument: never) => Promise<Calls[Name]['result']> | Calls[Name]['result']
} = {
  submit: () => {
    const error = validate(current)
    return error ? { error } : { selectedPaymentMethod: current.type }
  },
  confirm,
  createPaymentMethod,
  createConfirmationToken,
  update,
  focus: () => {
    current.fields[0]?.input.focus()
    return null
  },
  blur: () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    return null
  },
  clear: () => {
    for (const field of current.fields) field.clear()
    return null
  },
}

async function answerCall(id: number, name: CallName, argument: unknown): Promise<void> {
  let result: unknown
  try {
    result = await answers[name](argument as never)
  } catch (error) {
    result = { error: asClientError(error) }
  }
  tell({ type: 'answer', id, result })
}

async function confirm({
  clientSecret,
  returnUrl,
}: Calls['confirm']['arguments']): Promise<Calls['confirm']['result']> {
  const mismatch = await intentMismatch(clientSecret)
  if (mismatch) return { error: mismatch }
  const saves = current.wantsSaving()
  const isPayment = clientSecret.startsWith('pi_')
  const { error, result } = await callApi(caller(), 'POST', `${intentPath(clientSecret)}/confirm`, {
    ...current.data(),
    ...(saves && { 'payment_method_data[allow_redisplay]': 'always' }),
    ...(saves && isPayment && { setup_future_usage: session.saveUsage ?? 'off_session' }),
    ...(returnUrl && { return_url: returnUrl }),
    client_secret: clientSecret,
    use_stripe_sdk: 'true',
  })
  return error ? { error } : { intent: result! }
}

/** In deferred mode, what the page announced must be what the server made. */
async function intentMismatch(clientSecret: string): Promise<ClientError | null> {
  if (config.clientSecret || config.mode === 'setup') return null
  const { error, result } = await callApi(caller(), 'GET', intentPath(clientSecret), {
    client_secret: clientSecret,
  })
  if (error) return error
  const pairs = [
    ['amount', config.amount, result!.amount],
    ['currency', config.currency, result!.currency],
    ['setup_future_usage', config.setupFutureUsage, result!.setup_future_usage],
  ] as const
  const wrong = pairs.find(([, announced, actual]) => announced !== null && announced !== actual)
  if (!wrong) return null
  const [field, announced, actual] = wrong
  return {
    type: 'invalid_request_error',
    code: 'payment_intent_invalid_parameter',
    param: field,
    message: `The ${field} of the PaymentIntent (${actual}) does not match the ${field} that was given to Elements (${announced}).`,
  }
}

async function createPaymentMethod(): Promise<Calls['createPaymentMethod']['result']> {
  const flat = Object.entries(current.data()).map(([name, value]) => [
    name.replace(/^payment_method_data\[(\w+)\]/, '$1'),
    value,
  ])
  const { error, result } = await callApi(caller(), 'POST', 'v1/payment_methods', Object.fromEntries(flat))
  return error ? { error } : { paymentMethod: result! }
}

async function createConfirmationToken({
  returnUrl,
}: Calls['createConfirmationToken']['arguments']): Promise<Calls['createConfirmationToken']['result']> {
  const saves = current.wantsSaving()
  const { error, result } = await callApi(caller(), 'POST', 'v1/confirmation_tokens', {
    ...current.data(),
    ...(saves && {
      'payment_method_data[allow_redisplay]': 'always',
      setup_future_usage: session.saveUsage ?? 'off_session',
    }),
    ...(returnUrl && { return_url: returnUrl }),
  })
  return error ? { error } : { confirmationToken: result! }
}

/** Redraws only when other methods are due: what was typed stays when just the amount or the look changes. */
async function update({ elements, options: elementOptions }: Calls['update']['arguments']): Promise<null> {
  const before = JSON.stringify([session, options])
  config = elements
  applyAppearance(config.appearance)
  const fresh = await loadSession(caller(), config)
  if (JSON.stringify([fresh, elementOptions]) !== before) await draw(elements, elementOptions)
  return null
}

async function draw(elements: ElementsConfig, elementOptions: ElementOptions): Promise<void> {
  config = elements
  options = elementOptions
  applyAppearance(config.appearance)
  session = await loadSession(caller(), config)
  const defaults = options.defaultValues?.billingDetails ?? {}
  const { businessName } = session
  forms = session.types.map((type) =>
    type === 'sepa_debit'
      ? sepaForm(businessName, defaults, announceChange)
      : cardForm({
          businessName,
          offersSaving: session.saveUsage !== null,
          defaults,
          onInput: announceChange,
        }),
  )
  choose(forms[0]!)
}

function choose(form: MethodForm): void {
  current = form
  root.replaceChildren(...(forms.length > 1 ? [tabs()] : []), form.element)
  for (const field of form.fields) field.input.disabled = options.readOnly ?? false
  announceChange()
}

/** Ways to pay as a row of tabs: arrow keys move, as the ARIA pattern says. */
function tabs(): HTMLElement {
  const list = make('div', { class: 'TabList', role: 'tablist', 'aria-label': 'Payment methods' })
  for (const form of forms) {
    const selected = form === current
    const tab = make(
      'button',
      {
        type: 'button',
        class: selected ? 'Tab Tab--selected' : 'Tab',
        role: 'tab',
        id: `${form.type}-tab`,
        'aria-selected': String(selected),
        tabindex: selected ? '0' : '-1',
      },
      picture(form.picture),
      form.label,
    )
    tab.addEventListener('click', () => chooseAndFocus(form))
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      const next = forms[(forms.indexOf(form) + step + forms.length) % forms.length]!
      chooseAndFocus(next)
    })
    list.append(tab)
  }
  return list
}

function chooseAndFocus(form: MethodForm): void {
  choose(form)
  document.getElementById(`${form.type}-tab`)?.focus()
}

function announceChange(): void {
  if (!current) return
  tell({
    type: 'change',
    value: { empty: isEmpty(current), complete: isComplete(current), type: current.type },
  })
}

function caller(): Caller {
  return { base, key: config.key, stripeAccount: config.stripeAccount }
}

function asClientError(error: unknown): ClientError {
  if (typeof error === 'object' && error !== null && 'type' in error && 'message' in error)
    return error as ClientError
  return { type: 'api_connection_error', message: 'The simulator could not be reached.' }
}

function tell(
  message: ToPage extends infer Each ? (Each extends ToPage ? Omit<Each, 'stripeSimulator'> : never) : never,
): void {
  window.parent.postMessage({ stripeSimulator: true, ...message }, pageOrigin)
}
