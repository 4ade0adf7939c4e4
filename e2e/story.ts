import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'

export { expect } from '@playwright/test'

/** A visitor's Live Tour: an account of their own, and the API to look behind the scenes with. */
export interface Tour {
  url: string
  simulatorUrl: string
  /** Asks the API as this account; @throws on every answer that is not a success. */
  call(method: string, path: string, body?: unknown): Promise<Json>
  /** EUR 120.00 for consulting, sent to customer@example.com, with a payment link. */
  sentInvoice(options?: { amount?: number; link?: boolean; customerId?: string }): Promise<Json>
  invoice(id: string): Promise<Json>
  /** The tour's account at the simulated Stripe. */
  stripeAccount: string
  /** The simulated Stripe's Dashboard of that account. */
  dashboardUrl: string
  /** Lets time go on at the simulated Stripe, where debits take minutes and refunds seconds. */
  passTime(seconds: number): Promise<void>
  /** What was charged in euro, by the simulated Stripe's own books: minor units. */
  charged(): Promise<{ count: number; amount: number }>
}

// Answers are read as a client does: by name.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

interface Fixtures {
  tour: Tour
  /** The owner of the tour's business, signed in. */
  owner: Page
  /** Somebody who is not signed in: the customer, opening the link from a mail. */
  payer: Page
}

/** Every story also asserts that its browsers asked nothing beyond this machine and met no script error. */
export const test = base.extend<Fixtures>({
  context: async ({ context }, use) => {
    const seen = watch(context)
    await use(context)
    expect(seen).toEqual(nothingWrong)
  },
  // oxlint-disable-next-line no-empty-pattern
  tour: async ({}, use) => {
    await use(await startTour(process.env['QUITTANCE_URL']!))
  },
  owner: async ({ page, tour }, use) => {
    await page.goto((tour as StartedTour).enterUrl)
    await use(page)
  },
  payer: async ({ browser }, use) => {
    const stranger = await openStranger(browser)
    await use(stranger.page)
    await stranger.leave()
  },
})

/** A browser of somebody else, who has no session with us. `leave` asserts what it saw. */
export async function openStranger(browser: Browser): Promise<{ page: Page; leave(): Promise<void> }> {
  const context = await browser.newContext({ locale: 'en-US', colorScheme: 'light' })
  const seen = watch(context)
  return {
    page: await context.newPage(),
    async leave() {
      expect(seen).toEqual(nothingWrong)
      await context.close()
    },
  }
}

const nothingWrong = { strangers: [], scriptErrors: [] }

/** Requests that would leave this machine, and what scripts and policies complained of. */
function watch(context: BrowserContext): { strangers: string[]; scriptErrors: string[] } {
  const seen = { strangers: [] as string[], scriptErrors: [] as string[] }
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
      seen.strangers.push(request.url())
  })
  context.on('weberror', (error) => seen.scriptErrors.push(error.error().message))
  context.on('console', (message) => {
    // A refusal with its own status code is told as an error too; the stories look at those themselves.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      seen.scriptErrors.push(message.text())
  })
  return seen
}

interface StartedTour extends Tour {
  /** Signs its visitor in. */
  enterUrl: string
}

async function startTour(url: string): Promise<StartedTour> {
  const answer = await fetch(`${url}/tour`, { method: 'POST', headers: { accept: 'application/json' } })
  expect(answer.status).toBe(201)
  const made = (await answer.json()) as Json

  async function call(method: string, path: string, body?: unknown): Promise<Json> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${made.api_key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? null : response.json()
  }

  // Known from the start: the books stay open when Stripe is removed.
  const stripeAccount = (await call('GET', '/stripe_connection')).account.id
  return {
    url,
    simulatorUrl: made.stripe_simulator_url,
    enterUrl: made.admin_url,
    call,
    async sentInvoice({ amount = 12_000, link = true, customerId } = {}) {
      const draft = await call('POST', '/invoices', {
        ...(customerId
          ? { customer_id: customerId }
          : { customer: { name: 'Example Customer', email: 'customer@example.com' } }),
        currency: 'eur',
        lines: [{ description: 'Consulting', quantity: '1', unit_amount: amount }],
        payment_link: link,
      })
      return call('POST', `/invoices/${draft.id}/send`)
    },
    invoice: (id) => call('GET', `/invoices/${id}`),
    stripeAccount,
    dashboardUrl: `${made.stripe_simulator_url}/dashboard?account=${stripeAccount}`,
    async passTime(seconds) {
      const answer = await fetch(`${made.stripe_simulator_url}/_sim/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance_seconds: seconds }),
      })
      expect(answer.status).toBe(200)
    },
    async charged() {
      const answer = await fetch(`${made.stripe_simulator_url}/_sim/ledger?account=${stripeAccount}`)
      const { eur } = ((await answer.json()) as Json)[stripeAccount]
      return { count: eur.charge_count, amount: eur.charges }
    },
  }
}
