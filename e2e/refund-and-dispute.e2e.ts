import { openMail } from './mailbox.ts'
import { cards } from './paying.ts'
import { openRefund, paidInvoice } from './refunding.ts'
import { expect, test } from './story.ts'

test('an administrator gives part of a payment back: page, customer and Stripe’s books say the same', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await paidInvoice(tour, payer, cards.succeeds)
  await openRefund(owner, tour, invoice)
  const dialog = owner.getByRole('dialog', { name: 'Refund this payment' })
  await dialog.getByLabel('Amount in EUR').fill('20')
  await dialog.getByRole('button', { name: /^Refund EUR/ }).click()
  await expect(owner.getByRole('list', { name: 'Refunds' })).toContainText('Refunded through Stripe')
  await expect(owner.getByText('Partially refunded').first()).toBeVisible()

  expect(await tour.invoice(invoice.id)).toMatchObject({ status: 'paid', amount_refunded: 2_000 })
  const { data } = await tour.call('GET', `/refunds?invoice_id=${invoice.id}`)
  expect(data).toMatchObject([{ amount: 2_000, status: 'succeeded', made_at_stripe: false }])
  await openMail(owner, tour.url, 'customer@example.com', `Refund for invoice ${invoice.number}`)
})

test('a dispute opened at Stripe stands on the invoice with its day, is mailed, and goes when it is won', async ({
  tour,
  owner,
  payer,
  browser,
}) => {
  const invoice = await paidInvoice(tour, payer, cards.succeeds)
  const stripe = await (await browser.newContext()).newPage()
  await stripe.goto(tour.dashboardUrl)
  // The newest payment is on top.
  await stripe.getByText('EUR 120.00').or(stripe.getByText('€120.00')).first().click()
  await stripe.getByRole('button', { name: 'Dispute', exact: true }).first().click()

  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await expect(owner.getByText('The customer’s bank disputes the payment of EUR 120.00')).toBeVisible()
  await expect(owner.getByText(/Answer in Stripe’s Dashboard by /)).toBeVisible()
  await expect(owner.getByRole('button', { name: 'Refund', exact: true })).toHaveCount(0)
  expect(await tour.invoice(invoice.id)).toMatchObject({ status: 'paid', amount_withdrawn: 12_000 })
  await openMail(
    owner,
    tour.url,
    'you@harbourlane.example.com',
    `The payment of invoice ${invoice.number} is disputed`,
  )

  await stripe.goto(`${tour.dashboardUrl}&view=disputes`)
  await stripe.getByRole('button', { name: 'Merchant wins' }).first().click()
  await expect.poll(async () => (await tour.invoice(invoice.id)).flags).not.toContain('disputed')
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await expect(owner.getByRole('heading', { name: new RegExp(invoice.number) })).toBeVisible()
  await expect(owner.getByText('The customer’s bank disputes the payment')).toHaveCount(0)
  await stripe.context().close()
})
