import type { Page } from '@playwright/test'
import { expectSuccess, payButton, untilPaid } from './paying.ts'
import { expect, type Tour, test } from './story.ts'

test('who has a wallet pays with it above the form, and a declined one can be followed by another', async ({
  tour,
  payer,
}) => {
  await pretendWallet(tour)
  const before = await tour.charged()
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  await expect(payer.getByText('Or pay another way')).toBeVisible()

  const wallet = payer.getByRole('button', { name: /Google Pay/ })
  await wallet.click()
  await payWith(payer, /declined/i)
  await expect(payer.getByRole('alert')).toContainText('declined')

  await wallet.click()
  await payWith(payer, /4242/)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
})

test('who has none sees nothing of it', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  await expect(payer.getByText('Or pay another way')).toBeHidden()
})

/** Browsers in tests have no wallet: the simulated Stripe pretends one. */
async function pretendWallet(tour: Tour): Promise<void> {
  const { account } = await tour.call('GET', '/stripe_connection')
  const answer = await fetch(`${tour.simulatorUrl}/_sim/accounts/update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: account.id, wallets: ['google_pay'] }),
  })
  expect(answer.ok).toBe(true)
}

async function payWith(page: Page, card: RegExp): Promise<void> {
  const sheet = page.getByRole('dialog', { name: /Google Pay/ })
  await sheet.getByRole('radio', { name: card }).check()
  await sheet.getByRole('button', { name: 'Pay', exact: true }).click()
}
