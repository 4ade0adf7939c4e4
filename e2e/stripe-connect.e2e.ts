import { type Page } from '@playwright/test'
import { cards, expectSuccess, payBy } from './paying.ts'
import { type RunningProduct, startProduct } from './product.ts'
import { expect, type Json, type Tour, test } from './story.ts'

const platform = 'platform00000001'

/** A product whose operator has a Stripe platform; the simulator of the other product stands in for Stripe. */
function startPlatformProduct(tour: Tour, settings: Record<string, string> = {}): Promise<RunningProduct> {
  return startProduct({
    STRIPE_API_BASE: tour.simulatorUrl,
    STRIPE_JS_URL: `${tour.simulatorUrl}/js/stripe.js`,
    STRIPE_CONNECT_CLIENT_ID: `ca_${platform}`,
    STRIPE_CONNECT_SECRET_KEY: `sk_test_${platform}secretsecret`,
    STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_nobody_signs_with_this',
    RECONCILE_INTERVAL_SECONDS: '1',
    ...settings,
  })
}

async function setUp(page: Page, product: RunningProduct): Promise<void> {
  await page.goto(product.url)
  const form = page.getByRole('form', { name: 'Set up your business' })
  await form.getByLabel('Company').fill('Example Works')
  await form.getByLabel('E-mail').fill('owner@example.com')
  await form.getByLabel('Password').fill('correct horse battery')
  await form.getByLabel('Country').selectOption('DE')
  await form.getByRole('button', { name: 'Set up your business' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Stripe' }).click()
}

/** Asks the API as the one signed in. */
async function call(
  page: Page,
  product: RunningProduct,
  method: string,
  path: string,
  data?: Json,
): Promise<Json> {
  const response = await page.request.fetch(`${product.url}/api/v1${path}`, {
    method,
    headers: { origin: product.url },
    ...(data ? { data } : {}),
  })
  expect(response.ok(), await response.text()).toBe(true)
  return response.json()
}

async function sentInvoice(page: Page, product: RunningProduct): Promise<Json> {
  const draft = await call(page, product, 'POST', '/invoices', {
    customer: { name: 'Example Customer', email: 'customer@example.com' },
    currency: 'eur',
    lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
    payment_link: true,
  })
  return call(page, product, 'POST', `/invoices/${draft.id}/send`)
}

async function simulate(tour: Tour, control: string, body: Json): Promise<void> {
  const response = await fetch(`${tour.simulatorUrl}/_sim/${control}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
}

test('a business is onboarded by Account Links, in two visits, and is paid by the platform’s key on its own account', async ({
  page,
  payer,
  tour,
}) => {
  test.setTimeout(180_000)
  const product = await startPlatformProduct(tour, {
    STRIPE_CONNECT_PUBLISHABLE_KEY: `pk_test_${platform}publicpublic`,
  })
  try {
    await setUp(page, product)
    await page.getByRole('button', { name: 'Connect with Stripe' }).click()
    await page.getByRole('button', { name: 'Do this later' }).click()
    await expect(page.getByText('Stripe still needs something from you')).toBeVisible()
    expect((await call(page, product, 'GET', '/stripe_connection')).state).toBe('onboarding')

    await page.getByRole('button', { name: 'Go on at Stripe' }).click()
    await page.getByRole('button', { name: 'Finish' }).click()
    await expect(page.getByText('Your customers can pay by link from now on.')).toBeVisible()
    const connection = await call(page, product, 'GET', '/stripe_connection')
    expect(connection).toMatchObject({ state: 'connected', provider: 'connect', publishable_key: null })

    const invoice = await sentInvoice(page, product)
    await payBy(payer, invoice.payment_link.url, cards.succeeds)
    await expectSuccess(payer, 'EUR 120.00')
    await expect
      .poll(async () => (await call(page, product, 'GET', `/invoices/${invoice.id}`)).status)
      .toBe('paid')
    const ledger = await (
      await fetch(`${tour.simulatorUrl}/_sim/ledger?account=${connection.account.id}`)
    ).json()
    expect((ledger as Json)[connection.account.id].eur).toMatchObject({ charge_count: 1, charges: 12_000 })
  } finally {
    await product.stop()
  }
})

test('Settings ▸ Stripe: no at Stripe, yes at Stripe, payments stopped and back, access withdrawn, a debit looked up, own keys instead', async ({
  page,
  tour,
}) => {
  test.setTimeout(180_000)
  const product = await startPlatformProduct(tour)
  const settings = `${product.url}/settings/stripe`
  try {
    await setUp(page, product)
    await page.getByRole('button', { name: 'Connect with Stripe' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Nothing was connected')).toBeVisible()
    await page.getByRole('button', { name: 'Connect with Stripe' }).click()
    await page.getByLabel('Business name').fill('Example Works at Stripe')
    await page.getByLabel('Currency').fill('eur')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    const facts = page.getByRole('region', { name: 'Connected' })
    await expect(facts).toContainText('Example Works at Stripe')
    await expect(facts).toContainText('TEST')

    // Stripe stops payments: told on every page, and the links come back by themselves.
    const invoice = await sentInvoice(page, product)
    const { account } = await call(page, product, 'GET', '/stripe_connection')
    await simulate(tour, 'accounts/update', { account: account.id, charges_enabled: false })
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('Stripe has stopped payments for this account')).toBeVisible()
    await page.goto(`${product.url}/payments/invoices`)
    await expect(page.getByText('Stripe has stopped payments: all payment links are off')).toBeVisible()
    await simulate(tour, 'accounts/update', { account: account.id, charges_enabled: true })
    await page.getByRole('link', { name: 'See what to do' }).click()
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('Stripe answered, and all is well.')).toBeVisible()

    // A debit is on its way when the access is withdrawn in Stripe's Dashboard.
    await startDebit(tour, invoice, (await call(page, product, 'GET', '/stripe_connection')).publishable_key)
    await page.goto(settings)
    await page.getByRole('button', { name: 'Remove Stripe' }).click()
    await expect(page.getByRole('alertdialog')).toContainText(`${invoice.number}, Example Customer`)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await simulate(tour, 'accounts/update', { account: account.id, access: 'revoked' })
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('The access was withdrawn in Stripe’s Dashboard.')).toBeVisible()
    const unsettled = page.getByRole('region', { name: 'To check at Stripe' })
    await expect(unsettled).toContainText(invoice.number)
    await unsettled.getByRole('button', { name: 'It failed' }).click()
    await page.getByRole('button', { name: 'Yes, it failed' }).click()
    await expect(unsettled).toHaveCount(0)
    expect((await call(page, product, 'GET', `/invoices/${invoice.id}`)).flags).not.toContain('processing')

    // Keys of its own, then other keys of the same account.
    const connect = page.getByRole('form', { name: 'Connect Stripe' })
    await connect.getByLabel('Secret or restricted key').fill('rk_test_storyownaccount1first')
    await connect.getByLabel('Publishable key').fill('pk_test_storyownaccount1public')
    await connect.getByRole('button').click()
    await expect(page.getByRole('button', { name: /^Turn 1 link back on$/ })).toBeVisible()
    await page.getByRole('button', { name: 'Replace keys' }).click()
    const replace = page.getByRole('form', { name: 'Replace keys' })
    await replace.getByLabel('Secret or restricted key').fill('rk_test_anotheraccount01first')
    await replace.getByLabel('Publishable key').fill('pk_test_anotheraccount01public')
    await replace.getByRole('button').click()
    await expect(replace).toContainText('Stripe is connected already')
    await replace.getByLabel('Secret or restricted key').fill('rk_test_storyownaccount1second')
    await replace.getByLabel('Publishable key').fill('pk_test_storyownaccount1public')
    await replace.getByRole('button').click()
    await expect(replace).toHaveCount(0)
    await page.getByRole('button', { name: 'Roll webhook secret' }).click()
    await page.getByRole('button', { name: 'Roll it' }).click()
    await expect(page.getByText('The webhook has a new signing secret.')).toBeVisible()
  } finally {
    await product.stop()
  }
})

/** A bank debit that takes minutes, confirmed as Stripe.js would. */
async function startDebit(tour: Tour, invoice: Json, publishableKey: string): Promise<void> {
  const started = await fetch(`${invoice.payment_link.url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 12_000, currency: 'eur', revision: 1, save: false }),
  })
  const secret: string = ((await started.json()) as Json).client_secret
  const confirmed = await fetch(
    `${tour.simulatorUrl}/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${publishableKey}`, 'stripe-version': '2026-10-28.endive' },
      body: new URLSearchParams({
        client_secret: secret,
        return_url: 'http://localhost/',
        'payment_method_data[type]': 'sepa_debit',
        'payment_method_data[sepa_debit][iban]': 'AT321904300235473204',
        'payment_method_data[billing_details][name]': 'Example Customer',
        'payment_method_data[billing_details][email]': 'customer@example.com',
      }),
    },
  )
  expect(confirmed.ok).toBe(true)
  await fetch(`${invoice.payment_link.url}/result`)
}
