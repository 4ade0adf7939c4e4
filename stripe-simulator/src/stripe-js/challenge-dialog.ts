import { isOurs } from './protocol.ts'

/**
 * Shows the bank's challenge in a dialog over the page and resolves when the payer is done, or closed it. Styles
 * are set through the CSSOM, so that a page may forbid inline styles.
 */
export function showChallenge(url: string): Promise<void> {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-label', 'Authenticate with your bank')
    Object.assign(dialog.style, {
      width: 'min(440px, calc(100vw - 24px))',
      height: 'min(400px, calc(100vh - 24px))',
      padding: '0',
      border: 'none',
      borderRadius: '12px',
      overflow: 'hidden',
      boxShadow: '0 20px 60px rgba(0, 0, 0, 0.35)',
    })
    const frame = document.createElement('iframe')
    frame.src = url
    frame.title = 'Bank authentication'
    Object.assign(frame.style, { width: '100%', height: '100%', border: '0', display: 'block' })
    dialog.append(frame)

    const origin = new URL(url).origin
    const finish = () => {
      window.removeEventListener('message', listen)
      dialog.remove()
      resolve()
    }
    const listen = (message: MessageEvent) => {
      if (message.source !== frame.contentWindow || message.origin !== origin || !isOurs(message.data)) return
      if (message.data.type === 'authentication_finished') finish()
    }
    window.addEventListener('message', listen)
    // Closing the dialog is a refusal: the bank hears it, so that the intent is free for another card.
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      const refusal = new URLSearchParams({ outcome: 'fail' })
      void fetch(url, { method: 'POST', body: refusal }).finally(finish)
    })
    document.body.append(dialog)
    dialog.showModal()
    frame.focus()
  })
}
