import { cards, expectSuccess, fillCard, pressPay } from './paying.ts'
import { expect, test } from './story.ts'

test('the invoice is edited while its page is open: Pay charges nothing and shows the new amount, which is then paid (R25)', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  await payer.goto(invoice.payment_link.url)
  await fillCard(payer, cards.succeeds)

  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await owner.getByRole('link', { name: 'Edit', exact: true }).click()
  await owner.getByLabel('Line 1: price').fill('150')
  await owner.getByRole('region', { name: 'Summary' }).getByRole('button', { name: /^Save/ }).first().click()
  await expect.poll(async () => (await tour.invoice(invoice.id)).total).toBe(15_000)

  await pressPay(payer)
  await expect(payer.getByRole('alert')).toContainText('The amount changed to EUR 150.00')
  await expect(payer.getByRole('button', { name: 'Pay EUR 150.00' })).toBeEnabled()
  await expect(payer.getByRole('region', { name: `Invoice ${invoice.number}` })).toContainText('EUR 150.00')
  expect(await tour.charged()).toEqual(before)
  expect((await tour.invoice(invoice.id)).amount_paid).toBe(0)

  await pressPay(payer)
  await expectSuccess(payer, 'EUR 150.00')
  expect(await tour.invoice(invoice.id)).toMatchObject({ status: 'paid', amount_paid: 15_000 })
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 15_000 })
})
