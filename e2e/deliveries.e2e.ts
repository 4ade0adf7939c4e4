import { startMailSink } from './mail-sink.ts'
import { startProduct } from './product.ts'
import { expect, type Json, test } from './story.ts'

test('an e-mail that does not go out is seen with its reason, and goes out when it is tried again', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const mail = await startMailSink()
  mail.turnAway('ada@example.com', true)
  const product = await startProduct({
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'invoices@quittance.example.com',
  })
  try {
    await page.goto(product.url)
    const form = page.getByRole('form', { name: 'Set up your business' })
    await form.getByLabel('Company').fill('Example Works')
    await form.getByLabel('E-mail').fill('owner@example.com')
    await form.getByLabel('Password').fill('correct horse battery')
    await form.getByLabel('Country').selectOption('DE')
    await form.getByRole('button', { name: 'Set up your business' }).click()
    const main = page.getByRole('navigation', { name: 'Main' })
    await main.getByRole('link', { name: 'Deliveries' }).click()
    await expect(page.getByText('Everything went through')).toBeVisible()

    // As the pages do: with the session of whoever is signed in.
    const call = async (path: string, data: object): Promise<Json> => {
      const answer = await page.request.post(`${product.url}/api/v1${path}`, {
        data,
        headers: { origin: product.url },
      })
      expect(answer.ok(), await answer.text()).toBe(true)
      return answer.json()
    }
    const draft = await call('/invoices', {
      customer: { name: 'Ada Example', email: 'ada@example.com' },
      lines: [{ description: 'Poster design', unit_amount: 9_000 }],
    })
    const invoice = await call(`/invoices/${draft.id}/send`, {})

    const letter = page.getByRole('listitem').filter({ hasText: 'E-mail to ada@example.com' })
    await expect(letter.getByText('Waiting')).toBeVisible()
    await expect(letter.getByText('451 4.7.1 Greylisted, come back later')).toBeVisible()

    await letter.getByRole('link', { name: invoice.number }).click()
    const why = page.getByRole('region', { name: 'Why is this not paid?' })
    await expect(why.getByText('The e-mail has not reached your customer yet.')).toBeVisible()
    await expect(why.getByText('451 4.7.1 Greylisted, come back later')).toBeVisible()
    expect(mail.to('ada@example.com')).toEqual([])

    mail.turnAway('ada@example.com', false)
    await main.getByRole('link', { name: 'Deliveries' }).click()
    await letter.getByRole('button', { name: /^Try again: E-mail to ada/ }).click()
    await expect.poll(() => mail.to('ada@example.com').length).toBe(1)
    await expect(page.getByText('Everything went through')).toBeVisible()
    await page.goto(`${product.url}/payments/invoices/${invoice.id}`)
    await expect(why.getByText('The e-mail has not reached your customer yet.')).toHaveCount(0)
    expect(mail.to('ada@example.com')).toHaveLength(1)
  } finally {
    await product.stop()
    await mail.close()
  }
})
