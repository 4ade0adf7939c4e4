import { testRoutingNumber, usAccounts } from '../../test-bank-accounts.ts'
import type { Problem } from './card-rules.ts'
import { contactFields } from './contact-fields.ts'
import { make, picture } from './dom.ts'
import { Field } from './field.ts'
import type { FormChoices, MethodForm } from './method-form.ts'
import { bankPicture, chevronPicture } from './pictures.ts'
import { saveBox } from './save-box.ts'

/** Name, e-mail and a US account; instead of the search for a bank, a list of the test accounts fills the numbers in. */
export function usBankForm({ businessName, offersSaving, defaults, onInput }: FormChoices): MethodForm {
  const contact = contactFields(defaults, onInput)
  const routing = numberField('Routing number', 'routing', 9, onInput)
  const account = numberField('Account number', 'account', 12, onInput)
  const list = make('select', { id: 'field-test-account', class: 'Input' })
  list.append(make('option', { value: '' }, 'Choose a test account'))
  for (const { number, words } of usAccounts) {
    list.append(make('option', { value: number }, `•••• ${number.slice(-4)}: ${words}`))
  }
  list.addEventListener('change', () => {
    if (!list.value) return
    routing.value = testRoutingNumber
    account.value = list.value
  })
  const bank = make(
    'div',
    { class: 'Field Field--wide' },
    make('label', { for: 'field-test-account', class: 'Label' }, 'Bank'),
    make(
      'span',
      { class: 'Box' },
      list,
      make('span', { class: 'Icon Icon--chevron' }, picture(chevronPicture)),
    ),
  )
  const save = saveBox('us_bank_account', businessName)
  const mandate = `By confirming, you authorize ${businessName} to debit the bank account above for the amount owed, in accordance with its terms, until this authorization is revoked. You may amend or cancel it at any time by notifying ${businessName}.`
  const element = make(
    'div',
    { class: 'Fields' },
    contact.name.element,
    contact.email.element,
    bank,
    routing.element,
    account.element,
    ...(offersSaving ? [save.element] : []),
    make('p', { class: 'Mandate' }, mandate),
    make('p', { class: 'Note Field--wide' }, 'Simulated Stripe: no money moves.'),
  )
  return {
    type: 'us_bank_account',
    label: 'US bank account',
    picture: bankPicture,
    element,
    fields: [contact.name, contact.email, routing, account],
    wantsSaving: () => offersSaving && save.isTicked(),
    data: () => ({
      'payment_method_data[type]': 'us_bank_account',
      'payment_method_data[us_bank_account][account_holder_type]': 'individual',
      'payment_method_data[us_bank_account][routing_number]': routing.value,
      'payment_method_data[us_bank_account][account_number]': account.value,
      ...contact.data(),
    }),
  }
}

function numberField(label: string, name: string, length: number, onInput: () => void): Field {
  const check = (text: string): Problem | null =>
    text.length === length
      ? null
      : { code: `incomplete_${name}_number`, message: `Your ${label.toLowerCase()} is incomplete.` }
  return new Field({
    label,
    name,
    autocomplete: 'off',
    inputmode: 'numeric',
    placeholder: '0'.repeat(length),
    format: (text) => text.replace(/\D/g, '').slice(0, length),
    check,
    onInput,
  })
}
