import { startMailSink } from './mail-sink.ts'
import { cards, expectSuccess, payBy } from './paying.ts'
import { textOfPdf } from './pdf.ts'
import { startProduct } from './product.ts'
import { expect, test } from './story.ts'

test('a business is set up, connects its own Stripe keys, mails an invoice over SMTP, and is paid', async ({
  page,
  payer,
  tour,
}) => {
  test.setTimeout(180_000)
  const mail = await startMailSink()
  const product = await startProduct({
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'invoices@quittance.example.com',
    // The simulator of the other product stands in for Stripe: keys and addresses are all that differ.
    STRIPE_API_BASE: tour.simulatorUrl,
    STRIPE_JS_URL: `${tour.simulatorUrl}/js/stripe.js`,
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
    await expect(main).toBeVisible()

    await page.getByRole('button', { name: 'Sign out' }).click()
    const signIn = page.getByRole('form', { name: 'Sign in' })
    await expect(signIn).toBeVisible()
    expect((await page.request.get(`${product.url}/api/v1/invoices`)).status()).toBe(401)
    await signIn.getByLabel('E-mail').fill('owner@example.com')
    await signIn.getByLabel('Password').fill('wrong password')
    await signIn.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible()
    await signIn.getByLabel('Password').fill('correct horse battery')
    await signIn.getByRole('button', { name: 'Sign in' }).click()

    // Without Stripe there is no payment link anywhere (R10).
    await main.getByRole('link', { name: 'Invoice', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Summary' })).toBeVisible()
    await expect(page.getByText('Add Payment Link to Invoice')).toHaveCount(0)

    await main.getByRole('link', { name: 'Stripe' }).click()
    const keys = page.getByRole('form', { name: 'Connect Stripe' })
    await keys.getByLabel('Secret or restricted key').fill('sk_test_examplebusiness1secret')
    await keys.getByLabel('Publishable key').fill('pk_test_someotheraccount1public')
    await keys.getByRole('button', { name: 'Connect Stripe' }).click()
    await expect(page.getByText('belongs to another Stripe account').first()).toBeVisible()
    await keys.getByLabel('Publishable key').fill('pk_test_examplebusiness1public')
    await keys.getByRole('button', { name: 'Connect Stripe' }).click()
    await expect(page.getByRole('button', { name: 'Remove Stripe' })).toBeVisible()
    await expect(page.getByText('TEST', { exact: true })).toBeVisible()

    await main.getByRole('link', { name: 'Invoice', exact: true }).click()
    await page.getByRole('button', { name: 'New customer' }).click()
    const customer = page.getByRole('dialog', { name: 'New customer' })
    await customer.getByLabel('Name', { exact: true }).fill('Ada Example')
    await customer.getByLabel('E-mail', { exact: true }).fill('ada@example.com')
    await customer.getByRole('button', { name: 'Create customer' }).click()
    await page.getByLabel('Line 1: description').fill('Poster design')
    await page.getByLabel('Line 1: price').fill('90')
    await page.getByRole('switch', { name: 'Add Payment Link to Invoice' }).check()
    await page.getByRole('button', { name: 'Save and send' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()

    await expect.poll(() => mail.to('ada@example.com').length).toBe(1)
    const [invoiceMail] = mail.to('ada@example.com')
    const payAddress = new RegExp(`${product.url}/pay/\\w{22,}`).exec(invoiceMail!.text ?? '')![0]
    expect(invoiceMail!.html).toContain(payAddress)
    await payBy(payer, payAddress, cards.succeeds)
    await expectSuccess(payer, 'EUR 90.00')
    // The owner's page, left open, turns Paid by itself.
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Paid')

    await expect
      .poll(() => mail.to('owner@example.com').map((one) => one.subject))
      .toEqual([expect.stringMatching(/^Invoice INV-\d{4}-\d{4} was paid$/)])
    await expect.poll(() => mail.to('ada@example.com').length).toBe(2)
    const [receipt] = mail.to('ada@example.com')[1]!.attachments
    expect(receipt!.contentType).toBe('application/pdf')
    expect(textOfPdf(receipt!.content)).toContain('EUR 90.00')
    const ledger = await fetch(`${tour.simulatorUrl}/v1/charges`, {
      headers: {
        'stripe-version': '2026-10-28.endive',
        authorization: 'Bearer sk_test_examplebusiness1secret',
      },
    })
    expect(await ledger.json()).toMatchObject({ data: [{ amount: 9_000, currency: 'eur', paid: true }] })
  } finally {
    await product.stop()
    await mail.close()
  }
})
