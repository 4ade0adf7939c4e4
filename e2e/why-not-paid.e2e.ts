import { cards, payBy } from './paying.ts'
import { expect, test } from './story.ts'

test('the office reads why an invoice is not paid, after each step, and sends it again', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  const why = owner.getByRole('region', { name: 'Why is this not paid?' })
  await expect(why.getByText('Nobody has opened it yet.')).toBeVisible()

  await payBy(payer, invoice.payment_link.url, cards.insufficientFunds)
  await expect(payer.getByRole('alert')).toContainText('insufficient funds')
  // The page of the office finds out by itself.
  await expect(why.getByText('A payment was declined.')).toBeVisible()
  await expect(why.getByText('There was not enough money on the card or account.')).toBeVisible()

  await why.getByRole('button', { name: 'Send it again' }).click()
  const dialog = owner.getByRole('dialog')
  await dialog.getByLabel('Message').fill('Your card was declined. Another one will do.')
  await dialog.getByRole('button', { name: 'Send again', exact: true }).click()
  await expect(owner.getByText(`${invoice.number} is on its way.`)).toBeVisible()
  const mails = async () =>
    (await tour.call('GET', `/messages?invoice_id=${invoice.id}`)).data.filter(
      ({ kind, state }: { kind: string; state: string }) => kind === 'invoice' && state === 'sent',
    )
  await expect.poll(async () => (await mails()).length).toBe(2)
  expect((await mails())[0].text).toContain('Another one will do.')

  await payBy(payer, invoice.payment_link.url, cards.succeeds)
  await expect(owner.getByText(`${invoice.number} is paid.`)).toBeVisible()
  await expect(why).toHaveCount(0)
})

test('a link that was never added is added from the reason', async ({ tour, owner }) => {
  const invoice = await tour.sentInvoice({ link: false })
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  const why = owner.getByRole('region', { name: 'Why is this not paid?' })
  await why.getByRole('button', { name: 'Add the link' }).click()
  await expect(why.getByText('Your customer does not have the payment link.')).toBeVisible()
  expect(await tour.invoice(invoice.id)).toMatchObject({
    needs_resend: true,
    payment_link: { state: 'active' },
  })
  await why.getByRole('button', { name: 'Send it again' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'Send again', exact: true }).click()
  await expect(why.getByText('Nobody has opened it yet.')).toBeVisible()
  expect(await tour.invoice(invoice.id)).toMatchObject({ needs_resend: false })
})
