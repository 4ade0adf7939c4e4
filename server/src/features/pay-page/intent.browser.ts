import type { PaymentFormData } from './payment-form-data.ts'
import type { IntentAnswer } from './view.ts'

/** What our server says to *Pay*. Whatever it is, nothing is charged yet: only Stripe's confirmation charges. */
export type IntentOutcome =
  | { type: 'ready'; clientSecret: string; returnUrl: string }
  /** Somebody changed the invoice, or paid a part of it: the payer must see the new amount first (R25). */
  | { type: 'changed'; amountDue: number; stripeAmount: number; revision: number }
  | { type: 'leave'; url: string }
  | { type: 'stop'; message: string }

/** Asks our server to open the payment, naming the amount and revision the payer sees. Never throws. */
export async function askForIntent(data: PaymentFormData, save: boolean): Promise<IntentOutcome> {
  const { words } = data
  let answer: Response
  let body: Record<string, unknown>
  try {
    answer = await fetch(data.intentUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        amount: data.amountDue,
        currency: data.currency,
        revision: data.revision,
        save,
      }),
      signal: AbortSignal.timeout(30_000),
    })
  } catch {
    return { type: 'stop', message: words.unreachable }
  }
  try {
    body = (await answer.json()) as Record<string, unknown>
  } catch {
    return { type: 'stop', message: answer.status === 429 ? words.tooMany : words.trouble }
  }
  if (answer.ok) {
    const { client_secret, return_url } = body as unknown as IntentAnswer
    return { type: 'ready', clientSecret: client_secret, returnUrl: return_url }
  }
  if (body.code === 'amount_changed') {
    return {
      type: 'changed',
      amountDue: Number(body.amount_due),
      stripeAmount: Number(body.stripe_amount),
      revision: Number(body.revision),
    }
  }
  if (body.code === 'payment_in_progress') return { type: 'leave', url: data.resultUrl }
  if (body.code === 'invoice_busy') return { type: 'stop', message: words.trouble }
  // Paid, cancelled, switched off or gone: the page itself says which.
  if ([404, 409, 410].includes(answer.status)) return { type: 'leave', url: data.pageUrl }
  return { type: 'stop', message: answer.status === 429 ? words.tooMany : words.trouble }
}
