import type { SavedMethod } from '../protocol.ts'
import { make, picture } from './dom.ts'
import type { MethodForm } from './method-form.ts'
import { bankPicture, brandPictures, cardPicture } from './pictures.ts'

type Choices = {
  methods: SavedMethod[]
  onChoose: () => void
  /** Takes a method off the customer; null when the payer may not. */
  remove: ((method: SavedMethod) => Promise<void>) | null
}

/** The methods that a customer kept, one of which is chosen. */
export function savedMethodsForm({ methods, onChoose, remove }: Choices): MethodForm & {
  chosen(): SavedMethod
} {
  let chosen = methods[0]!
  const rows = methods.map((method) => {
    const input = make('input', { type: 'radio', name: 'saved', class: 'Radio', value: method.id })
    input.checked = method === chosen
    input.addEventListener('change', () => {
      chosen = method
      onChoose()
    })
    const sign = brandPictures[method.brand] ?? (method.type === 'card' ? cardPicture : bankPicture)
    const name = nameOf(method)
    const row = make(
      'div',
      { class: 'SavedMethod' },
      make(
        'label',
        { class: 'SavedMethod-choice' },
        input,
        picture(sign),
        make('span', {}, name, make('span', { class: 'SavedMethod-expiry' }, expiryOf(method))),
      ),
    )
    if (remove) row.append(removeButton(name, () => remove(method)))
    return row
  })
  return {
    get type() {
      return chosen.type
    },
    label: 'Saved',
    picture: cardPicture,
    element: make(
      'div',
      { class: 'Saved', role: 'radiogroup', 'aria-label': 'Saved payment methods' },
      ...rows,
      make('p', { class: 'Note' }, 'Simulated Stripe: no money moves.'),
    ),
    fields: [],
    chosen: () => chosen,
    wantsSaving: () => false,
    data: () => ({ payment_method: chosen.id }),
  }
}

/** Removing asks once more, in place. */
function removeButton(name: string, remove: () => Promise<void>): HTMLElement {
  const button = make('button', { type: 'button', class: 'Remove', 'aria-label': `Remove ${name}` }, 'Remove')
  button.addEventListener('click', () => {
    if (button.dataset.asked) {
      button.disabled = true
      void remove()
      return
    }
    button.dataset.asked = 'yes'
    button.textContent = 'Really remove?'
    button.setAttribute('aria-label', `Really remove ${name}?`)
  })
  button.addEventListener('blur', () => {
    delete button.dataset.asked
    button.textContent = 'Remove'
    button.setAttribute('aria-label', `Remove ${name}`)
  })
  return button
}

function nameOf({ brand, last4 }: SavedMethod): string {
  const names: Record<string, string> = {
    amex: 'American Express',
    sepa_debit: 'SEPA Debit',
    us_bank_account: 'US bank account',
  }
  return `${names[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1)} •••• ${last4}`
}

function expiryOf({ expMonth, expYear }: SavedMethod): string {
  return expMonth && expYear ? `${String(expMonth).padStart(2, '0')}/${String(expYear).slice(-2)}` : ''
}
