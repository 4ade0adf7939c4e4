import { cards, expect, fillCard, payBy, pressPay, test, untilPaid } from './story.ts'

test('a link added after sending: the banner says so, Send again brings the link (R12, R14)', async ({
  page,
  tour,
}) => {
  const invoice = await tour.sentInvoice({ link: false })
  await page.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await page.getByRole('button', { name: 'Add Payment Link to Invoice' }).click()
  await expect(page.getByText('This invoice must be sent again')).toBeVisible()
  await page.getByRole('button', { name: 'Send again' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send again', exact: true }).click()
  await expect(page.getByText('This invoice must be sent again')).toBeHidden()
  await expect
    .poll(async () => (await tour.call('GET', `/messages?invoice_id=${invoice.id}`)).data.length)
    .toBe(2)
  const { data } = await tour.call('GET', `/messages?invoice_id=${invoice.id}`)
  const url = (await tour.invoice(invoice.id)).payment_link.url
  expect(data[0].text).toContain(url)
  expect(data[1].text).not.toContain('/pay/')
})

test('the company setting: every new invoice has a link, and the open ones are offered theirs (R13)', async ({
  page,
  tour,
}) => {
  const before = await tour.sentInvoice({ link: false })
  await page.goto(`${tour.url}/settings/invoicing`)
  await page.getByRole('switch', { name: 'Add Payment Link to Invoice' }).click({ force: true })
  await page.getByRole('button', { name: /^Save/ }).click()
  await page.getByRole('button', { name: /^Add links?/i }).click()
  await expect.poll(async () => (await tour.invoice(before.id)).payment_link?.state).toBe('active')
  await page.goto(`${tour.url}/create/invoice`)
  await expect(page.getByRole('switch', { name: 'Add Payment Link to Invoice' })).toBeChecked()
  const next = await tour.call('POST', '/invoices', {
    customer: { name: 'Next' },
    lines: [{ description: 'x', quantity: '1', unit_amount: 1_000 }],
  })
  expect(next.payment_link.state).toBe('active')
})

test('Stripe removed while a page is open: Pay is refused politely, nothing is charged, and the same address pays again afterwards (R19)', async ({
  page,
  tour,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  const before = await tour.chargeCount()
  await payer.goto(invoice.payment_link.url)
  await fillCard(payer, cards.succeeds)

  await page.goto(`${tour.url}/settings/stripe`)
  await page.getByRole('button', { name: 'Remove Stripe' }).click()
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(dialog).toContainText(/payment links?/)
  await dialog.getByRole('button', { name: 'Remove Stripe' }).click()
  await expect.poll(async () => (await tour.call('GET', '/stripe_connection')).state).toBe('disconnected')

  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Online payment is not available' })).toBeVisible()
  await payer.goto(invoice.payment_link.url)
  await expect(payer.getByRole('heading', { name: 'Online payment is not available' })).toBeVisible()

  await page.goto(`${tour.url}/create/invoice`)
  await expect(page.getByRole('heading', { name: 'New invoice' })).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Add Payment Link to Invoice' })).toHaveCount(0)

  await page.goto(`${tour.url}/settings/stripe`)
  await page.getByRole('button', { name: /Connect/ }).click()
  await page.getByRole('button', { name: /back on/ }).click()
  await expect.poll(async () => (await tour.invoice(invoice.id)).payment_link.state).toBe('active')
  expect(await tour.chargeCount()).toBe(before)
  await payBy(payer, invoice.payment_link.url, cards.succeeds)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
  expect(await tour.chargeCount()).toBe(before + 1)
})
