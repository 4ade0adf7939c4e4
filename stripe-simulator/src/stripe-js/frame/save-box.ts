import { make } from './dom.ts'

export type SaveBox = { element: HTMLElement; isTicked: () => boolean }

/** The offer to keep a payment method; it is the payer's own choice, so it starts unticked. */
export function saveBox(type: string, businessName: string): SaveBox {
  const id = `save-${type}`
  const box = make('input', { id, class: 'Checkbox', type: 'checkbox', name: 'save' })
  const words = `Save payment details to ${businessName} for future purchases`
  return {
    element: make('label', { class: 'Save', for: id }, box, make('span', {}, words)),
    isTicked: () => box.checked,
  }
}
