import { expect, test } from './story.ts'

test('many invoices at once: ordered, selected by keyboard, sent with a result for each, the refused one named', async ({
  tour,
  owner,
}) => {
  const made = []
  for (const amount of [70_000, 90_000, 80_000]) {
    made.push(
      await tour.call('POST', '/invoices', {
        customer: { name: 'Bulk Example', email: 'bulk@example.com' },
        currency: 'eur',
        lines: [{ description: 'Consulting', quantity: '1', unit_amount: amount }],
      }),
    )
  }
  const cancelled = made[2]!
  await tour.call('POST', `/invoices/${cancelled.id}/mark_sent`)

  await owner.goto(`${tour.url}/payments/invoices?q=Bulk`)
  const table = owner.getByRole('table')
  await owner.getByRole('button', { name: 'Total', exact: true }).click()
  await expect(owner).toHaveURL(/sort=-total/)
  await expect(table.getByRole('columnheader', { name: 'Total' })).toHaveAttribute('aria-sort', 'descending')
  await expect(table.getByRole('row').nth(1)).toContainText('900.00')
  await expect(table.getByRole('row').nth(3)).toContainText('700.00')

  // By keyboard alone: the first, the second and the third row.
  await owner.locator('body').press('j')
  await owner.keyboard.press('x')
  await owner.keyboard.press('j')
  await owner.keyboard.press('x')
  await owner.keyboard.press('j')
  await owner.keyboard.press('x')
  const bar = owner.getByRole('toolbar', { name: 'Selected invoices' })
  await expect(bar.getByRole('status')).toHaveText('3 invoices selected')

  // Cancelled by somebody else meanwhile.
  await tour.call('POST', `/invoices/${cancelled.id}/cancel`, { notify: false })
  await bar.getByRole('button', { name: 'Send' }).click()
  const dialog = owner.getByRole('dialog', { name: 'Send 3 invoices?' })
  await dialog.getByRole('button', { name: 'Send 3 invoices' }).click()
  const result = owner.getByRole('alertdialog')
  await expect(result.getByRole('status')).toContainText('2 of 3 invoices sent, 1 refused')
  await expect(result.getByRole('listitem').filter({ hasText: 'cancelled' })).toHaveCount(1)
  await result.getByRole('button', { name: 'Close' }).last().click()
  for (const { id } of made.slice(0, 2)) expect(await tour.invoice(id)).toMatchObject({ status: 'sent' })

  await owner.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  await owner.keyboard.press('?')
  await expect(owner.getByRole('dialog', { name: 'Keys of this list' })).toBeVisible()
  await owner.keyboard.press('Escape')
  await owner.keyboard.press('/')
  await expect(owner.getByRole('searchbox')).toBeFocused()
})

test('drafts are cancelled and given links together, and only what was selected is exported', async ({
  tour,
  owner,
}) => {
  for (const name of ['Chosen one', 'Chosen two', 'Left alone']) {
    const made = await tour.call('POST', '/invoices', {
      customer: { name: `${name} of the list`, email: 'list@example.com' },
      currency: 'eur',
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 5_000 }],
      payment_link: false,
    })
    await tour.call('POST', `/invoices/${made.id}/mark_sent`)
  }
  await owner.goto(`${tour.url}/payments/invoices?q=of+the+list`)
  await owner.getByRole('checkbox', { name: /Chosen one/ }).check()
  await owner.getByRole('checkbox', { name: /Chosen two/ }).check()
  const bar = owner.getByRole('toolbar', { name: 'Selected invoices' })

  const file = owner.waitForEvent('download')
  await bar.getByRole('link', { name: 'Export' }).click()
  const stream = await (await file).createReadStream()
  const text = (await stream.toArray()).join('')
  expect(text).toContain('Chosen one')
  expect(text).toContain('Chosen two')
  expect(text).not.toContain('Left alone')

  await bar.getByRole('button', { name: 'Add payment link' }).click()
  await owner.getByRole('button', { name: 'Add to 2 invoices' }).click()
  await expect(owner.getByRole('alertdialog').getByRole('status')).toContainText(
    '2 of 2 invoices with a link',
  )
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Close' }).last().click()
  const { data } = await tour.call('GET', '/invoices?q=of+the+list')
  const linked = data.filter((one: { payment_link: unknown }) => one.payment_link !== null)
  expect(linked).toHaveLength(2)

  await bar.getByRole('button', { name: 'Cancel' }).click()
  const ask = owner.getByRole('dialog', { name: 'Cancel 2 invoices?' })
  await ask.getByRole('checkbox', { name: 'Tell the customers' }).uncheck()
  await ask.getByRole('button', { name: 'Cancel 2 invoices' }).click()
  await expect(owner.getByRole('alertdialog').getByRole('status')).toContainText('2 of 2 invoices cancelled')
  const after = (await tour.call('GET', '/invoices?q=of+the+list')).data
  expect(after.map((one: { status: string }) => one.status).toSorted()).toEqual([
    'cancelled',
    'cancelled',
    'sent',
  ])
})
