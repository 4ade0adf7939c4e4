import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page, Route } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startWatchedSimulatorProcess } from '../../tools/conformance/watched-simulator-process.ts'
import { payPageCsp } from '../src/features/pay-page/csp.ts'
import { renderErrorPage } from '../src/features/pay-page/error.ts'
import { renderNotFoundPage } from '../src/features/pay-page/not-found.ts'
import { renderPayPage } from '../src/features/pay-page/page.ts'
import { renderResultPage } from '../src/features/pay-page/success.ts'
import type { PayPageView, PayResultView } from '../src/features/pay-page/view.ts'
import { hasChromium, launchChromium } from './chromium.ts'
import { type PageAnswer, type PayPageServer, servePayPages } from './pay-page-server.ts'
import { longInvoice, payPageStates, resultStates, stripeAt, view } from './pay-page-views.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const run = hasChromium() ? describe : describe.skip

run('in a browser', () => {
  let browser: Browser
  let simulator: Awaited<ReturnType<typeof startWatchedSimulatorProcess>>
  let server: PayPageServer
  let context: BrowserContext
  let page: Page
  /** What the server shows and answers; each test sets what it needs. */
  let shown: PayPageView
  let result: PayResultView
  let intent: (body: Intent) => PageAnswer | Promise<PageAnswer>
  let asked: Intent[]
  let complaints: string[]
  let requests: { url: string; referer: string | undefined }[]

  beforeAll(async () => {
    // What this file itself asks Stripe for, in the server's stead, is not the product's.
    ;[browser, simulator] = await Promise.all([
      launchChromium(),
      startWatchedSimulatorProcess({}, ['server', 'proxy']),
    ])
    server = await servePayPages(async (method, url, body) => {
      const csp = payPageCsp(
        shown.stripe?.jsUrl.startsWith('https://js.stripe.com')
          ? { stripeJsUrl: shown.stripe.jsUrl, stripeApiBase: 'https://api.stripe.com', simulated: false }
          : { stripeJsUrl: `${simulator.url}/js/stripe.js`, stripeApiBase: simulator.url, simulated: true },
      )
      if (url.pathname.endsWith('/intent') && method === 'POST') {
        asked.push(JSON.parse(body) as Intent)
        return intent(asked.at(-1)!)
      }
      if (url.pathname === '/not-found') return { body: renderNotFoundPage('en', server.assets), csp }
      if (url.pathname === '/error') return { body: renderErrorPage('en', server.assets), csp }
      if (url.pathname.endsWith('/result')) return { body: renderResultPage(result, server.assets), csp }
      return url.pathname.startsWith('/pay/') ? { body: renderPayPage(shown, server.assets), csp } : null
    })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await simulator?.close()
  })
  beforeEach(async () => {
    shown = atSimulator(view())
    result = resultStates().pending!
    intent = createIntent
    asked = []
    complaints = []
    requests = []
    await open({})
  })
  afterEach(() => context.close())

  describe('every state', () => {
    const pages: [string, () => string][] = [
      ...Object.entries({ ...payPageStates(), long: longInvoice() }).map(
        ([name, state]): [string, () => string] => [
          name,
          () => {
            shown = atSimulator(state)
            return '/pay/x'
          },
        ],
      ),
      ...Object.entries(resultStates()).map(([name, state]): [string, () => string] => [
        `result ${name}`,
        () => {
          result = state
          return '/pay/x/result'
        },
      ]),
      ['not found', () => '/not-found'],
      ['error', () => '/error'],
    ]

    test.each(pages)(
      '%s: no serious violation in light or dark, nothing wider than 320 px',
      async (_, prepare) => {
        const path = prepare()
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize({ width: 320, height: 900 })
          await page.goto(server.url + path)
          if (shown.stripe && path === '/pay/x') await page.waitForSelector('form.ready')
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
          expect(await brokenAmounts(page)).toEqual([])
          expect(await violations(page)).toEqual([])
        }
        await page.setViewportSize({ width: 1440, height: 900 })
        expect(await violations(page)).toEqual([])
        expect(complaints).toEqual([])
      },
    )
  })

  describe('paying at the simulated Stripe', () => {
    test('leads to the result page, with nothing secret left in the address bar', async () => {
      result = resultStates().succeeded!
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay EUR 275.40' }).click()
      await page.getByRole('heading', { name: 'Payment received' }).waitFor()
      expect(asked).toEqual([{ amount: 27_540, currency: 'eur', revision: 1, save: false }])
      expect(await page.evaluate(() => location.href)).toBe(
        `${server.url}/pay/tokenTokenTokenTokenTok/result`,
      )
      expect((await lastIntent()).status).toBe('succeeded')
      expect(complaints).toEqual([])
    })

    test('tells nobody but our server which address it is (R17)', async () => {
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.waitForURL('**/result')
      const foreign = requests.filter((request) => !request.url.startsWith(server.url))
      expect(foreign.length).toBeGreaterThan(0)
      for (const request of foreign) {
        expect(request.url.startsWith(`${simulator.url}/`) || request.url.startsWith('data:')).toBe(true)
        expect(request.referer ?? '').not.toContain('token')
      }
    })

    test('says why a card was declined, and takes another one', async () => {
      result = resultStates().succeeded!
      await openForm()
      await typeCard('4000 0000 0000 0002')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.locator('#message:not(:empty)').waitFor()
      expect(await message()).toMatch(/declined/)
      expect(await page.getByRole('button', { name: 'Pay EUR 275.40' }).isEnabled()).toBe(true)
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.getByRole('heading', { name: 'Payment received' }).waitFor()
    })

    test('saves the payment method only when the payer ticks the box (R23)', async () => {
      await openForm()
      expect(await page.getByRole('checkbox').isChecked()).toBe(false)
      await page.getByRole('checkbox', { name: 'Save this payment method for future use' }).check()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.waitForURL('**/result')
      expect(asked).toEqual([{ amount: 27_540, currency: 'eur', revision: 1, save: true }])
      expect(await lastIntent()).toMatchObject({ status: 'succeeded', setup_future_usage: 'off_session' })
    })

    test('starts one payment however often Pay is pressed', async () => {
      intent = async (body) => {
        await new Promise((resolve) => setTimeout(resolve, 300))
        return createIntent(body)
      }
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).dblclick()
      await page.locator('#pay-form').evaluate((form: HTMLFormElement) => form.requestSubmit())
      expect(await page.getByRole('button', { name: 'Payment under way…' }).isDisabled()).toBe(true)
      await page.waitForURL('**/result')
      expect(asked).toHaveLength(1)
    })

    test('shows a changed amount, charges nothing, and pays the new one when pressed again (R25)', async () => {
      const edited = atSimulator(view({ edited: true, amountDue: 29_940, revision: 2 }))
      intent = () => {
        shown = edited
        intent = createIntent
        return problem(409, 'amount_changed', { amount_due: 29_940, stripe_amount: 29_940, revision: 2 })
      }
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay EUR 275.40' }).click()
      await page.getByRole('button', { name: 'Pay EUR 299.40' }).waitFor()
      expect(await message()).toBe(
        'The amount changed to EUR 299.40. Nothing was charged. Please check it and press Pay again.',
      )
      expect(await text('.amount')).toBe('EUR 299.40')
      expect(await text('.sums')).toContain('Changed since it was sent')
      expect(await intentCount()).toBe(0)
      await page.getByRole('button', { name: 'Pay EUR 299.40' }).click()
      await page.waitForURL('**/result')
      expect(asked.at(-1)).toEqual({ amount: 29_940, currency: 'eur', revision: 2, save: false })
      expect(await lastIntent()).toMatchObject({ amount: 29_940, status: 'succeeded' })
    })
  })

  describe('when something is in the way', () => {
    test.each([
      ['429', () => problem(429, 'too_many_requests'), 'too many attempts'],
      ['500', () => problem(500, 'internal_error'), 'went wrong on our side'],
      ['503', () => problem(503, 'stripe_unavailable'), 'went wrong on our side'],
      [
        'an answer that is no JSON',
        () => ({ status: 502, body: '<h1>Bad gateway</h1>' }),
        'went wrong on our side',
      ],
    ])('%s: nothing is charged and Pay can be pressed again', async (_, answer, words) => {
      intent = answer
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.locator('#message:not(:empty)').waitFor()
      expect(await message()).toContain(words)
      expect(await page.getByRole('button', { name: 'Pay EUR 275.40' }).isEnabled()).toBe(true)
      expect(await page.getByText('The secure payment form is loading').count()).toBe(0)
      expect(await intentCount()).toBe(0)
    })

    test('no connection: it says that the payment was not started', async () => {
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.route('**/intent', (route) => route.abort())
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.locator('#message:not(:empty)').waitFor()
      expect(await message()).toContain('you will never be charged twice')
    })

    test('another payment is under way: the result page tells how it stands', async () => {
      intent = () => problem(409, 'payment_in_progress')
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.waitForURL('**/result')
      expect(await intentCount()).toBe(0)
    })

    test('the invoice was paid meanwhile: the page shows it paid', async () => {
      intent = () => {
        shown = payPageStates().paid!
        return problem(409, 'invoice_not_payable')
      }
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.getByRole('heading', { name: 'This invoice is paid' }).waitFor()
      expect(await page.getByRole('button').count()).toBe(0)
    })

    test('coming back from the bank with the browser’s back button brings the button back', async () => {
      intent = () => new Promise(() => {})
      await openForm()
      await typeCard('4242 4242 4242 4242')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.getByRole('button', { name: 'Payment under way…' }).waitFor()
      await page.evaluate(() =>
        window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
      )
      expect(await page.getByRole('button', { name: 'Pay EUR 275.40' }).isEnabled()).toBe(true)
    })

    test('Stripe is blocked: the page says so and how else to pay', async () => {
      await page.route(`${simulator.url}/**`, (route) => route.abort())
      await page.goto(`${server.url}/pay/x`)
      await page.locator('#message:not(:empty)').waitFor()
      expect(await message()).toContain('blocks Stripe')
      expect(await page.getByRole('link', { name: 'billing@clearview.example.com' }).isVisible()).toBe(true)
      expect(await page.getByRole('button', { name: /Pay/ }).isVisible()).toBe(false)
      expect(await violations(page)).toEqual([])
    })

    test('no script at all: the invoice can be read, and the page says what is missing', async () => {
      await open({ javaScriptEnabled: false })
      await page.goto(`${server.url}/pay/x`)
      expect(await page.locator('.notice', { hasText: 'Paying online needs JavaScript' }).isVisible()).toBe(
        true,
      )
      expect(await page.getByRole('link', { name: 'billing@clearview.example.com' }).isVisible()).toBe(true)
      expect(await page.getByRole('button').isVisible()).toBe(false)
      expect(await page.getByText('EUR 275.40').first().isVisible()).toBe(true)
    })
  })

  describe('what Stripe answers', () => {
    test.each([
      ['invalid_request_error', 'payment_intent_unexpected_state'],
      ['api_error', undefined],
      ['api_connection_error', undefined],
    ])('%s leads to the result page and is never called a failure (trap 11)', async (type, code) => {
      await openScripted({ error: { type, code, message: 'must not be shown' } })
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.waitForURL('**/result')
      expect(await page.getByText('must not be shown').count()).toBe(0)
    })

    test.each(['card_error', 'validation_error'])(
      '%s is shown and Pay can be pressed again',
      async (type) => {
        await openScripted({ error: { type, message: 'Your bank said no.' } })
        await page.getByRole('button', { name: 'Pay' }).click()
        await page.locator('#message:not(:empty)').waitFor()
        expect(await message()).toBe('Your bank said no.')
        expect(await page.getByRole('button', { name: 'Pay EUR 275.40' }).isEnabled()).toBe(true)
      },
    )

    test('from Stripe’s own address the policy lets everything in that is needed', async () => {
      await openScripted({ error: { type: 'card_error', message: 'no' } })
      expect(complaints).toEqual([])
    })
  })

  test('while the outcome is open, the result page asks again and shows it once known', async () => {
    result = resultStates().pending!
    await page.goto(
      `${server.url}/pay/x/result?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2`,
    )
    expect(await page.evaluate(() => location.search)).toBe('')
    await page.getByRole('heading', { name: 'We are checking your payment' }).waitFor()
    result = resultStates().succeeded!
    await page.getByRole('heading', { name: 'Payment received' }).waitFor()
  })

  test('everything before Stripe’s script is under 60 KB', () => {
    const html = Buffer.byteLength(renderPayPage(longInvoice(), server.assets))
    expect(html + server.sizes.script + server.sizes.style).toBeLessThan(60_000)
  })

  async function open(options: { javaScriptEnabled?: boolean }): Promise<void> {
    await context?.close()
    context = await browser.newContext(options)
    page = await context.newPage()
    page.on('request', (request) => requests.push({ url: request.url(), referer: request.headers().referer }))
    page.on('console', (said) => {
      if (said.type() === 'error' && /Content Security Policy/i.test(said.text()))
        complaints.push(said.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  }

  async function openForm(): Promise<void> {
    await page.goto(`${server.url}/pay/x`)
    await page.waitForSelector('form.ready')
  }

  /** The page with a Stripe.js that answers a confirmation as told: what the simulator would never say. */
  async function openScripted(answer: unknown): Promise<void> {
    shown = view()
    intent = () => ({
      body: JSON.stringify({ client_secret: 'pi_1_secret_2', return_url: `${server.url}/pay/x/result` }),
      type: 'application/json',
    })
    const script = `window.Stripe = () => ({
      elements: () => ({
        create: () => ({ mount() {}, on: (event, listener) => event === 'ready' && setTimeout(() => listener({})) }),
        submit: async () => ({}),
        update: async () => {},
      }),
      confirmPayment: async () => (${JSON.stringify(answer)}),
    })`
    await page.route('https://js.stripe.com/**', (route: Route) =>
      route.fulfill({ contentType: 'text/javascript', body: script }),
    )
    await openForm()
  }

  async function typeCard(number: string): Promise<void> {
    const card = page.frameLocator('#payment-element iframe')
    await card.getByLabel('Card number').fill(number)
    await card.getByLabel('Expiration date').fill('12 / 40')
    await card.getByLabel('Security code').fill('123')
  }

  async function createIntent(body: Intent): Promise<PageAnswer> {
    const created = await stripe('POST', '/v1/payment_intents', {
      amount: String(body.amount),
      currency: body.currency,
      'automatic_payment_methods[enabled]': 'true',
      ...(body.save ? { setup_future_usage: 'off_session' } : {}),
    })
    return {
      body: JSON.stringify({
        client_secret: created.client_secret,
        return_url: `${server.url}/pay/tokenTokenTokenTokenTok/result`,
      }),
      type: 'application/json',
    }
  }

  async function lastIntent(): Promise<Record<string, unknown>> {
    return (await intents())[0]!
  }

  async function intentCount(): Promise<number> {
    return (await intents()).length
  }

  async function intents(): Promise<Record<string, unknown>[]> {
    return (await stripe('GET', '/v1/payment_intents?limit=100')).data as Record<string, unknown>[]
  }

  async function stripe(
    method: string,
    path: string,
    form?: Record<string, string>,
  ): Promise<Record<string, unknown>> {
    const answer = await fetch(simulator.url + path, {
      method,
      headers: {
        authorization: `Bearer ${keyOf()}`,
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      body: form ? new URLSearchParams(form).toString() : undefined,
    })
    const body = (await answer.json()) as Record<string, unknown>
    if (!answer.ok) throw new Error(JSON.stringify(body))
    return body
  }

  /** Each test has a Stripe account of its own: the first 16 characters of a simulated key name it. */
  function keyOf(): string {
    return `sk_test_${hash(expect.getState().currentTestName ?? '')}Example`
  }

  function atSimulator(state: PayPageView): PayPageView {
    if (!state.stripe) return state
    const stripeThere = stripeAt(`${simulator.url}/js/stripe.js`, state.amountDue, state.stripe.currency)
    return { ...state, stripe: { ...stripeThere, publishableKey: keyOf().replace('sk_', 'pk_') } }
  }

  async function message(): Promise<string> {
    return text('#message')
  }

  async function text(selector: string): Promise<string> {
    return ((await page.textContent(selector)) ?? '').replaceAll('\u00a0', ' ')
  }
})

interface Intent {
  amount: number
  currency: string
  revision: number
  save: boolean
}

function problem(status: number, code: string, facts: Record<string, unknown> = {}): PageAnswer {
  return {
    status,
    body: JSON.stringify({ ...facts, status, code, title: code, detail: code }),
    type: 'application/problem+json',
  }
}

/** Serious and critical findings of axe, by WCAG 2.2 AA, as short lines. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: Violation[] }> }
    }
    interface Violation {
      id: string
      impact: string
      nodes: { html: string }[]
    }
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      iframes: false,
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
}

/** Large amounts that do not stand on one line: half of a figure reads as another one. */
function brokenAmounts(page: Page): Promise<string[]> {
  return page.locator('.amount').evaluateAll((amounts) =>
    amounts
      .filter((amount) => {
        const range = document.createRange()
        range.selectNodeContents(amount)
        return range.getClientRects().length > 1 || range.getBoundingClientRect().right > innerWidth
      })
      .map((amount) => amount.textContent ?? ''),
  )
}

function hash(words: string): string {
  return createHash('sha256').update(words).digest('hex').slice(0, 16)
}
