import type { Problem } from './card-rules.ts'
import { contactFields } from './contact-fields.ts'
import { make } from './dom.ts'
import { Field } from './field.ts'
import type { FormChoices, MethodForm } from './method-form.ts'
import { bankPicture } from './pictures.ts'
import { saveBox } from './save-box.ts'

/** IBAN, name and e-mail, with the mandate that paying accepts. */
export function sepaForm({ businessName, offersSaving, defaults, onInput }: FormChoices): MethodForm {
  const iban = new Field({
    label: 'IBAN',
    name: 'iban',
    autocomplete: 'off',
    placeholder: 'DE00 0000 0000 0000 0000 00',
    wide: true,
    format: (text) => (plain(text).match(/.{1,4}/g) ?? []).join(' '),
    check: (text) => ibanProblem(plain(text)),
    onInput,
  })
  const contact = contactFields(defaults, onInput)
  const save = saveBox('sepa_debit', businessName)
  const mandate = `By providing your payment information and confirming this payment, you authorise (A) ${businessName} and Stripe, our payment service provider, to send instructions to your bank to debit your account and (B) your bank to debit your account in accordance with those instructions. As part of your rights, you are entitled to a refund from your bank under the terms and conditions of your agreement with your bank. A refund must be claimed within 8 weeks starting from the date on which your account was debited.`
  const note = make('p', { class: 'Note Field--wide' }, 'Simulated Stripe: no money moves. Try ')
  const example = make(
    'button',
    { type: 'button', title: 'Fill in this test account' },
    'AT61 1904 3002 3457 3201',
  )
  example.addEventListener('click', () => {
    iban.value = 'AT611904300234573201'
  })
  note.append(make('span', {}, example, '.'))
  const element = make(
    'div',
    { class: 'Fields' },
    iban.element,
    contact.name.element,
    contact.email.element,
    ...(offersSaving ? [save.element] : []),
    make('p', { class: 'Mandate' }, mandate),
    note,
  )
  return {
    type: 'sepa_debit',
    label: 'SEPA Debit',
    picture: bankPicture,
    element,
    fields: [iban, contact.name, contact.email],
    wantsSaving: () => offersSaving && save.isTicked(),
    data: () => ({
      'payment_method_data[type]': 'sepa_debit',
      'payment_method_data[sepa_debit][iban]': plain(iban.value),
      ...contact.data(),
    }),
  }
}

function plain(text: string): string {
  return text
    .replace(/[^\dA-Za-z]/g, '')
    .toUpperCase()
    .slice(0, 34)
}

/** ISO 13616: length and mod 97. */
function ibanProblem(iban: string): Problem | null {
  if (iban.length < 15) return { code: 'incomplete_iban', message: 'Your IBAN is incomplete.' }
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1 ? null : { code: 'invalid_iban', message: 'Your IBAN is invalid.' }
}
