import { startMailSink } from './mail-sink.ts'
import { startProduct } from './product.ts'
import { expect, openStranger, test } from './story.ts'

test('a colleague is invited by mail, joins, finds what staff may, and is taken out (R49)', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000)
  const mail = await startMailSink()
  const product = await startProduct({
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'invoices@quittance.example.com',
  })
  const colleague = await openStranger(browser)
  try {
    await page.goto(product.url)
    const setUp = page.getByRole('form', { name: 'Set up your business' })
    await setUp.getByLabel('Company').fill('Example Works')
    await setUp.getByLabel('E-mail').fill('owner@example.com')
    await setUp.getByLabel('Password').fill('correct horse battery')
    await setUp.getByRole('button', { name: 'Set up your business' }).click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Team' }).click()

    await page.getByRole('button', { name: 'Invite' }).click()
    const form = page.getByRole('form', { name: 'Invite to the team' })
    await form.getByLabel('E-mail').fill('owner@example.com')
    await form.getByRole('button', { name: 'Invite' }).click()
    await expect(form.getByText('Somebody signs in with this address already.')).toBeVisible()
    await form.getByLabel('E-mail').fill('colleague@example.com')
    await form.getByRole('button', { name: 'Invite' }).click()
    await expect(page.getByText('colleague@example.com gets an e-mail')).toBeVisible()
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('region', { name: 'Invited' })).toContainText('colleague@example.com')

    await expect.poll(() => mail.to('colleague@example.com').length).toBe(1)
    const address = /http\S+\/join#\w+/.exec(mail.to('colleague@example.com')[0]!.text ?? '')![0]
    await colleague.page.goto(address)
    await expect(colleague.page.getByRole('heading', { name: 'Join Example Works' })).toBeVisible()
    await colleague.page.getByLabel('Your name').fill('Second Hand')
    await colleague.page.getByLabel('Password').fill('another horse battery')
    await colleague.page.getByRole('button', { name: 'Join' }).click()
    await expect(colleague.page).toHaveURL(/\/dashboard$/)
    const places = colleague.page.getByRole('navigation', { name: 'Main' })
    await expect(places.getByRole('link', { name: 'Invoices' })).toBeVisible()
    await expect(places.getByRole('link', { name: 'Team' })).toHaveCount(0)

    await page.reload()
    await page.getByLabel('Role of Second Hand').selectOption('administrator')
    await expect(page.getByText('The role is changed.')).toBeVisible()
    await colleague.page.reload()
    await expect(places.getByRole('link', { name: 'Team' })).toBeVisible()

    await page.getByRole('button', { name: 'Take Second Hand out' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take out' }).click()
    await expect(page.getByText('They are signed out and gone.')).toBeVisible()
    await colleague.page.reload()
    await expect(colleague.page.getByRole('form', { name: 'Sign in' })).toBeVisible()
    await colleague.page.goto(address)
    await colleague.page.reload()
    await expect(colleague.page.getByRole('heading', { name: 'This invitation does not open' })).toBeVisible()
  } finally {
    await colleague.leave()
    await product.stop()
    await mail.close()
  }
})
