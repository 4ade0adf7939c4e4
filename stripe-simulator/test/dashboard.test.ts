import http from 'node:http'
import { type Browser, chromium, type Page } from '@playwright/test'
import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../src/server.ts'
import { once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const return_url = 'https://shop.example.com/return'

describe('the Dashboard', () => {
  let simulator: Awaited<ReturnType<typeof startWatchedSimulator>>
  let stripe: Stripe
  let platform: Stripe
  let account: string
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    })
  }, 60_000)
  beforeEach(async () => {
    const owner = await openAccount(simulator.url)
    platform = stripeAt(simulator.url, owner.secret_key)
    const keys = await openAccount(simulator.url, {
      business_name: 'Harbour <Tours>',
      platform: owner.account,
    })
    account = keys.account
    stripe = stripeAt(simulator.url, keys.secret_key)
    page = await browser.newPage({ viewport: { width: 390, height: 800 } })
  })
  afterEach(() => page.close())
  afterAll(async () => {
    await browser?.close()
    await simulator.close()
  })

  it('refunds a part, disputes the payment, and lets the merchant win', async () => {
    const { id } = await pay()
    await open('payments')
    await page.getByRole('heading', { name: 'Harbour <Tours>' }).waitFor()
    await page.getByText('$15.00').last().click()
    await page.getByLabel('Refund').fill('4.50')
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    await page.getByRole('status').getByText('Refunded.').waitFor()
    expect((await stripe.refunds.list({ payment_intent: id })).data).toMatchObject([{ amount: 450 }])

    await page.getByText('$15.00').last().click()
    await page.getByRole('button', { name: 'Dispute' }).click()
    await page.getByRole('link', { name: 'Disputes' }).click()
    await page.getByRole('button', { name: 'Merchant wins' }).click()
    await page.getByText('won', { exact: true }).waitFor()
    expect((await stripe.disputes.list({ payment_intent: id })).data).toMatchObject([{ status: 'won' }])
  })

  it('says what was refused', async () => {
    const { id } = await pay()
    await open('payments')
    await page.getByText('$15.00').last().click()
    await page.getByLabel('Refund').fill('99')
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    await page.getByRole('alert').getByText('greater than unrefunded amount').waitFor()
    expect((await stripe.refunds.list({ payment_intent: id })).data).toEqual([])
  })

  it('changes kept cards and deletes a customer', async () => {
    const customer = await stripe.customers.create({ name: 'Ada Example' }, once())
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id }, once())
    await open('customers')
    await page.getByText('Ada Example').click()
    await page.getByLabel('From now on').selectOption('insufficient funds')
    await page.getByRole('button', { name: 'Set' }).click()
    const charged = stripe.paymentIntents.create(
      {
        amount: 900,
        currency: 'usd',
        customer: customer.id,
        payment_method: method.id,
        off_session: true,
        confirm: true,
      },
      once(),
    )
    expect((await refusal(charged)).decline_code).toBe('insufficient_funds')
    await page.getByText('Ada Example').click()
    await page.getByRole('button', { name: 'Delete customer' }).click()
    await page.getByText('No customers yet.').waitFor()
    expect((await stripe.customers.retrieve(customer.id)).deleted).toBe(true)
  })

  it('revokes access, stops charges and moves the clock', async () => {
    await open('settings')
    await page.getByRole('button', { name: 'Stop charges' }).click()
    await page.getByRole('button', { name: 'Revoke access' }).click()
    await page.getByRole('button', { name: 'Give access back' }).waitFor()
    expect((await stripe.accounts.retrieveCurrent()).charges_enabled).toBe(false)
    expect((await refusal(platform.balance.retrieve({}, { stripeAccount: account }))).statusCode).toBe(403)
    const before = (await stripe.customers.create({}, once())).created
    await page.getByRole('button', { name: '+ 5 days' }).click()
    await page.getByText('Time has passed').waitFor()
    await page.getByLabel('Hours to move forward').fill('2')
    await page.getByRole('button', { name: 'Go', exact: true }).click()
    await page.getByText('Time has passed').waitFor()
    const moved = (await stripe.customers.create({}, once())).created - before
    expect(Math.floor(moved / 3600)).toBe(5 * 24 + 2)
  })

  it('shows what endpoints answered', async () => {
    await stripe.webhookEndpoints.create(
      { url: 'http://127.0.0.1:9/nobody', enabled_events: ['customer.created'] },
      once(),
    )
    await stripe.customers.create({}, once())
    await expect
      .poll(async () => {
        await open('webhooks')
        return page.getByText(/ECONNREFUSED/).count()
      })
      .toBeGreaterThan(0)
  })

  it('takes no forms from other sites, and shows itself to none', async () => {
    const shown = await fetch(`${simulator.directUrl}/dashboard`)
    expect(shown.headers.get('access-control-allow-origin')).toBeNull()
    expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const rebound = await statusOf({ host: 'evil.example.com' })
    expect(rebound).toBe(401)
    const post = (headers: Record<string, string>) =>
      fetch(`${simulator.directUrl}/dashboard/accounts/update`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ account, keys: 'revoked' }),
        redirect: 'manual',
      })
    expect((await post({})).status).toBe(401)
    expect((await post({ origin: 'https://evil.example.com' })).status).toBe(401)
    expect((await post({ origin: simulator.directUrl })).status).toBe(303)
    expect((await refusal(stripe.balance.retrieve())).statusCode).toBe(401)
  })

  it('asks for the token of the controls when there is one', async () => {
    const guarded = await startSimulator({ controlsToken: 'a secret' })
    expect((await fetch(`${guarded.url}/dashboard`)).status).toBe(401)
    await page.goto(`${guarded.url}/dashboard?token=a%20secret`)
    await page.getByRole('heading', { name: 'Accounts' }).waitFor()
    expect(page.url()).toBe(`${guarded.url}/dashboard`)
    await guarded.close()
  })

  /** `fetch` does not let a test choose the Host. */
  function statusOf(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      http
        .get(`${simulator.directUrl}/dashboard`, { headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
        .on('error', reject)
    })
  }

  function open(view: string) {
    return page.goto(`${simulator.url}/dashboard?account=${account}&view=${view}`)
  }

  function pay() {
    return stripe.paymentIntents.create(
      { amount: 1500, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, return_url },
      once(),
    )
  }
})
