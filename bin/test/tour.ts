// A Live Tour of a product that runs, seen through its API.
import { expect } from 'vitest'
import type { Product } from './product.ts'

export interface Tour {
  api_key: string
  stripe_simulator_url: string
}

export interface Invoice {
  id: string
  amount_due: number
  currency: string
  sent_revision: number
  payment_link: { url: string; state: string } | null
}

export async function startTour(product: Product): Promise<Tour> {
  const response = await fetch(`${product.url}/tour`, {
    method: 'POST',
    headers: { accept: 'application/json' },
  })
  expect(response.status).toBe(201)
  return (await response.json()) as Tour
}

// The tests read answers as a script does: by name.
// oxlint-disable-next-line typescript/no-explicit-any
export async function read(product: Product, tour: Tour, address: string): Promise<any> {
  const response = await fetch(`${product.url}/api/v1${address}`, {
    headers: { authorization: `Bearer ${tour.api_key}` },
  })
  expect(response.status, address).toBe(200)
  return response.json()
}

export function pressPay(invoice: Invoice): Promise<Response> {
  return fetch(`${invoice.payment_link!.url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: invoice.amount_due,
      currency: invoice.currency,
      revision: invoice.sent_revision,
      save: false,
    }),
  })
}

/** What Stripe.js does with the client secret. */
export async function confirmAtStripe(product: Product, tour: Tour, secret: string): Promise<void> {
  const { publishable_key: publishableKey } = await read(product, tour, '/stripe_connection')
  const intentId = secret.split('_secret_')[0]
  const confirmed = await fetch(`${tour.stripe_simulator_url}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${publishableKey}` },
    body: new URLSearchParams({
      client_secret: secret,
      payment_method: 'pm_card_visa',
      return_url: 'http://localhost/',
    }),
  })
  expect(await confirmed.json()).toMatchObject({ status: 'succeeded' })
}
