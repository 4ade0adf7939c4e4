import type { Problem } from './card-rules.ts'
import { make } from './dom.ts'

export type FieldChoices = {
  label: string
  name: string
  autocomplete: string
  placeholder?: string
  inputmode?: 'numeric' | 'text' | 'email'
  type?: 'text' | 'email'
  wide?: boolean
  /** Rewrites what was typed; digits keep their place under the cursor. */
  format?: (text: string) => string
  /** What is wrong with the value, null when it is good. Fields without a check are optional. */
  check?: (text: string) => Problem | null
  /** Called after each change. */
  onInput: () => void
}

/** A labelled input that complains, in words, once the payer left it or pressed Pay. */
export class Field {
  readonly element: HTMLElement
  readonly input: HTMLInputElement
  readonly icon: HTMLElement
  readonly #error: HTMLElement
  readonly #choices: FieldChoices

  constructor(choices: FieldChoices) {
    this.#choices = choices
    const id = `field-${choices.name}`
    this.input = make('input', {
      id,
      class: 'Input',
      name: choices.name,
      type: choices.type ?? 'text',
      inputmode: choices.inputmode,
      autocomplete: choices.autocomplete,
      placeholder: choices.placeholder,
      autocapitalize: 'none',
      spellcheck: 'false',
      'aria-describedby': `${id}-error`,
      'aria-required': choices.check ? 'true' : undefined,
    })
    this.icon = make('span', { class: 'Icon' })
    this.#error = make('div', { id: `${id}-error`, class: 'Error', role: 'alert' })
    this.element = make(
      'div',
      { class: choices.wide ? 'Field Field--wide' : 'Field' },
      make('label', { for: id, class: 'Label' }, choices.label),
      make('span', { class: 'Box' }, this.input, this.icon),
      this.#error,
    )
    this.input.addEventListener('input', () => this.#onInput())
    this.input.addEventListener('blur', () => {
      if (this.input.value) this.showProblem()
    })
  }

  get value(): string {
    return this.input.value
  }

  set value(text: string) {
    this.input.value = text
    this.#onInput()
  }

  problem(): Problem | null {
    return this.#choices.check?.(this.input.value) ?? null
  }

  /** Shows what is wrong, or takes a complaint away. */
  showProblem(): Problem | null {
    const problem = this.problem()
    this.#error.textContent = problem?.message ?? ''
    this.input.classList.toggle('Input--invalid', problem !== null)
    this.input.setAttribute('aria-invalid', String(problem !== null))
    return problem
  }

  clear(): void {
    this.input.value = ''
    this.#forgive()
    this.#choices.onInput()
  }

  #onInput(): void {
    const { format, onInput } = this.#choices
    if (format) this.#reformat(format)
    this.#forgive()
    onInput()
  }

  #forgive(): void {
    this.#error.textContent = ''
    this.input.classList.remove('Input--invalid')
    this.input.setAttribute('aria-invalid', 'false')
  }

  /** Keeps the cursor behind the same character that it was behind, spaces and slashes not counted. */
  #reformat(format: (text: string) => string): void {
    const { value, selectionStart } = this.input
    const cursor = selectionStart ?? value.length
    const typedBefore = value.slice(0, cursor).replace(/[^\dA-Za-z]/g, '').length
    const atEnd = cursor === value.length
    const formatted = format(value)
    if (formatted === value) return
    this.input.value = formatted
    if (atEnd) return
    let place = 0
    for (let seen = 0; seen < typedBefore && place < formatted.length; place++) {
      if (/[\dA-Za-z]/.test(formatted[place]!)) seen++
    }
    this.input.setSelectionRange(place, place)
  }
}
