import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cards, expect, fillCard, pressPay, test } from './story.ts'

test('the whole article in the Live Tour: create with the switch, send, read the mail, pay, Paid, both e-mails, receipt', async ({
  page,
  context,
}, info) => {
  await page.goto(process.env['QUITTANCE_URL']!)
  await expect(page.getByRole('heading', { name: 'Set up your business' })).toBeVisible()
  await page.getByRole('button', { name: /Live Tour/ }).click()

  // Section 1, option 1: Create → Invoice, with the switch in the Summary section.
  await page.getByRole('link', { name: 'Invoice', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'New invoice' })).toBeVisible()
  await page.getByRole('button', { name: 'New customer' }).click()
  const customer = page.getByRole('dialog', { name: 'New customer' })
  await customer.getByLabel('Name').first().fill('Ada Example')
  await customer.getByLabel('E-mail').first().fill('ada@example.com')
  await customer
    .getByRole('button', { name: /customer|save|create|add/i })
    .last()
    .click()
  await expect(customer).toBeHidden()
  await page.getByLabel('Line 1: description').fill('Poster design')
  await page.getByLabel('Line 1: quantity').fill('1.5')
  await page.getByLabel('Line 1: price').fill('80')
  const summary = page.getByRole('region', { name: 'Summary' })
  await summary.getByRole('switch', { name: 'Add Payment Link to Invoice' }).click({ force: true })
  await expect(summary.getByText('EUR 120.00').first()).toBeVisible()
  await summary.getByRole('button', { name: 'Save and send' }).click()
  const send = page.getByRole('dialog')
  await send.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(send).toBeHidden()
  const number = /INV-\d{4}-\d{4}/.exec(await page.getByRole('heading', { name: /^INV-/ }).innerText())![0]
  const invoiceUrl = page.url()

  // Section 2: the customer reads the mail and follows its link.
  await expect(async () => {
    await page.goto(`${process.env['QUITTANCE_URL']}/tour/mailbox`)
    await page
      .getByRole('link', { name: new RegExp(`ada@example.com Invoice ${number}`) })
      .first()
      .click({ timeout: 1_000 })
  }).toPass()
  const opened = context.waitForEvent('page')
  await page.frameLocator('iframe').getByRole('link', { name: 'View and pay' }).click()
  const payPage = await opened
  await expect(payPage.getByText('EUR 120.00').first()).toBeVisible()
  await fillCard(payPage, cards.succeeds)
  await pressPay(payPage)

  // Section 3: success page, Paid, the two e-mails.
  await expect(payPage.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await page.goto(`${process.env['QUITTANCE_URL']}/payments/invoices`)
  await expect(
    page.getByRole('row', { name: new RegExp(number) }).getByText('Paid', { exact: true }),
  ).toBeVisible()
  await page.goto(invoiceUrl)
  await expect(page.getByText('Paid', { exact: true }).first()).toBeVisible()

  await expect(async () => {
    await page.goto(`${process.env['QUITTANCE_URL']}/tour/mailbox`)
    const list = page.getByRole('navigation', { name: 'Messages' })
    await expect(list.getByText(`Invoice ${number} was paid`)).toHaveCount(2, { timeout: 1_000 })
    await list
      .getByRole('link', { name: new RegExp(`ada@example.com Receipt ${number}-R1`) })
      .click({ timeout: 1_000 })
  }).toPass()
  const receipt = await page.getByRole('link', { name: `${number}-R1.pdf` }).getAttribute('href')
  const pdf = await context.request.get(`${process.env['QUITTANCE_URL']}${receipt}`)
  const file = info.outputPath('receipt.pdf')
  writeFileSync(file, await pdf.body())
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replaceAll(
    '\u00a0',
    ' ',
  )
  expect(text).toContain('EUR 120.00')
  expect(text).toContain(number)
  expect(text).toContain('4242')
})
