import { cards, expectSuccess, fillCard, payBy, pressPay, untilPaid } from './paying.ts'
import { expect, test } from './story.ts'

test('a declined card says why and charges nothing; another card pays, once', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()

  await payBy(payer, invoice.payment_link.url, cards.declined)
  await expect(payer.getByRole('alert')).toContainText('Your card was declined')
  expect(await tour.charged()).toEqual(before)
  expect(await tour.invoice(invoice.id)).toMatchObject({
    status: 'sent',
    amount_paid: 0,
    amount_due: 12_000,
  })

  // The business sees that it was tried, and why it failed (R9).
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await expect(owner.getByText('Payment of EUR 120.00 failed: Your card was declined.')).toBeVisible()

  await fillCard(payer, cards.succeeds)
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
  const { data } = await tour.call('GET', `/payments?invoice_id=${invoice.id}&status=succeeded`)
  expect(data).toMatchObject([{ amount: 12_000, currency: 'eur', source: 'stripe' }])
})
