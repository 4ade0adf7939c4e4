import { cards, fillCard, payButtonInSight, pressPay, untilPaid } from './paying.ts'
import { expect, openStranger, test } from './story.ts'

test('two people press Pay at once: one charge by the ledger, and both are told that it is paid (R26)', async ({
  tour,
  payer,
  browser,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  const other = await openStranger(browser)
  const pages = [payer, other.page]
  for (const page of pages) {
    await page.goto(invoice.payment_link.url)
    await fillCard(page, cards.succeeds)
  }
  await Promise.all(pages.map(pressPay))
  for (const page of pages)
    await expect(page.getByRole('heading', { name: /Payment received|This invoice is paid/ })).toBeVisible()
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
  expect(await tour.invoice(invoice.id)).toMatchObject({ amount_paid: 12_000, amount_due: 0 })
  await other.leave()
})

test('paid in one tab, Pay pressed in the other: it is said to be paid, and nothing more is charged (R26)', async ({
  tour,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  const other = await payer.context().newPage()
  for (const tab of [other, payer]) {
    await tab.bringToFront()
    await tab.goto(invoice.payment_link.url)
    await fillCard(tab, cards.succeeds)
  }
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await other.bringToFront()
  await pressPay(other)
  await expect(other.getByRole('heading', { name: 'This invoice is paid' })).toBeVisible()
  await expect(other.getByRole('button', { name: /^Pay/ })).toHaveCount(0)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
})

test('a double click on Pay charges once (R26)', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  await payer.goto(invoice.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await (await payButtonInSight(payer)).dblclick()
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })
})
