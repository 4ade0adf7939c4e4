import { bankWindow, cards, expectSuccess, fillCard, payBy, pressPay, untilPaid } from './paying.ts'
import { expect, test } from './story.ts'

test('3-D Secure: who answers the bank has paid', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  await payBy(payer, invoice.payment_link.url, cards.asksTheBank)
  const complete = bankWindow(payer).getByRole('button', { name: 'Complete authentication' })
  await expect(complete).toBeVisible()
  expect(await tour.charged()).toEqual(before)
  await complete.click()
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
})

test('3-D Secure: failing it is told as a failure, charges nothing, and the invoice stays payable', async ({
  tour,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  await payBy(payer, invoice.payment_link.url, cards.asksTheBank)
  await bankWindow(payer).getByRole('button', { name: 'Fail authentication' }).click()
  await expect(payer.getByRole('heading', { name: 'The payment did not go through' })).toBeVisible()
  await expect(payer.getByText('authenticate')).toBeVisible()
  await expect(payer.getByText('Payment received')).toHaveCount(0)
  expect(await tour.charged()).toEqual(before)
  expect((await tour.invoice(invoice.id)).status).toBe('sent')

  await payer.getByRole('link', { name: 'Try again' }).click()
  await expect(payer.getByText('The last attempt did not go through')).toBeVisible()
  await fillCard(payer, cards.succeeds)
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
})

test('3-D Secure failed after another card was declined: the payer and the business read both reasons', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  await payBy(payer, invoice.payment_link.url, cards.declined)
  await expect(payer.getByRole('alert')).toContainText('Your card was declined')
  await fillCard(payer, cards.asksTheBank)
  await pressPay(payer)
  await bankWindow(payer).getByRole('button', { name: 'Fail authentication' }).click()
  await expect(payer.getByRole('heading', { name: 'The payment did not go through' })).toBeVisible()
  await expect(payer.getByText('authenticate')).toBeVisible()
  await expect(payer.getByText('Your card was declined')).toHaveCount(0)

  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  const timeline = owner.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByText('failed: Your card was declined.')).toBeVisible()
  await expect(timeline.getByText(/failed: .*authenticate/)).toBeVisible()
})
