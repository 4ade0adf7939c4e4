import type { Locator, Page } from '@playwright/test'
import { expectOpenToAll } from './axe.ts'
import { bankWindow, cardFields, cards, fillCard, payButton, payBy, pressPay, untilPaid } from './paying.ts'
import { expect, test } from './story.ts'

test('the payment page is paid by keyboard alone', async ({ tour, payer }) => {
  const invoice = await tour.sentInvoice()
  await payer.goto(invoice.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  const fields = cardFields(payer)
  await tabTo(payer, fields.number)
  await payer.keyboard.type('4242424242424242')
  await tabTo(payer, fields.expiry)
  await payer.keyboard.type('1234')
  await tabTo(payer, fields.code)
  await payer.keyboard.type('123')
  const box = payer.getByRole('checkbox', { name: 'Save this payment method for future use' })
  await tabTo(payer, box)
  await payer.keyboard.press('Space')
  await expect(box).toBeChecked()
  await payer.keyboard.press('Space')
  await tabTo(payer, payButton(payer))
  await payer.keyboard.press('Enter')
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await untilPaid(tour, invoice.id)
})

test('the payment page is open to all in each of its states, light and dark', async ({ tour, payer }) => {
  test.setTimeout(180_000)
  const invoice = await tour.sentInvoice()
  const { url } = invoice.payment_link
  await payer.goto(url)
  await expect(payButton(payer)).toBeEnabled()
  await expectOpenToAll(payer, 'payable')

  await fillCard(payer, cards.declined)
  await pressPay(payer)
  await expect(payer.getByRole('alert')).toContainText('declined')
  await expectOpenToAll(payer, 'declined')

  await fillCard(payer, cards.asksTheBank)
  await pressPay(payer)
  await bankWindow(payer).getByRole('button', { name: 'Fail authentication' }).click()
  await expect(payer.getByRole('heading', { name: 'The payment did not go through' })).toBeVisible()
  await expectOpenToAll(payer, 'failed')
  await payer.getByRole('link', { name: 'Try again' }).click()
  await expect(payer.getByText('The last attempt did not go through')).toBeVisible()
  await expectOpenToAll(payer, 'after a failure')

  await tour.call('POST', `/invoices/${invoice.id}/payments`, { amount: 2_000, method: 'cash' })
  await payer.goto(url)
  await expect(payer.getByRole('heading', { name: 'Pay the rest' })).toBeVisible()
  await expect(payButton(payer)).toBeEnabled()
  await expectOpenToAll(payer, 'partly paid')
  await fillCard(payer, cards.succeeds)
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await expectOpenToAll(payer, 'success page')
  await payer.goto(url)
  await expect(payer.getByRole('heading', { name: 'This invoice is paid' })).toBeVisible()
  await expectOpenToAll(payer, 'paid')

  const debit = await tour.sentInvoice()
  await payer.goto(debit.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  const element = payer.frameLocator('iframe[title="Secure payment input frame"]')
  await element.getByRole('tab', { name: 'SEPA Debit' }).click()
  await element.getByLabel('IBAN').fill('AT321904300235473204')
  await element.getByLabel('Full name').fill('Ada Example')
  await element.getByLabel('Email').fill('ada@example.com')
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible()
  await expectOpenToAll(payer, 'processing')

  const off = await tour.sentInvoice()
  await tour.call('DELETE', `/invoices/${off.id}/payment_link`)
  await payer.goto(off.payment_link.url)
  await expect(payer.getByRole('heading', { name: 'Online payment is not available' })).toBeVisible()
  await expectOpenToAll(payer, 'link off')
  await tour.call('POST', `/invoices/${off.id}/cancel`, { notify: false })
  await payer.goto(off.payment_link.url)
  await expect(payer.getByRole('heading', { name: `Invoice ${off.number} was cancelled` })).toBeVisible()
  await expectOpenToAll(payer, 'cancelled')
  await payer.goto(`${tour.url}/pay/nothing`)
  await expect(payer.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
  await expectOpenToAll(payer, 'unknown link')
})

test('the pages of the business are open to all, light and dark', async ({ tour, owner, payer }) => {
  test.setTimeout(180_000)
  await payer.goto(tour.url)
  await expect(payer.getByRole('heading', { name: 'Set up your business' })).toBeVisible()
  await expectOpenToAll(payer, 'first page')

  const paid = await tour.sentInvoice()
  await payBy(payer, paid.payment_link.url, cards.succeeds)
  await untilPaid(tour, paid.id)
  const open = await tour.sentInvoice()
  const pages = [
    '/payments/invoices',
    `/payments/invoices/${paid.id}`,
    `/payments/invoices/${open.id}`,
    `/payments/invoices/${open.id}/edit`,
    `/payments/invoices/${open.id}?send=now`,
    '/payments/transactions',
    '/create/invoice',
    '/create/customer',
    '/customers',
    `/customers/${open.customer_id}`,
    '/settings/company',
    '/settings/invoicing',
    '/settings/taxes',
    '/settings/stripe',
    '/settings/api-keys',
    '/settings/personal',
    '/tour/mailbox',
  ]
  for (const page of pages) {
    await owner.goto(tour.url + page)
    await expect(owner.getByRole('heading').first()).toBeVisible()
    await expect(owner.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    await expectOpenToAll(owner, page)
  }
})

/** Presses Tab until it stands there, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
  }
  throw new Error(`Tab never came to ${target}`)
}
