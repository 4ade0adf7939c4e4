import type { BillingDefaults, ClientError } from '../protocol.ts'
import type { Field } from './field.ts'

export type FormChoices = {
  businessName: string
  /** Whether to offer keeping the method. */
  offersSaving: boolean
  defaults: BillingDefaults
  onInput: () => void
}

/** The fields of one way to pay, and what they become in a request. */
export interface MethodForm {
  readonly type: string
  readonly label: string
  readonly picture: string
  readonly element: HTMLElement
  readonly fields: Field[]
  /** `payment_method_data[…]` as form parameters. */
  data(): Record<string, string>
  /** Whether the payer wants the method kept; false when that is not offered. */
  wantsSaving(): boolean
}

export function isEmpty(form: MethodForm): boolean {
  return form.fields.every((field) => field.value === '')
}

export function isComplete(form: MethodForm): boolean {
  return form.fields.every((field) => field.problem() === null)
}

/** Shows every complaint, moves to the first, and gives it as `submit()` resolves it. */
export function validate(form: MethodForm): ClientError | null {
  let first: ClientError | null = null
  for (const field of form.fields) {
    const problem = field.showProblem()
    if (!problem || first) continue
    field.input.focus()
    first = { type: 'validation_error', ...problem }
  }
  return first
}
