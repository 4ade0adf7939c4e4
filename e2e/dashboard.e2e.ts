import { expect, test } from './story.ts'

test('the dashboard is where one comes in; its figures and what waits lead to the invoices behind them', async ({
  tour,
  owner,
}) => {
  const { currencies, attention } = await tour.call('GET', '/dashboard')
  await owner.goto(tour.url)
  await expect(owner).toHaveURL(/\/dashboard$/)
  const overdue = currencies[0].overdue.count
  expect(overdue).toBeGreaterThan(0)
  await expect(owner.getByText(`${overdue} ${overdue === 1 ? 'invoice' : 'invoices'}`).first()).toBeVisible()
  await expect(
    owner.getByRole('table', { name: 'Collected in each of the last twelve weeks' }).getByRole('row'),
  ).toHaveCount(12)

  await owner.getByRole('link', { name: 'Overdue' }).click()
  await expect(owner).toHaveURL(/show=overdue/)
  await expect(owner.getByRole('row')).toHaveCount(overdue + 1)

  for (const { flag, count } of attention) {
    await owner.goto(`${tour.url}/dashboard`)
    const waiting = owner.getByRole('region', { name: 'Needs attention' }).getByRole('link')
    await expect(waiting).toHaveCount(attention.length)
    await owner.locator(`a[href$="show=${flag}"]`).click()
    await expect(owner.getByRole('row')).toHaveCount(count + 1)
  }
})
