import { openMail } from './mailbox.ts'
import { cards, expectSuccess, fillDebit, ibans, pressPay, untilPaid } from './paying.ts'
import { openRefund, paidInvoice } from './refunding.ts'
import { expect, test } from './story.ts'

// They move the clock that all stories share: one after the other, and all of them here.
test.describe.configure({ mode: 'default' })

test('a SEPA debit is on its way for a while, then paid: the receipt comes with the money', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  await fillDebit(payer, ibans.succeeds)
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible()

  // Nobody can pay it a second time meanwhile.
  await payer.goto(invoice.payment_link.url)
  await expect(payer.getByRole('button', { name: /^Pay / })).toHaveCount(0)
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await expect(owner.getByText('Processing').first()).toBeVisible()
  expect((await tour.invoice(invoice.id)).status).toBe('sent')

  await tour.passTime(200)
  await untilPaid(tour, invoice.id)
  await payer.goto(`${invoice.payment_link.url}/result`)
  await expectSuccess(payer, 'EUR 120.00')
  await openMail(owner, tour.url, 'customer@example.com', 'Receipt')
})

test('a SEPA debit that comes back reopens the invoice, and both sides are told', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  await fillDebit(payer, ibans.fails)
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible()
  await expect.poll(async () => (await tour.invoice(invoice.id)).flags).toContain('processing')

  await tour.passTime(200)
  await expect.poll(async () => (await tour.invoice(invoice.id)).flags).not.toContain('processing')
  expect(await tour.invoice(invoice.id)).toMatchObject({ status: 'sent', amount_due: 12_000 })
  await payer.goto(invoice.payment_link.url)
  await expect(payer.getByRole('button', { name: /^Pay / })).toBeVisible()
  await openMail(owner, tour.url, 'customer@example.com', `Your payment for invoice ${invoice.number}`)
  await openMail(
    owner,
    tour.url,
    'you@harbourlane.example.com',
    `A bank payment for invoice ${invoice.number} came back`,
  )
})

test('a refund that fails days later is taken back, and the administrators are told', async ({
  tour,
  owner,
  payer,
}) => {
  const invoice = await paidInvoice(tour, payer, cards.refundFails)
  await openRefund(owner, tour, invoice)
  await owner
    .getByRole('dialog', { name: 'Refund this payment' })
    .getByRole('button', { name: /^Refund EUR/ })
    .click()
  await expect(owner.getByRole('list', { name: 'Refunds' })).toContainText('Refunded through Stripe')

  await tour.passTime(10)
  await expect(owner.getByRole('list', { name: 'Refunds' })).toContainText('Refund failed')
  await expect.poll(async () => (await tour.invoice(invoice.id)).amount_refunded).toBe(0)
  expect((await tour.invoice(invoice.id)).status).toBe('paid')
  const mail = await openMail(
    owner,
    tour.url,
    'you@harbourlane.example.com',
    `A refund for invoice ${invoice.number} failed`,
  )
  await expect(mail.getByText('EUR 120.00').last()).toBeVisible()
})
