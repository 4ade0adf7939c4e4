import { openMail } from './mailbox.ts'
import { bankWindow, cards, expectSuccess, fillCard, pressPay, untilPaid } from './paying.ts'
import { expect, test } from './story.ts'

test('staff charge a saved card; its bank asks; the customer is mailed the link, confirms, and has paid once', async ({
  tour,
  owner,
  payer,
}) => {
  test.setTimeout(180_000)
  const first = await tour.sentInvoice()
  await payer.goto(first.payment_link.url)
  await fillCard(payer, cards.asksTheBank)
  await payer.getByRole('checkbox', { name: /^Save this payment method/ }).check()
  await pressPay(payer)
  await bankWindow(payer).getByRole('button', { name: 'Complete authentication' }).click()
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, first.id)
  const second = await tour.sentInvoice({ customerId: first.customer_id, amount: 8_000, link: false })
  const before = await tour.charged()

  await owner.goto(`${tour.url}/payments/invoices/${second.id}`)
  await owner.getByRole('button', { name: 'Charge', exact: true }).click()
  const dialog = owner.getByRole('dialog')
  await expect(dialog.getByText('80.00 is due')).toBeVisible()
  await dialog.getByRole('button', { name: /^Charge .*80\.00/ }).click()
  await expect(dialog.getByText('The customer’s bank asks them to confirm')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(
    owner.getByRole('region', { name: 'Timeline' }).getByText('The bank asks the customer to confirm'),
  ).toBeVisible()
  expect(await tour.charged()).toEqual(before)

  const mail = await openMail(owner, tour.url, 'customer@example.com', 'Please confirm your payment')
  const link = await mail.getByRole('link', { name: 'Confirm and pay' }).getAttribute('href')
  await payer.goto(link!)
  await expect(payer.getByText('Your bank asks you to confirm')).toBeVisible()
  await fillCard(payer, cards.asksTheBank)
  await pressPay(payer)
  await bankWindow(payer).getByRole('button', { name: 'Complete authentication' }).click()
  await expectSuccess(payer, 'EUR 80.00')
  await untilPaid(tour, second.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 8_000 })
})

test('staff charge a part to a saved card, from the customer’s page, and the rest stays due', async ({
  tour,
  owner,
  payer,
}) => {
  const first = await tour.sentInvoice()
  await payer.goto(first.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await payer.getByRole('checkbox', { name: /^Save this payment method/ }).check()
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, first.id)
  const second = await tour.sentInvoice({ customerId: first.customer_id })
  await owner.goto(`${tour.url}/customers/${first.customer_id}`)
  await owner.getByRole('button', { name: 'Charge', exact: true }).click()
  const dialog = owner.getByRole('dialog')
  await dialog.getByLabel('Amount in EUR').fill('50')
  await dialog.getByRole('button', { name: /^Charge .*50\.00/ }).click()
  await expect(owner.getByText(/50\.00 is charged/)).toBeVisible()
  await expect
    .poll(() => tour.invoice(second.id))
    .toMatchObject({ status: 'partially_paid', amount_due: 7_000 })
})
