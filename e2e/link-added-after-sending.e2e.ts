import { openAttachment, openMail } from './mailbox.ts'
import { payButton } from './paying.ts'
import { linksInPdf } from './pdf.ts'
import { expect, test } from './story.ts'

test('a link added after sending: the banner says it must be sent again, and the second mail has the link (R12, R14, R15)', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice({ link: false })
  const first = await openMail(owner, tour.url, 'customer@example.com', invoice.number)
  await expect(first.getByText('EUR 120.00').filter({ visible: true }).first()).toBeVisible()
  await expect(first.getByText('/pay/')).toHaveCount(0)
  expect(linksInPdf(await openAttachment(owner, `${invoice.number}.pdf`))).toEqual([])

  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await owner.getByRole('button', { name: 'Add Payment Link to Invoice' }).click()
  await expect(owner.getByText('This invoice must be sent again')).toBeVisible()
  await expect(owner.getByText('Your customer does not have it yet')).toBeVisible()
  expect((await tour.invoice(invoice.id)).flags).toContain('needs_resend')

  await owner.getByRole('button', { name: 'Send again' }).first().click()
  const dialog = owner.getByRole('dialog')
  await expect(dialog.getByText('The payment link stands in the e-mail and in the PDF.')).toBeVisible()
  const subject = `Invoice ${invoice.number} from Harbour Lane Studio`
  await expect(dialog.getByText(`Subject: ${subject}`, { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Send again', exact: true }).click()
  await expect(owner.getByText('This invoice must be sent again')).toBeHidden()
  const sentAgain = await tour.invoice(invoice.id)
  expect(sentAgain).toMatchObject({ number: invoice.number, needs_resend: false })

  const second = await openMail(owner, tour.url, 'customer@example.com', invoice.number, 2)
  await expect(owner.getByRole('heading', { name: subject, exact: true })).toBeVisible()
  const { url } = sentAgain.payment_link
  await expect(second.getByRole('link', { name: 'View and pay' })).toHaveAttribute('href', url)
  await expect(second.getByText(url)).toBeVisible()
  expect(linksInPdf(await openAttachment(owner, `${invoice.number}.pdf`))).toContain(url)
  await payer.goto(url)
  await expect(payButton(payer)).toBeEnabled()
})

test('an invoice changed after sending: the banner says what its customer would find changed (R12)', async ({
  tour,
  owner,
}) => {
  const invoice = await tour.sentInvoice()
  await tour.call('PATCH', `/invoices/${invoice.id}`, {
    lines: [
      { description: 'Consulting', quantity: '1', unit_amount: 15_000 },
      { description: 'Travel', quantity: '1', unit_amount: 2_500 },
    ],
    due_date: '2031-05-31',
    note: 'Thank you for coming by.',
  })
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  const changes = owner.getByRole('list', { name: 'What changed' })
  await expect(changes.first().getByRole('listitem')).toHaveText([
    'Total: EUR 120.00 → EUR 175.00',
    /^Due date: .+ → May 31, 2031$/,
    'Line changed: Consulting',
  ])
  await owner.getByText('2 changes more').click()
  await expect(changes.last().getByRole('listitem')).toHaveText(['Line added: Travel', 'A note was added'])
  await tour.call('POST', `/invoices/${invoice.id}/send`)
  await expect(changes).toHaveCount(0)
  expect(await tour.call('GET', `/invoices/${invoice.id}/changes`)).toEqual({ data: [] })
})
