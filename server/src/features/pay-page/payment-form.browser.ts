import { formatMoney } from '@quittance/core/money'
import { onAppearanceChange, pageAppearance } from './appearance.browser.ts'
import { askForCustomerSession } from './customer-session.browser.ts'
import { askForIntent } from './intent.browser.ts'
import { part, say } from './page-parts.browser.ts'
import type { PaymentFormData } from './payment-form-data.ts'
import { type Elements, loadStripe, type Stripe, type WalletConfirm } from './stripe-js.browser.ts'

/**
 * Brings the payment form to life: Stripe's Payment Element first, the PaymentIntent only when Pay is pressed ("Collect
 * payment details before creating an Intent"). Once Stripe was asked to charge, every answer but a clear "no" leads to
 * the result page, which asks Stripe: an unknown outcome is never called failed (stripe.md, trap 11).
 */
export async function startPaymentForm(): Promise<void> {
  const data = JSON.parse(part('pay-data').textContent ?? '') as PaymentFormData
  const save = part('save') as HTMLInputElement
  const button = part('pay') as HTMLButtonElement
  const form = part('pay-form') as HTMLFormElement
  let busy = false
  let stripe: Stripe
  let elements: Elements
  let updated: Promise<unknown> | undefined
  let closeSheet = () => {}

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void pay()
  })
  save.addEventListener('change', () => {
    updated = elements.update({ setupFutureUsage: save.checked ? 'off_session' : null })
  })
  // The browser may bring the page back as it was when it left for the bank.
  addEventListener('pageshow', (event) => {
    if (event.persisted) setBusy(false)
  })

  try {
    const savedMethods = data.sessionUrl ? await askForSaved(data.sessionUrl) : null
    stripe = (await loadStripe(data.jsUrl))(
      data.publishableKey,
      data.stripeAccount ? { stripeAccount: data.stripeAccount } : undefined,
    )
    elements = stripe.elements({
      mode: 'payment',
      amount: data.stripeAmount,
      currency: data.currency,
      locale: data.language.split('-')[0] ?? 'auto',
      appearance: pageAppearance(),
      ...(savedMethods ? { customerSessionClientSecret: savedMethods } : {}),
    })
    const element = elements.create('payment', { layout: 'tabs' })
    element.on('ready', () => {
      part('loading').remove()
      form.classList.add('ready')
      setBusy(false)
    })
    element.on('loaderror', showBlocked)
    element.mount(part('payment-element'))
    offerWallets()
    onAppearanceChange(() => void elements.update({ appearance: pageAppearance() }))
  } catch {
    showBlocked()
  }

  async function askForSaved(url: string): Promise<string | null> {
    const secret = await askForCustomerSession(url)
    if (secret === null) part('saved').textContent = data.words.noneSaved
    return secret
  }

  /** Above the form, where the browser has a wallet; nothing moves where it has none, and the form never waits for it. */
  function offerWallets(): void {
    try {
      const wallets = elements.create('expressCheckout')
      wallets.on('ready', ({ availablePaymentMethods }) => {
        part('wallets').hidden = !availablePaymentMethods
      })
      wallets.on('click', (click) => click.resolve())
      wallets.on('confirm', (confirmed) => void pay(confirmed))
      wallets.mount(part('express-checkout'))
    } catch {
      // Whatever keeps Stripe's wallets away, the form pays without them.
    }
  }

  /** `wallet`: the payer said yes there, and not to our button. */
  async function pay(wallet?: WalletConfirm): Promise<void> {
    if (busy || (!wallet && button.disabled)) return wallet?.paymentFailed()
    closeSheet = () => wallet?.paymentFailed()
    setBusy(true)
    say('')
    try {
      await tryToPay()
    } catch {
      // Up to here nothing was confirmed, so nothing can have been charged.
      stop(data.words.trouble)
    }
  }

  async function tryToPay(): Promise<void> {
    await updated
    const submitted = await elements.submit()
    if (submitted.error) return stop(submitted.error.message ?? data.words.failed)
    const intent = await askForIntent(data, save.checked)
    if (intent.type === 'stop') return stop(intent.message)
    if (intent.type === 'changed') return showChange(intent)
    if (intent.type === 'leave') return location.assign(intent.url)
    return confirm(intent.clientSecret, intent.returnUrl)
  }

  async function confirm(clientSecret: string, returnUrl: string): Promise<void> {
    try {
      const { error } = await stripe.confirmPayment({
        elements,
        clientSecret,
        confirmParams: { return_url: returnUrl },
      })
      if (error && (error.type === 'card_error' || error.type === 'validation_error'))
        return stop(error.message ?? data.words.failed)
    } catch {
      // Stripe.js throws only when it was used wrongly; whether it got as far as charging, the result page knows.
    }
    say(data.words.checking)
    location.assign(data.resultUrl)
  }

  async function showChange(change: {
    amountDue: number
    stripeAmount: number
    revision: number
  }): Promise<void> {
    const isSameAmount = data.amountDue === change.amountDue
    data.amountDue = change.amountDue
    data.stripeAmount = change.stripeAmount
    data.revision = change.revision
    const amount = formatMoney(change.amountDue, data.currency, data.language)
    await elements.update({ amount: change.stripeAmount })
    if (!(await redrawInvoice()))
      for (const figure of document.querySelectorAll('[data-amount-due]')) figure.textContent = amount
    const said = isSameAmount ? data.words.contentChanged : data.words.amountChanged
    stop(said.replace('{amount}', amount))
  }

  /** The lines behind the new amount, as the server draws them now. Without them the amount alone is shown. */
  async function redrawInvoice(): Promise<boolean> {
    try {
      const answer = await fetch(data.pageUrl, { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const id of ['invoice', 'edited']) {
        const now = page.getElementById(id)
        if (answer.ok && now) part(id).replaceWith(now)
      }
      return answer.ok
    } catch {
      // Shown above the button all the same: the amount came with the refusal.
      return false
    }
  }

  function stop(message: string): void {
    closeSheet()
    setBusy(false)
    say(message)
    part('message').scrollIntoView({ block: 'nearest' })
  }

  function setBusy(now: boolean): void {
    busy = now
    button.disabled = now
    save.disabled = now
    button.classList.toggle('busy', now)
    part('pay-label').textContent = now
      ? data.words.busy
      : data.words.pay.replace('{amount}', formatMoney(data.amountDue, data.currency, data.language))
  }

  function showBlocked(): void {
    part('loading').remove()
    form.classList.add('blocked')
    say(data.words.blocked)
  }
}
