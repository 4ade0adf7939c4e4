import { expect, type Json, test } from './story.ts'

test('an invoice is written by keyboard alone, with rows from a spreadsheet and a reload in between', async ({
  tour,
  owner,
}) => {
  const customer = await tour.call('POST', '/customers', {
    name: 'Keyboard Customer',
    email: 'keyboard@example.com',
    currency: 'eur',
  })
  await owner.goto(`${tour.url}/create/invoice?customer=${customer.id}`)
  const keys = owner.keyboard
  const line = (number: number, field: string) =>
    owner.getByLabel(`Line ${number}: ${field}`, { exact: true })

  await line(1, 'description').focus()
  await keys.type('Consulting')
  await keys.press('Tab')
  await keys.press('ControlOrMeta+A')
  await keys.type('1.5')
  await keys.press('Tab')
  await keys.type('80')
  await keys.press('Enter')
  await expect(line(2, 'description')).toBeFocused()

  // Copied as a spreadsheet copies: tabs, a heading, its own order, and a cell that is no number.
  await paste('Unit price\tQty\tItem\n€1,200.00\t2\tWorkshop\n€25.00\tfour\tHosting')
  await expect(owner.getByText('One cell could not be read')).toBeVisible()
  await expect(line(3, 'quantity')).toBeFocused()
  await expect(line(3, 'quantity')).toHaveValue('four')
  await keys.press('ControlOrMeta+A')
  await keys.type('4')
  await expect(owner.getByText('One cell could not be read')).toHaveCount(0)
  await expect(owner.getByText('Kept in this browser just now')).toBeVisible()

  await owner.reload()
  await expect(owner.getByText('You go on where you left off')).toBeVisible()
  await expect(line(2, 'price')).toHaveValue('1200.00')
  await expect(line(3, 'quantity')).toHaveValue('4')

  await line(3, 'description').focus()
  await keys.press('Alt+ArrowUp')
  await expect(line(2, 'description')).toHaveValue('Hosting')
  await expect(line(2, 'description')).toBeFocused()
  await keys.press('Alt+Shift+ArrowDown')
  await expect(line(3, 'description')).toHaveValue('Hosting')
  await keys.press('Alt+Shift+Backspace')
  await expect(line(3, 'description')).toHaveValue('Workshop')
  await keys.press('Alt+Shift+Backspace')
  await expect(line(3, 'description')).toHaveCount(0)
  await keys.press('ControlOrMeta+Z')
  await expect(line(3, 'description')).toHaveValue('Workshop')
  await keys.press('ControlOrMeta+Shift+Z')
  await expect(line(3, 'description')).toHaveCount(0)
  await keys.press('ControlOrMeta+Z')

  const link = owner.getByRole('switch', { name: 'Add Payment Link to Invoice' })
  await link.focus()
  await keys.press('Space')
  await expect(link).toBeChecked()
  await owner.getByRole('button', { name: 'Preview', exact: true }).focus()
  await keys.press('Enter')
  const page = owner.frameLocator('iframe[title="Preview of the payment page"]')
  await expect(page.getByRole('button', { name: 'Pay EUR 2,620.00' })).toBeVisible()
  await expect(page.getByText('Workshop')).toBeVisible()
  await owner.getByRole('button', { name: 'E-mail', exact: true }).click()
  await expect(
    owner.frameLocator('iframe[title="Preview of the e-mail"]').getByText('Workshop'),
  ).toBeVisible()

  const save = owner.getByRole('button', { name: 'Save draft' })
  await save.focus()
  await keys.press('Enter')
  await expect(owner.getByText('The draft is saved.')).toBeVisible()

  const { data } = await tour.call('GET', `/invoices?customer_id=${customer.id}`)
  expect(data).toHaveLength(1)
  const saved: Json = await tour.invoice(data[0].id)
  expect(saved).toMatchObject({ status: 'draft', number: null, total: 12_000 + 10_000 + 240_000 })
  expect(saved.lines.map((one: Json) => [one.description, one.quantity, one.unit_amount, one.total])).toEqual(
    [
      ['Consulting', '1.5', 8_000, 12_000],
      ['Hosting', '4', 2_500, 10_000],
      ['Workshop', '2', 120_000, 240_000],
    ],
  )
  // What was saved is not found again.
  await owner.goto(`${tour.url}/create/invoice?customer=${customer.id}`)
  await expect(line(1, 'description')).toHaveValue('')
  await expect(owner.getByText('You go on where you left off')).toHaveCount(0)

  /** What the browser does on Ctrl+V, with rows on the clipboard. */
  async function paste(text: string): Promise<void> {
    await owner.evaluate((copied) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', copied)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement!.dispatchEvent(event)
    }, text)
  }
})

test('changes to an invoice that was sent stay in the browser until they are saved', async ({
  tour,
  owner,
}) => {
  const sent = await tour.sentInvoice()
  const price = owner.getByLabel('Line 1: price', { exact: true })
  await owner.goto(`${tour.url}/payments/invoices/${sent.id}/edit`)
  await price.fill('99.00')
  await expect(owner.getByText('Kept in this browser just now')).toBeVisible()
  await owner.reload()
  await expect(price).toHaveValue('99.00')
  expect(await tour.invoice(sent.id)).toMatchObject({ version: sent.version, total: 12_000 })

  // Somebody else changes it meanwhile: what was kept waits to be asked for.
  await tour.call('PATCH', `/invoices/${sent.id}`, { note: 'Changed elsewhere' })
  await owner.reload()
  await expect(owner.getByText('the invoice changed since')).toBeVisible()
  await expect(price).toHaveValue('120.00')
  await owner.getByRole('button', { name: 'Bring them back' }).click()
  await expect(price).toHaveValue('99.00')
  await owner.keyboard.press('ControlOrMeta+Z')
  await expect(price).toHaveValue('120.00')
})
