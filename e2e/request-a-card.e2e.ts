import { openMail } from './mailbox.ts'
import { bankWindow, cardFields } from './paying.ts'
import { expect, test } from './story.ts'

test('a customer who is asked saves a card by the link in the mail, after their bank agreed; nothing is charged (R42)', async ({
  tour,
  owner,
  payer,
}) => {
  const before = await tour.charged()
  const customer = await tour.call('POST', '/customers', {
    name: 'Example Customer',
    email: 'asked@example.com',
  })
  await owner.goto(`${tour.url}/customers/${customer.id}`)
  await owner.getByRole('button', { name: 'Request a card' }).click()
  await expect(owner.getByText('Sent to asked@example.com. Nothing is charged.')).toBeVisible()

  const mail = await openMail(owner, tour.url, 'asked@example.com', 'Please save a payment method')
  const link = await mail.getByRole('link', { name: 'Save a payment method' }).getAttribute('href')
  await payer.goto(link!)
  const save = payer.getByRole('button', { name: 'Save payment method' })
  await expect(save).toBeEnabled()
  const fields = cardFields(payer)
  await fields.number.fill('4000 0025 0000 3155')
  await fields.expiry.fill('12 / 34')
  await fields.code.fill('123')
  await save.scrollIntoViewIfNeeded()
  await save.click()
  await bankWindow(payer).getByRole('button', { name: 'Complete authentication' }).click()
  await expect(payer.getByRole('heading', { name: 'Your payment method is saved' })).toBeVisible()
  expect(new URL(payer.url()).search).toBe('')

  await owner.goto(`${tour.url}/customers/${customer.id}`)
  const methods = owner.getByRole('region', { name: 'Saved payment methods' })
  await expect(methods.getByText('Visa •••• 3155')).toBeVisible()
  await expect(methods.getByText(/^Saved on request/)).toBeVisible()
  expect(await tour.charged()).toEqual(before)
})
