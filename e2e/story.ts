import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'

export { expect } from '@playwright/test'

/** A visitor's Live Tour: an account of their own, and the API to look behind the scenes with. */
export interface Tour {
  url: string
  simulatorUrl: string
  call(method: string, path: string, body?: unknown): Promise<Json>
  sentInvoice(options?: { amount?: number; link?: boolean; email?: string }): Promise<Json>
  invoice(id: string): Promise<Json>
  /** How many charges succeeded, by the simulator's own ledger. */
  chargeCount(): Promise<number>
}

// Answers are read as a client does: by name.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

interface Fixtures {
  tour: Tour
  /** Somebody who is not signed in: the customer. */
  payer: Page
}

export const test = base.extend<Fixtures>({
  context: async ({ context }, use) => {
    const strangers = watchNetwork(context)
    await use(context)
    expect(strangers).toEqual([])
  },
  tour: async ({ page }, use) => {
    const url = process.env['QUITTANCE_URL']!
    const answer = await fetch(`${url}/tour`, { method: 'POST', headers: { accept: 'application/json' } })
    const made = (await answer.json()) as Json
    await page.goto(made.admin_url)
    await use(tourOf(url, made))
  },
  payer: async ({ browser }, use) => {
    const context = await browser.newContext({ locale: 'en-US', colorScheme: 'light' })
    const strangers = watchNetwork(context)
    await use(await context.newPage())
    expect(strangers).toEqual([])
    await context.close()
  },
})

function tourOf(url: string, made: Json): Tour {
  const call: Tour['call'] = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${made.api_key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return response.status === 204 ? null : response.json()
  }
  return {
    url,
    simulatorUrl: made.stripe_simulator_url,
    call,
    async sentInvoice({ amount = 12_000, link = true, email = 'customer@example.com' } = {}) {
      const draft = await call('POST', '/invoices', {
        customer: { name: 'Example Customer', email },
        currency: 'eur',
        lines: [{ description: 'Consulting', quantity: '1', unit_amount: amount }],
        payment_link: link,
      })
      return call('POST', `/invoices/${draft.id}/send`)
    },
    invoice: (id) => call('GET', `/invoices/${id}`),
    async chargeCount() {
      const { account } = await call('GET', '/stripe_connection')
      const ledger = await (
        await fetch(`${made.stripe_simulator_url}/_sim/ledger?account=${account.id}`)
      ).json()
      return (ledger as Json)[account.id].eur.charge_count
    },
  }
}

/** Every request that would leave this machine. */
function watchNetwork(context: BrowserContext): string[] {
  const strangers: string[] = []
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
      strangers.push(request.url())
  })
  return strangers
}

export const cards = {
  succeeds: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  threeDSecure: '4000 0027 6000 3184',
}

/** Fills the Payment Element; the fields are Stripe's, in Stripe's frame. */
export async function fillCard(page: Page, number: string): Promise<void> {
  // The button comes alive with the form.
  await expect(payButton(page)).toBeEnabled()
  const fields = page.frameLocator('iframe[title="Secure payment input frame"]')
  await fields.getByLabel('Card number').fill(number)
  await fields.getByLabel('Expiration date').fill('12 / 34')
  await fields.getByLabel('Security code').fill('123')
}

export function payButton(page: Page) {
  return page.getByRole('button', { name: /^Pay / })
}

/** Presses Pay as a person does: looks at the button first. (A click sent while the page still scrolls can get lost.) */
export async function pressPay(page: Page): Promise<void> {
  const button = payButton(page)
  await button.scrollIntoViewIfNeeded()
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  await button.click()
}

/** Opens the link and pays with the card, up to the press. */
export async function payBy(page: Page, url: string, number: string): Promise<void> {
  await page.goto(url)
  await fillCard(page, number)
  await pressPay(page)
}

/** Waits until the API says so: Paid comes by itself. */
export async function untilPaid(tour: Tour, invoiceId: string): Promise<void> {
  await expect.poll(async () => (await tour.invoice(invoiceId)).status).toBe('paid')
}
