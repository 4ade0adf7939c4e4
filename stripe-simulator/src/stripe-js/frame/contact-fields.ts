import type { BillingDefaults } from '../protocol.ts'
import { Field } from './field.ts'

/** Name and e-mail, which a bank debit asks for. */
export function contactFields(defaults: BillingDefaults, onInput: () => void) {
  const required = (code: string, message: string, pattern: RegExp) => (text: string) =>
    pattern.test(text) ? null : { code, message }
  const name = new Field({
    label: 'Full name',
    name: 'name',
    autocomplete: 'billing name',
    placeholder: 'First and last name',
    wide: true,
    check: required('incomplete_name', 'Your name is required.', /\S/),
    onInput,
  })
  const email = new Field({
    label: 'Email',
    name: 'email',
    autocomplete: 'billing email',
    placeholder: 'you@example.com',
    inputmode: 'email',
    type: 'email',
    wide: true,
    check: required('incomplete_email', 'Your email address is incomplete.', /^[^@\s]+@[^@\s]+\.[^@\s]+$/),
    onInput,
  })
  name.input.value = defaults.name ?? ''
  email.input.value = defaults.email ?? ''
  return {
    name,
    email,
    data: () => ({
      'payment_method_data[billing_details][name]': name.value.trim(),
      'payment_method_data[billing_details][email]': email.value.trim(),
    }),
  }
}
