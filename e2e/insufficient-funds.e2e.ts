import { cards, expectSuccess, fillCard, payBy, pressPay, untilPaid } from './paying.ts'
import { expect, test } from './story.ts'

test('a card without enough money says so; the next one pays', async ({ tour, owner, payer }) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  await payBy(payer, invoice.payment_link.url, cards.insufficientFunds)
  await expect(payer.getByRole('alert')).toContainText('insufficient funds')
  expect(await tour.charged()).toEqual(before)

  await fillCard(payer, cards.succeeds)
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })

  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await expect(owner.getByText('failed: Your card has insufficient funds.')).toBeVisible()
})
