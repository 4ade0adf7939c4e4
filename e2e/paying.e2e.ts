import { cards, expect, fillCard, payButton, payBy, pressPay, test, untilPaid } from './story.ts'

test('a declined card says why, then another card pays, once', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  await payBy(payer, invoice.payment_link.url, cards.declined)
  await expect(payer.getByRole('alert')).toContainText('declined')
  expect((await tour.invoice(invoice.id)).status).toBe('sent')
  await fillCard(payer, cards.succeeds)
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
  const { data } = await tour.call('GET', `/payments?invoice_id=${invoice.id}`)
  expect(data).toMatchObject([{ status: 'succeeded', amount: 12_000 }])
})

test('3-D Secure: failed is said and stays payable, completed pays', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  const bank = payer.frameLocator('iframe[title="Bank authentication"]')
  await payBy(payer, invoice.payment_link.url, cards.threeDSecure)
  await bank.getByRole('button', { name: 'Fail authentication' }).click()
  await expect(payer.getByRole('heading', { name: 'The payment did not go through' })).toBeVisible()
  await expect(payer.getByText('authenticate')).toBeVisible()
  expect((await tour.invoice(invoice.id)).status).toBe('sent')
  await payer.getByRole('link', { name: 'Try again' }).click()
  await fillCard(payer, cards.threeDSecure)
  await pressPay(payer)
  await bank.getByRole('button', { name: 'Complete authentication' }).click()
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
})

test('two tabs press Pay at once: one charge by the ledger, and both are told that it is paid (R26)', async ({
  tour,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.chargeCount()
  const other = await payer.context().newPage()
  for (const tab of [payer, other]) {
    await tab.goto(invoice.payment_link.url)
    await fillCard(tab, cards.succeeds)
  }
  await Promise.all([pressPay(payer), pressPay(other)])
  for (const tab of [payer, other])
    await expect(tab.getByRole('heading', { name: /Payment received|This invoice is paid/ })).toBeVisible()
  await untilPaid(tour, invoice.id)
  expect(await tour.chargeCount()).toBe(before + 1)
})

test('the amount changed while the page was open: nothing is charged, the new amount is shown and paid (R25)', async ({
  tour,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await tour.call('PATCH', `/invoices/${invoice.id}`, {
    lines: [{ description: 'More', quantity: '1', unit_amount: 15_000 }],
  })
  await pressPay(payer)
  await expect(payer.getByRole('alert')).toContainText('EUR 150.00')
  expect((await tour.invoice(invoice.id)).amount_paid).toBe(0)
  await payer.getByRole('button', { name: 'Pay EUR 150.00' }).click()
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  expect(await tour.invoice(invoice.id)).toMatchObject({ status: 'paid', amount_paid: 15_000 })
})

test('a card is kept only when the box is ticked, and then stands in the profile (R23)', async ({
  page,
  tour,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  const box = payer.getByRole('checkbox', { name: 'Save this payment method for future use' })
  await expect(box).not.toBeChecked()
  await fillCard(payer, cards.succeeds)
  await box.check()
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await page.goto(`${tour.url}/customers/${invoice.customer_id}`)
  await expect(page.getByText('4242').first()).toBeVisible()

  // Whoever opens a forwarded link sees nothing of it (R24).
  const next = await tour.call('POST', '/invoices', {
    customer_id: invoice.customer_id,
    currency: 'eur',
    lines: [{ description: 'Next', quantity: '1', unit_amount: 5_000 }],
    payment_link: true,
  })
  const sent = await tour.call('POST', `/invoices/${next.id}/send`)
  await payer.goto(sent.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  await expect(payer.getByText(/4242$/).filter({ hasNotText: 'Live Tour' })).toHaveCount(0)
})

test('both switches off: nobody is mailed after the payment (R29, R30)', async ({ page, tour, payer }) => {
  await page.goto(`${tour.url}/settings/invoicing`)
  await page.getByRole('switch', { name: 'Notify administrators' }).click({ force: true })
  await page.getByRole('switch', { name: 'Send the customer a receipt' }).click({ force: true })
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect
    .poll(async () => (await tour.call('GET', '/settings/invoicing')).send_customer_receipt)
    .toBe(false)
  expect((await tour.call('GET', '/settings/invoicing')).notify_administrators_on_payment).toBe(false)
  const invoice = await tour.sentInvoice()
  await payBy(payer, invoice.payment_link.url, cards.succeeds)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
  await payer.waitForTimeout(2_000)
  const { data } = await tour.call('GET', `/messages?invoice_id=${invoice.id}`)
  expect(data.map((message: { kind: string }) => message.kind)).toEqual(['invoice'])
})

test('the page can be paid by keyboard alone', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  const fields = payer.frameLocator('iframe[title="Secure payment input frame"]')
  await fields.getByLabel('Card number').focus()
  await payer.keyboard.type('4242424242424242')
  await fields.getByLabel('Expiration date').focus()
  await payer.keyboard.type('1234')
  await fields.getByLabel('Security code').focus()
  await payer.keyboard.type('123')
  for (
    let press = 0;
    press < 8 && !(await payButton(payer).evaluate((button) => button === document.activeElement));
    press++
  ) {
    await payer.keyboard.press('Tab')
  }
  await payer.keyboard.press('Enter')
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
})
