import { brandOf, cvcProblem, expiryDigits, expiryProblem, groupDigits, numberProblem } from './card-rules.ts'
import { countrySelect } from './countries.ts'
import { make, picture } from './dom.ts'
import { Field } from './field.ts'
import type { FormChoices, MethodForm } from './method-form.ts'
import { brandPictures, cardPicture, cvcPicture } from './pictures.ts'
import { saveBox } from './save-box.ts'

/** Card number, expiry, security code; country and postal code may stay empty. */
export function cardForm({ businessName, offersSaving, defaults, onInput }: FormChoices): MethodForm {
  const digits = (text: string) => text.replace(/\D/g, '')
  const number = new Field({
    label: 'Card number',
    name: 'number',
    autocomplete: 'cc-number',
    placeholder: '1234 1234 1234 1234',
    inputmode: 'numeric',
    wide: true,
    format: (text) => groupDigits(digits(text).slice(0, Math.max(...brandOf(digits(text)).lengths))),
    check: (text) => numberProblem(digits(text)),
    onInput: () => {
      showBrand(number)
      onInput()
    },
  })
  const expiry = new Field({
    label: 'Expiration date',
    name: 'expiry',
    autocomplete: 'cc-exp',
    placeholder: 'MM / YY',
    inputmode: 'numeric',
    format: formatExpiry,
    check: (text) => expiryProblem(expiryDigits(text), new Date()),
    onInput,
  })
  const cvc = new Field({
    label: 'Security code',
    name: 'cvc',
    autocomplete: 'cc-csc',
    placeholder: 'CVC',
    inputmode: 'numeric',
    format: (text) => digits(text).slice(0, brandOf(digits(number.value)).cvcLength),
    check: (text) => cvcProblem(digits(text), digits(number.value)),
    onInput,
  })
  cvc.icon.append(picture(cvcPicture))
  showBrand(number)
  const country = countrySelect(defaults.address?.country)
  const postal = new Field({
    label: 'Postal code',
    name: 'postal',
    autocomplete: 'billing postal-code',
    placeholder: 'Optional',
    onInput,
  })
  postal.input.value = defaults.address?.postal_code ?? ''
  const save = saveBox('card', businessName)
  const element = make(
    'div',
    { class: 'Fields' },
    number.element,
    expiry.element,
    cvc.element,
    country.element,
    postal.element,
  )
  if (offersSaving) element.append(save.element)
  const note = make('p', { class: 'Note Field--wide' }, 'Simulated Stripe: no money moves. Try ')
  const example = make('button', { type: 'button', title: 'Fill in this test card' }, '4242 4242 4242 4242')
  note.append(make('span', {}, example, '.'))
  example.addEventListener('click', () => {
    number.value = '4242424242424242'
    expiry.value = `12${String((new Date().getFullYear() + 3) % 100).padStart(2, '0')}`
    cvc.value = '123'
  })
  element.append(note)

  return {
    type: 'card',
    label: 'Card',
    picture: cardPicture,
    element,
    fields: [number, expiry, cvc],
    wantsSaving: () => offersSaving && save.isTicked(),
    data: () => {
      const date = expiryDigits(expiry.value)
      return {
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': digits(number.value),
        'payment_method_data[card][exp_month]': String(Number(date.slice(0, 2))),
        'payment_method_data[card][exp_year]': String(2000 + Number(date.slice(2))),
        'payment_method_data[card][cvc]': digits(cvc.value),
        ...billing('name', defaults.name),
        ...billing('email', defaults.email),
        ...billing('address][country', country.input.value),
        ...billing('address][postal_code', postal.value),
      }
    },
  }
}

function billing(name: string, value: string | undefined): Record<string, string> {
  return value ? { [`payment_method_data[billing_details][${name}]`]: value } : {}
}

function formatExpiry(text: string): string {
  const digits = expiryDigits(text)
  if (digits.length > 2) return `${digits.slice(0, 2)} / ${digits.slice(2)}`
  // The slash comes with the month, and can be deleted again.
  return digits.length === 2 && !/\/\s?$|\d{2}\s$/.test(text) && !/^\d{2} $/.test(text)
    ? `${digits} / `
    : digits
}

function showBrand(number: Field): void {
  const brand = brandOf(number.value.replace(/\D/g, '')).name
  const shown = brand === 'unknown' ? ['visa', 'mastercard', 'amex'] : [brand]
  if (number.icon.dataset.shown === shown.join()) return
  number.icon.dataset.shown = shown.join()
  number.icon.replaceChildren(...shown.map((name) => picture(brandPictures[name]!)))
}
