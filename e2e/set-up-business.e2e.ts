import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { startProduct } from './product.ts'
import { cards, expect, payBy, test } from './story.ts'

test('a business is set up, connects its own Stripe keys, mails an invoice over SMTP, and is paid', async ({
  page,
  payer,
  tour,
}) => {
  test.setTimeout(120_000)
  const mail = await startMailServer()
  const product = await startProduct({
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
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
    await form.getByRole('button', { name: /Set up/ }).click()
    await expect(page.getByRole('link', { name: 'Stripe' }).first()).toBeVisible()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.goto(`${product.url}/sign-in`)
    const signIn = page.getByRole('form', { name: 'Sign in' })
    await signIn.getByLabel('E-mail').fill('owner@example.com')
    await signIn.getByLabel('Password').fill('wrong password')
    await signIn.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible()
    await signIn.getByLabel('Password').fill('correct horse battery')
    await signIn.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('link', { name: 'Stripe' }).first()).toBeVisible()

    await page.goto(`${product.url}/settings/stripe`)
    const keys = page.getByRole('form', { name: 'Connect Stripe' })
    await keys.getByLabel('Secret or restricted key').fill('sk_test_examplebusiness1secret')
    await keys.getByLabel('Publishable key').fill('pk_test_someotheraccount1public')
    await keys.getByRole('button', { name: /Connect/ }).click()
    await expect(page.getByText('belongs to another Stripe account').first()).toBeVisible()
    await keys.getByLabel('Publishable key').fill('pk_test_examplebusiness1public')
    await keys.getByRole('button', { name: /Connect/ }).click()
    await expect(page.getByRole('button', { name: 'Remove Stripe' })).toBeVisible()

    await page.goto(`${product.url}/create/invoice`)
    await page.getByRole('button', { name: 'New customer' }).click()
    const customer = page.getByRole('dialog', { name: 'New customer' })
    await customer.getByLabel('Name').first().fill('Ada Example')
    await customer.getByLabel('E-mail').first().fill('ada@example.com')
    await customer
      .getByRole('button', { name: /customer|save|create|add/i })
      .last()
      .click()
    await page.getByLabel('Line 1: description').fill('Poster design')
    await page.getByLabel('Line 1: price').fill('90')
    await page.getByRole('switch', { name: 'Add Payment Link to Invoice' }).click({ force: true })
    await page.getByRole('button', { name: 'Save and send' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()

    await expect.poll(() => mail.to('ada@example.com').length).toBe(1)
    const url = /http:\/\/localhost:\d+\/pay\/\w+/.exec(mail.to('ada@example.com')[0]!.text ?? '')![0]
    await payBy(payer, url, cards.succeeds)
    await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
    await expect(page.getByText('Paid', { exact: true }).first()).toBeVisible()
    await expect.poll(() => mail.to('ada@example.com').length).toBe(2)
    await expect
      .poll(() => mail.to('owner@example.com').map((one) => one.subject))
      .toEqual([expect.stringMatching(/^Invoice INV-.* was paid$/)])
    expect(mail.to('ada@example.com')[1]!.attachments.map((one) => one.contentType)).toEqual([
      'application/pdf',
    ])
  } finally {
    await product.stop()
    await mail.close()
  }
})

async function startMailServer() {
  const received: { to: string[]; mail: ParsedMail }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, session, done) {
      received.push({
        to: session.envelope.rcptTo.map((one) => one.address),
        mail: await simpleParser(stream),
      })
      done()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  return {
    port,
    to: (address: string) => received.filter((one) => one.to.includes(address)).map((one) => one.mail),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
