import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startProduct } from './product.ts'
import { expect, test } from './story.ts'

test('a program is told what happens: an endpoint is added, tested, mended, rolled and deleted', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const answers = [200, 500]
  const told: string[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      told.push(JSON.parse(body).type)
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const product = await startProduct()
  try {
    await page.goto(product.url)
    const setUp = page.getByRole('form', { name: 'Set up your business' })
    await setUp.getByLabel('Company').fill('Example Works')
    await setUp.getByLabel('E-mail').fill('owner@example.com')
    await setUp.getByLabel('Password').fill('correct horse battery')
    await setUp.getByRole('button', { name: 'Set up your business' }).click()
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'API keys & webhooks' })
      .click()

    await expect(page.getByText('Nobody is told yet')).toBeVisible()
    await page.getByRole('button', { name: 'New endpoint' }).click()
    const form = page.getByRole('form', { name: 'New webhook endpoint' })
    await form.getByLabel('Address').fill('ftp://example.com/')
    await form.getByRole('button', { name: 'Add endpoint' }).click()
    await expect(form.getByText('An address that begins with https:// or http://.')).toBeVisible()
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
    await form.getByLabel('Address').fill(address)
    await form.getByLabel('It is told').selectOption('some')
    await form.getByLabel('invoice.created').check()
    await form.getByRole('button', { name: 'Add endpoint' }).click()
    await expect(page.getByTestId('secret')).toHaveText(/^whsec_/)
    await page.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('list', { name: 'Webhook endpoints' }).getByRole('link').click()
    const messages = page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await expect(messages.first()).toContainText('endpoint.test')
    await expect(messages.first()).toContainText('Delivered')

    // The next one is refused once, and sent again by hand.
    const made = await page.request.post(`${product.url}/api/v1/invoices`, {
      headers: { origin: product.url },
      data: {
        customer: { name: 'Example Customer', email: 'customer@example.com' },
        lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
      },
    })
    expect(made.status()).toBe(201)
    await expect(messages.first()).toContainText('invoice.created')
    await expect(messages.first()).toContainText('It answered 500.')
    await messages.first().getByRole('button', { name: 'Send again' }).click()
    await expect(messages.first()).toContainText('Delivered')
    expect(told).toEqual(['endpoint.test', 'invoice.created', 'invoice.created'])

    await page.getByRole('button', { name: 'Roll' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Roll it' }).click()
    await expect(page.getByTestId('secret')).toHaveText(/^whsec_/)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await expect(page.getByRole('button', { name: 'Send a test' })).toBeDisabled()

    await page.getByRole('button', { name: 'Delete this endpoint' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText('Nobody is told yet')).toBeVisible()
  } finally {
    await product.stop()
    receiver.close()
  }
})
