import type { Wallet } from './protocol.ts'
import { walletNames } from './wallet-buttons.ts'

export type WalletSheet = {
  /** The chosen card as form parameters. */
  data(): Record<string, string>
  close(): void
}
type Choices = {
  wallet: Wallet
  businessName: string
  amount: number | null
  currency: string | null
  onPay: () => void
  onCancel: () => void
}

/** What lies in the pretend wallet. */
const cards = [
  { number: '4242424242424242', name: 'Visa •••• 4242' },
  { number: '4000002760003184', name: 'Visa •••• 3184, asks the bank' },
  { number: '4000000000000002', name: 'Visa •••• 0002, is declined' },
]

const sheetStyles = `
dialog { box-sizing: border-box; width: min(400px, calc(100vw - 24px)); padding: 20px; border: none; border-radius: 14px; color: #1a1f36; background: #fff; font: 16px/1.45 system-ui, sans-serif; box-shadow: 0 20px 60px rgb(0 0 0 / 35%) }
dialog::backdrop { background: rgb(0 0 0 / 45%) }
h2 { margin: 0 0 4px; font-size: 18px }
p { margin: 0 0 12px; color: #5b6478; font-size: 14px }
label { display: flex; gap: 10px; align-items: center; min-height: 44px }
button { width: 100%; min-height: 44px; margin-top: 8px; border: 1px solid #d8dee8; border-radius: 8px; color: inherit; background: none; font: inherit; font-weight: 600; cursor: pointer }
button.primary { border-color: #111; color: #fff; background: #111 }
button:disabled { opacity: .6 }
@media (prefers-color-scheme: dark) {
  dialog { color: #eef1f8; background: #171a23 }
  p { color: #a9b1c6 }
  button { border-color: #3a4154 }
  button.primary { border-color: #eef1f8; color: #171a23; background: #eef1f8 }
}`

/** Opens the wallet's sheet over the page, where the payer chooses a card and says yes or no. */
export function openWalletSheet({
  wallet,
  businessName,
  amount,
  currency,
  onPay,
  onCancel,
}: Choices): WalletSheet {
  const host = document.createElement('div')
  const shadow = host.attachShadow({ mode: 'open' })
  const styles = new CSSStyleSheet()
  styles.replaceSync(sheetStyles)
  shadow.adoptedStyleSheets = [styles]
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', `${walletNames[wallet]}, simulated`)
  const pay = button('Pay', 'primary')
  const cancel = button('Cancel')
  const radios = cards.map(({ number, name }, index) => {
    const radio = document.createElement('input')
    Object.assign(radio, { type: 'radio', name: 'card', value: number, checked: index === 0 })
    const label = document.createElement('label')
    label.append(radio, name)
    return { radio, label }
  })
  dialog.append(
    text('h2', `${walletNames[wallet]} (simulated)`),
    text('p', `${inWords(amount, currency)} to ${businessName}. No money moves.`),
    ...radios.map(({ label }) => label),
    pay,
    cancel,
  )
  const close = () => host.remove()
  const dismiss = () => {
    close()
    onCancel()
  }
  pay.addEventListener('click', () => {
    pay.disabled = true
    pay.textContent = 'Paying …'
    onPay()
  })
  cancel.addEventListener('click', dismiss)
  dialog.addEventListener('cancel', dismiss)
  shadow.append(dialog)
  document.body.append(host)
  dialog.showModal()
  return {
    close,
    data: () => ({
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': radios.find(({ radio }) => radio.checked)!.radio.value,
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': String(new Date().getFullYear() + 3),
      'payment_method_data[card][wallet]': wallet,
      'payment_method_data[billing_details][name]': 'Wallet Owner',
    }),
  }
}

function button(words: string, className = ''): HTMLButtonElement {
  return Object.assign(document.createElement('button'), { type: 'button', textContent: words, className })
}

function text(tag: string, words: string): HTMLElement {
  return Object.assign(document.createElement(tag), { textContent: words })
}

function inWords(amount: number | null, currency: string | null): string {
  if (amount === null || !currency) return 'Your card'
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
