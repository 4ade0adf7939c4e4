import { openMail } from './mailbox.ts'
import { cards, expectSuccess, fillCard, payButton, pressPay, untilPaid } from './paying.ts'
import { expect, openStranger, test } from './story.ts'

const inStripe = 'iframe[title="Secure payment input frame"]'

test('a customer pays by the card they saved, after a code; a forwarded link shows nothing of it (R24)', async ({
  tour,
  owner,
  payer,
  browser,
}) => {
  test.setTimeout(180_000)
  const first = await tour.sentInvoice()
  await payer.goto(first.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await payer.getByRole('checkbox', { name: /^Save this payment method/ }).check()
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, first.id)

  const second = await tour.sentInvoice({ customerId: first.customer_id })
  await payer.goto(second.payment_link.url)
  await payer.getByRole('link', { name: 'Use a saved payment method' }).click()
  await expect(payer.getByRole('heading', { name: 'Use a saved payment method' })).toBeVisible()
  await payer.getByRole('button', { name: 'Send the code' }).click()
  const field = payer.getByLabel('Code from the e-mail')
  await expect(field).toBeFocused()
  const mail = await openMail(owner, tour.url, 'customer@example.com', 'Your code for invoice')
  const code = (await mail.locator('body').innerText()).match(/\b(\d{3}) (\d{3})\b/)!

  await field.fill(code[0] === '000 000' ? '111111' : '000000')
  await field.press('Enter')
  await expect(payer.getByRole('alert')).toContainText('This code is not right')
  await field.fill(code[0])
  await field.press('Enter')
  await expect(payer.getByText('your saved payment methods are offered below')).toBeVisible()
  await expect(payer.frameLocator(inStripe).getByText('•••• 4242').first()).toBeVisible()

  const stranger = await openStranger(browser)
  await stranger.page.goto(second.payment_link.url)
  await expect(payButton(stranger.page)).toBeEnabled()
  await expect(stranger.page.frameLocator(inStripe).getByText('•••• 4242')).toHaveCount(0)
  await expect(stranger.page.getByText('are offered below')).toHaveCount(0)
  await stranger.leave()

  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, second.id)
})

test('wrong codes are limited: after five the right one comes too late', async ({ tour, owner, payer }) => {
  const first = await tour.sentInvoice()
  await payer.goto(first.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await payer.getByRole('checkbox', { name: /^Save this payment method/ }).check()
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  const second = await tour.sentInvoice({ customerId: first.customer_id })
  await payer.goto(`${second.payment_link.url}/saved`)
  await payer.getByRole('button', { name: 'Send the code' }).click()
  const mail = await openMail(owner, tour.url, 'customer@example.com', 'Your code for invoice')
  const [right] = (await mail.locator('body').innerText()).match(/\b\d{3} \d{3}\b/)!
  for (const code of [...Array(5).fill(right === '000 000' ? '111111' : '000000'), right]) {
    await payer.getByLabel('Code from the e-mail').fill(code)
    await payer.getByRole('button', { name: 'Continue' }).click()
    await expect(payer.getByRole('alert')).toContainText('This code is not right')
  }
})
