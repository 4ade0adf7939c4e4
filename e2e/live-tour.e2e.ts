import { openAttachment, openMail } from './mailbox.ts'
import { cards, expectSuccess, fillCard, pressPay } from './paying.ts'
import { linksInPdf, textOfPdf } from './pdf.ts'
import { expect, test } from './story.ts'

const url = process.env['QUITTANCE_URL']!

test('the whole article in the Live Tour: create with the switch, send, read the mail, pay, Paid, both e-mails, receipt', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'Set up your business' })).toBeVisible()
  await page.getByRole('button', { name: 'Live Tour' }).click()
  await expect(page.getByText('Live Tour: simulated, nothing is real')).toBeVisible()

  // Section 1, option 1: Create → Invoice, with the switch in the Summary section.
  const main = page.getByRole('navigation', { name: 'Main' })
  await main.getByRole('link', { name: 'Invoice', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'New invoice' })).toBeVisible()
  await page.getByRole('button', { name: 'New customer' }).click()
  const customer = page.getByRole('dialog', { name: 'New customer' })
  await customer.getByLabel('Name', { exact: true }).fill('Ada Example')
  await customer.getByLabel('E-mail', { exact: true }).fill('ada@example.com')
  await customer.getByRole('button', { name: 'Create customer' }).click()
  await expect(customer).toBeHidden()
  await page.getByLabel('Line 1: description').fill('Poster design')
  await page.getByLabel('Line 1: quantity').fill('1.5')
  await page.getByLabel('Line 1: price').fill('80')
  const summary = page.getByRole('region', { name: 'Summary' })
  const link = summary.getByRole('switch', { name: 'Add Payment Link to Invoice' })
  await expect(link).not.toBeChecked()
  await link.check()
  await expect(summary.getByText('EUR 120.00').first()).toBeVisible()
  await summary.getByRole('button', { name: 'Save and send' }).click()
  const send = page.getByRole('dialog')
  await expect(send.getByLabel('To', { exact: true })).toHaveValue('ada@example.com')
  await send.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(send).toBeHidden()
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toContainText(/INV-\d{4}-\d{4}/)
  await expect(heading).toContainText('Sent')
  const number = /INV-\d{4}-\d{4}/.exec(await heading.innerText())![0]
  const invoiceUrl = page.url()

  // Section 2: the link stands in the e-mail and, to be clicked, in the PDF.
  const mail = await openMail(page, url, 'ada@example.com', `Invoice ${number}`)
  const payAddress = (await mail.getByRole('link', { name: 'View and pay' }).getAttribute('href'))!
  expect(payAddress).toMatch(new RegExp(`^${url}/pay/\\w{22,}$`))
  await expect(mail.getByText(payAddress)).toBeVisible()
  const invoicePdf = await openAttachment(page, `${number}.pdf`)
  expect(linksInPdf(invoicePdf)).toContain(payAddress)
  expect(textOfPdf(invoicePdf)).toContain('EUR 120.00')

  // The customer clicks it and pays, without logging in.
  const opened = context.waitForEvent('page')
  await mail.getByRole('link', { name: 'View and pay' }).click()
  const payPage = await opened
  await expect(payPage.getByRole('heading', { name: `Invoice ${number}` })).toBeVisible()
  await expect(payPage.getByText('EUR 120.00').first()).toBeVisible()
  await fillCard(payPage, cards.succeeds)
  await pressPay(payPage)

  // Section 3: success page, Paid, an e-mail to every administrator, the receipt.
  await expectSuccess(payPage, 'EUR 120.00')
  await page.bringToFront()
  await page.goto(url)
  await main.getByRole('link', { name: 'Invoices' }).click()
  await expect(
    page.getByRole('row', { name: new RegExp(number) }).getByText('Paid', { exact: true }),
  ).toBeVisible()
  await page.goto(invoiceUrl)
  await expect(heading).toContainText('Paid')

  for (const administrator of ['you@harbourlane.example.com', 'office@harbourlane.example.com']) {
    const notice = await openMail(page, url, administrator, `Invoice ${number} was paid`)
    await expect(notice.getByText('EUR 120.00').filter({ visible: true }).first()).toBeVisible()
  }
  const receiptMail = await openMail(page, url, 'ada@example.com', `Receipt ${number}-R1`)
  await expect(receiptMail.getByRole('heading', { name: `Receipt ${number}-R1` })).toBeVisible()
  const receipt = textOfPdf(await openAttachment(page, `${number}-R1.pdf`))
  for (const words of ['Receipt', number, 'EUR 120.00', 'Ada Example', 'Harbour Lane Studio', '4242'])
    expect(receipt).toContain(words)
})
