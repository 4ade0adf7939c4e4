import type { Wallet } from './protocol.ts'

export const walletNames: Record<Wallet, string> = {
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
  link: 'Link',
}

/** The buttons of pretend wallets. Styles are set through the CSSOM, so that a page may forbid inline styles. */
export function walletButtons(wallets: Wallet[], onClick: (wallet: Wallet) => void): HTMLElement {
  const row = document.createElement('div')
  Object.assign(row.style, { display: 'flex', flexWrap: 'wrap', gap: '8px' })
  for (const wallet of wallets) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = `${walletNames[wallet]} (simulated)`
    button.setAttribute('aria-label', `Pay with ${walletNames[wallet]}, simulated`)
    Object.assign(button.style, {
      flex: '1 1 140px',
      width: 'auto',
      minHeight: '44px',
      margin: '0',
      padding: '8px 16px',
      border: '1px solid rgba(128, 128, 128, 0.5)',
      borderRadius: '6px',
      background: wallet === 'link' ? '#00c26a' : '#111',
      color: wallet === 'link' ? '#06281a' : '#fff',
      font: '600 15px system-ui, sans-serif',
      cursor: 'pointer',
    })
    button.addEventListener('click', () => onClick(wallet))
    row.append(button)
  }
  return row
}
