import type { Locator, Page } from '@playwright/test'
import { expectOpenToAll } from './axe.ts'
import { pagesOfBusiness, statesOfPaymentPage } from './every-page.ts'
import { cardFields, payButton, untilPaid } from './paying.ts'
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
  for await (const state of statesOfPaymentPage(tour, payer)) await expectOpenToAll(payer, state)
})

test('the pages of the business are open to all, light and dark', async ({ tour, owner, payer }) => {
  test.setTimeout(180_000)
  await payer.goto(tour.url)
  await expect(payer.getByRole('heading', { name: 'Set up your business' })).toBeVisible()
  await expectOpenToAll(payer, 'first page')
  for await (const page of pagesOfBusiness(tour, owner, payer)) await expectOpenToAll(owner, page)
})

/** Presses Tab until it stands there, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
  }
  throw new Error(`Tab never came to ${target}`)
}
