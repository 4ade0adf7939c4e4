import { expect, test } from './story.ts'

test('the company setting: every new invoice has a link, and the open ones are offered theirs (R13)', async ({
  tour,
  owner,
}) => {
  const open = await tour.sentInvoice({ link: false })
  await owner.goto(tour.url)
  const main = owner.getByRole('navigation', { name: 'Main' })
  await main.getByRole('link', { name: 'Invoicing' }).click()
  const setting = owner.getByRole('switch', { name: 'Add Payment Link to Invoice' })
  await expect(setting).not.toBeChecked()
  await setting.check()
  await owner.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(owner.getByText('The settings are saved.')).toBeVisible()
  expect((await tour.call('GET', '/settings/invoicing')).payment_link_default).toBe(true)

  // Not retroactive: what is open already is offered a link, and has none before the offer is taken.
  const { count } = await tour.call('GET', '/invoices/without_link')
  expect(count).toBeGreaterThan(0)
  await expect(
    owner.getByText(
      count === 1 ? '1 open invoice has no payment link' : `${count} open invoices have no payment link`,
    ),
  ).toBeVisible()
  expect((await tour.invoice(open.id)).payment_link).toBeNull()
  await owner.getByRole('button', { name: /^Add links to / }).click()
  await expect.poll(async () => (await tour.invoice(open.id)).payment_link?.state).toBe('active')
  expect(await tour.call('GET', '/invoices/without_link')).toEqual({ count: 0 })
  expect((await tour.invoice(open.id)).needs_resend).toBe(true)

  // A new one starts with the switch on, and is saved with its link.
  await main.getByRole('link', { name: 'Invoice', exact: true }).click()
  await expect(owner.getByRole('switch', { name: 'Add Payment Link to Invoice' })).toBeChecked()
  await owner.getByRole('combobox', { name: 'Customer' }).fill('Bakery')
  await owner.getByRole('option', { name: /Morning Crumb Bakery/ }).click()
  await owner.getByLabel('Line 1: description').fill('Poster design')
  await owner.getByLabel('Line 1: price').fill('80')
  await owner.getByRole('button', { name: 'Save draft' }).click()
  await expect(owner.getByRole('heading', { level: 1 })).toContainText('Draft')
  const made = await tour.invoice(/inv_\w+/.exec(owner.url())![0])
  expect(made).toMatchObject({ status: 'draft', total: 8_000, payment_link: { state: 'active' } })
})
