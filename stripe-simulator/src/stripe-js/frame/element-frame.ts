/**
 * The Payment Element's frame. It alone sees what is typed: it draws the fields, checks them, and calls the API
 * itself; the page hears only results.
 */
import { type Caller, callApi } from '../api-call.ts'
import { type Choice, confirmIntent, createConfirmationToken } from '../confirm-intent.ts'
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
import { type FormChoices, isComplete, isEmpty, type MethodForm, validate } from './method-form.ts'
import { cardPicture } from './pictures.ts'
import { savedMethodsForm } from './saved-methods-form.ts'
import { sepaForm } from './sepa-form.ts'
import { loadSession, removeSavedMethod, type Session } from './session.ts'
import { usBankForm } from './us-bank-form.ts'

const pageOrigin = decodeURIComponent(location.hash.slice(1))
const base = new URL('..', location.href).href
const root = document.querySelector<HTMLFormElement>('#element')!

let config: ElementsConfig
let options: ElementOptions = {}
let session: Session
let forms: MethodForm[] = []
let saved: ReturnType<typeof savedMethodsForm> | null = null
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
  confirm: (argument: Calls['confirm']['arguments']) => confirmIntent(caller(), config, choice(), argument),
  createPaymentMethod,
  createConfirmationToken: (argument: Calls['createConfirmationToken']['arguments']) =>
    createConfirmationToken(caller(), config, choice(), argument),
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

async function createPaymentMethod(): Promise<Calls['createPaymentMethod']['result']> {
  if (current === saved)
    return { error: { type: 'invalid_request_error', message: 'A saved payment method is chosen.' } }
  const flat = Object.entries(current.data()).map(([name, value]) => [
    name.replace(/^payment_method_data\[(\w+)\]/, '$1'),
    value,
  ])
  const { error, result } = await callApi(caller(), 'POST', 'v1/payment_methods', Object.fromEntries(flat))
  return error ? { error } : { paymentMethod: result! }
}

/** What the payer chose, as the calls to the API need it. */
function choice(): Choice {
  return {
    data: current.data(),
    keepFor: current.wantsSaving() ? (session.saveUsage ?? 'off_session') : null,
  }
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
  const choices: FormChoices = {
    businessName: session.businessName,
    offersSaving: session.saveUsage !== null,
    defaults,
    onInput: announceChange,
  }
  forms = session.types.map((type) => makeForm[type]!(choices))
  saved = session.savedMethods.length > 0 ? drawSaved() : null
  choose(saved ?? forms[0]!)
}

const makeForm: Record<string, (choices: FormChoices) => MethodForm> = {
  card: cardForm,
  sepa_debit: sepaForm,
  us_bank_account: usBankForm,
}

function drawSaved() {
  return savedMethodsForm({
    methods: session.savedMethods,
    onChoose: announceChange,
    remove: session.mayRemove
      ? async (method) => {
          await removeSavedMethod(caller(), config, method.id)
          await draw(config, options)
        }
      : null,
  })
}

function choose(form: MethodForm): void {
  current = form
  const above: HTMLElement[] = []
  if (saved) above.push(tabs('Saved or new', [saved, newMethod], form === saved ? saved : newMethod))
  if (form !== saved && forms.length > 1) above.push(tabs('Payment methods', forms, form))
  root.replaceChildren(...above, form.element)
  for (const field of form.fields) field.input.disabled = options.readOnly ?? false
  announceChange()
}

/** Stands for the forms of new methods beside the saved ones. */
const newMethod: Tab = { type: 'new', label: 'New payment method', picture: cardPicture }
type Tab = Pick<MethodForm, 'type' | 'label' | 'picture'>

/** A choice as a row of tabs: arrow keys move, as the ARIA pattern says. */
function tabs(label: string, entries: Tab[], selectedEntry: Tab): HTMLElement {
  const list = make('div', { class: 'TabList', role: 'tablist', 'aria-label': label })
  for (const entry of entries) {
    const selected = entry === selectedEntry
    const tab = make(
      'button',
      {
        type: 'button',
        class: selected ? 'Tab Tab--selected' : 'Tab',
        role: 'tab',
        id: tabId(entry),
        'aria-selected': String(selected),
        tabindex: selected ? '0' : '-1',
      },
      picture(entry.picture),
      entry.label,
    )
    tab.addEventListener('click', () => chooseAndFocus(entry))
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      chooseAndFocus(entries[(entries.indexOf(entry) + step + entries.length) % entries.length]!)
    })
    list.append(tab)
  }
  return list
}

function chooseAndFocus(entry: Tab): void {
  choose(entry === saved ? saved! : (forms.find((form) => form === entry) ?? forms[0]!))
  document.getElementById(tabId(entry))?.focus()
}

function tabId(entry: Tab): string {
  return `${entry === saved ? 'saved' : entry.type}-tab`
}

function announceChange(): void {
  if (!current) return
  tell({
    type: 'change',
    value:
      current === saved
        ? {
            empty: false,
            complete: true,
            type: saved.type,
            payment_method: { id: saved.chosen().id, type: saved.type },
          }
        : { empty: isEmpty(current), complete: isComplete(current), type: current.type },
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
