import { cards, expectSuccess, fillCard, payBy, pressPay, untilPaid } from './paying.ts'
import { linksInPdf } from './pdf.ts'
import { expect, type Json, test } from './story.ts'

test('Stripe removed while a page is open: Pay is refused politely, nothing is charged, and the same address pays again afterwards (R10, R18, R19)', async ({
  tour,
  owner,
  payer,
}) => {
  test.setTimeout(120_000)
  const invoice = await tour.sentInvoice()
  const before = await tour.charged()
  await payer.goto(invoice.payment_link.url)
  await fillCard(payer, cards.succeeds)

  // The dialog says what it touches, and it is true.
  const { active_links: links } = await tour.call('GET', '/stripe_connection')
  expect(links).toBeGreaterThan(1)
  await owner.goto(tour.url)
  const main = owner.getByRole('navigation', { name: 'Main' })
  await main.getByRole('link', { name: 'Stripe' }).click()
  await owner.getByRole('button', { name: 'Remove Stripe' }).click()
  const dialog = owner.getByRole('alertdialog', { name: 'Remove Stripe?' })
  await expect(dialog).toContainText(`${links} open payment links`)
  await expect(dialog).toContainText(/running payment|No payment is running/)
  await dialog.getByRole('button', { name: 'Remove Stripe' }).click()
  await expect(dialog).toBeHidden()
  expect((await tour.call('GET', '/stripe_connection')).state).toBe('disconnected')
  expect((await tour.invoice(invoice.id)).payment_link.state).toBe('disabled')

  // The page that was open, and the address itself.
  await pressPay(payer)
  await expectPoliteRefusal()
  const answer = await payer.goto(invoice.payment_link.url)
  expect(answer!.status()).toBe(200)
  await expectPoliteRefusal()
  expect(await tour.charged()).toEqual(before)

  // Without Stripe the option is not there at all, and what is sent now carries no link.
  await main.getByRole('link', { name: 'Invoice', exact: true }).click()
  await expect(owner.getByRole('heading', { name: 'New invoice' })).toBeVisible()
  await expect(owner.getByRole('region', { name: 'Summary' })).toBeVisible()
  await expect(owner.getByText('Add Payment Link to Invoice')).toHaveCount(0)
  await tour.call('POST', `/invoices/${invoice.id}/send`)
  await expect.poll(async () => (await mails()).length).toBe(2)
  expect((await mails())[1].text).toContain(invoice.payment_link.url)
  expect((await mails())[0].text).not.toContain('/pay/')
  const pdf = await owner.request.get(`${tour.url}/api/v1/invoices/${invoice.id}/pdf`)
  expect(linksInPdf(await pdf.body())).toEqual([])

  // Back: the links are offered, and come with their old addresses.
  await main.getByRole('link', { name: 'Stripe' }).click()
  await owner.getByRole('button', { name: 'Connect the simulated Stripe' }).click()
  await owner.getByRole('button', { name: /^Turn \d+ links back on$/ }).click()
  await expect.poll(async () => (await tour.invoice(invoice.id)).payment_link.state).toBe('active')
  expect((await tour.invoice(invoice.id)).payment_link.url).toBe(invoice.payment_link.url)
  await payBy(payer, invoice.payment_link.url, cards.succeeds)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  expect(await tour.charged()).toEqual({ count: before.count + 1, amount: before.amount + 12_000 })

  async function mails(): Promise<Json[]> {
    return (await tour.call('GET', `/messages?invoice_id=${invoice.id}`)).data
  }

  async function expectPoliteRefusal(): Promise<void> {
    await expect(payer.getByRole('heading', { name: 'Online payment is not available' })).toBeVisible()
    await expect(payer.getByRole('heading', { name: `Invoice ${invoice.number}` })).toBeVisible()
    await expect(payer.getByRole('link', { name: 'billing@harbourlane.example.com' })).toBeVisible()
    await expect(payer.getByRole('button', { name: /^Pay/ })).toHaveCount(0)
  }
})
