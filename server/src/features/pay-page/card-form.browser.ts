import { onAppearanceChange, pageAppearance } from './appearance.browser.ts'
import type { CardFormData } from './card-form-data.ts'
import { part, say } from './page-parts.browser.ts'
import { type Elements, loadStripe, type Stripe } from './stripe-js.browser.ts'

/**
 * Brings the form to life: Stripe's Payment Element in setup mode; the SetupIntent is made only when Save is pressed.
 * Once Stripe was asked, every answer but a clear "no" leads to the result page, which asks Stripe.
 */
export async function startCardForm(): Promise<void> {
  const data = JSON.parse(part('card-data').textContent ?? '') as CardFormData
  const button = part('save-card') as HTMLButtonElement
  const form = part('card-form') as HTMLFormElement
  let busy = false
  let stripe: Stripe
  let elements: Elements

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void save()
  })
  // The browser may bring the page back as it was when it left for the bank.
  addEventListener('pageshow', (event) => {
    if (event.persisted) setBusy(false)
  })

  try {
    stripe = (await loadStripe(data.jsUrl))(
      data.publishableKey,
      data.stripeAccount ? { stripeAccount: data.stripeAccount } : undefined,
    )
    elements = stripe.elements({
      mode: 'setup',
      currency: data.currency,
      locale: data.language.split('-')[0] ?? 'auto',
      appearance: pageAppearance(),
    })
    const element = elements.create('payment', { layout: 'tabs' })
    element.on('ready', () => {
      part('loading').remove()
      form.classList.add('ready')
      setBusy(false)
    })
    element.on('loaderror', showBlocked)
    element.mount(part('payment-element'))
    onAppearanceChange(() => void elements.update({ appearance: pageAppearance() }))
  } catch {
    showBlocked()
  }

  async function save(): Promise<void> {
    if (busy || button.disabled) return
    setBusy(true)
    say('')
    try {
      const submitted = await elements.submit()
      if (submitted.error) return stop(submitted.error.message ?? data.words.failed)
      const secret = await askForSecret()
      if (secret) await confirm(secret)
    } catch {
      stop(data.words.trouble)
    }
  }

  async function askForSecret(): Promise<string | null> {
    const answer = await fetch(data.intentUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(30_000),
    })
    if (answer.ok) return ((await answer.json()) as { client_secret: string }).client_secret
    // Used, replaced, expired, Stripe removed: the page itself says which.
    if ([404, 409].includes(answer.status)) location.assign(data.pageUrl)
    else stop(answer.status === 429 ? data.words.tooMany : data.words.trouble)
    return null
  }

  async function confirm(clientSecret: string): Promise<void> {
    const { error } = await stripe.confirmSetup({
      elements,
      clientSecret,
      confirmParams: { return_url: new URL(data.resultUrl, location.href).href },
    })
    if (error && (error.type === 'card_error' || error.type === 'validation_error'))
      return stop(error.message ?? data.words.failed)
    location.assign(data.resultUrl)
  }

  function stop(message: string): void {
    setBusy(false)
    say(message)
    part('message').scrollIntoView({ block: 'nearest' })
  }

  function setBusy(now: boolean): void {
    busy = now
    button.disabled = now
    button.classList.toggle('busy', now)
    part('save-label').textContent = now ? data.words.busy : data.words.save
  }

  function showBlocked(): void {
    part('loading').remove()
    form.classList.add('blocked')
    say(data.words.blocked)
  }
}
