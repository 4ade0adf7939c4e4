import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expectOpenToAll } from './axe.ts'
import { cards, expectSuccess, fillCard, pressPay } from './paying.ts'
import { expect, test } from './story.ts'

const url = process.env['QUITTANCE_URL']!

test('the guided tour, from the click to Stripe removed and put back, with nothing but this machine to talk to (R47)', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  await context.route(
    (address) => !['localhost', '127.0.0.1'].includes(address.hostname),
    (route) => route.abort(),
  )
  await page.goto(url)
  await page.getByRole('button', { name: 'Live Tour' }).click()
  const tour = page.getByRole('complementary', { name: 'Guided tour' })
  await expect(tour).toContainText('0 of 14 done')
  await expectOpenToAll(page, 'dashboard with the guided tour')

  // The three ways. The panel leads, and what is meant on the page is outlined.
  await isAsked(tour, 'While you create an invoice')
  await tour.getByRole('link', { name: 'Create an invoice' }).click()
  await page.getByRole('combobox', { name: 'Customer' }).fill('Bakery')
  await page.getByRole('option', { name: /Morning Crumb Bakery/ }).click()
  await page.getByLabel('Line 1: description').fill('Poster design')
  await page.getByLabel('Line 1: price').fill('120')
  const linkSwitch = page.getByRole('switch', { name: 'Add Payment Link to Invoice' })
  await expect(page.locator('[data-walk-spot]').filter({ has: linkSwitch })).toHaveCount(1)
  await linkSwitch.check()
  await page.getByRole('button', { name: 'Save draft' }).click()
  await isAsked(tour, 'Send it')
  await expect(tour.getByRole('status')).toContainText('While you create an invoice')
  await page.locator('[data-walk-spot]').filter({ hasText: 'Send' }).click()
  await send(page)

  await isAsked(tour, 'On an invoice you already have')
  await tour.getByRole('link', { name: /^Open INV-/ }).click()
  await page.getByRole('button', { name: 'Add Payment Link to Invoice' }).click()
  await isAsked(tour, 'Send it again')
  await page.getByRole('button', { name: 'Send again' }).first().click()
  await send(page)

  await isAsked(tour, 'For every invoice from now on')
  await tour.getByRole('link', { name: 'Open Settings → Invoicing' }).click()
  await linkSwitch.check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()

  // Left, resumed where it was, and still there after a reload.
  await isAsked(tour, 'Read the mail as your customer')
  await tour.getByRole('button', { name: 'Leave the guided tour' }).click()
  await expect(tour).toHaveCount(0)
  await page.getByRole('button', { name: 'Resume the guided tour' }).click()
  await tour.getByRole('button', { name: 'Fold the guided tour' }).click()
  await expect(tour.getByRole('heading')).toHaveCount(0)
  await page.reload()
  await expect(tour).toContainText('5 of 14 done: Read the mail as your customer')
  await tour.getByRole('button', { name: 'Unfold the guided tour' }).press('Enter')

  // The customer, in tabs of their own. The panel notices by itself.
  const mailbox = await openMailbox(tour, context)
  await expect(mailbox.getByRole('complementary', { name: 'Guided tour' })).toBeVisible()
  await isAsked(tour, 'Open the payment page')
  await payFrom(mailbox, context)
  await isAsked(tour, 'See what it set off')
  await readNews(mailbox)

  // What lay behind it, in words, with what Stripe sent under them.
  await page.getByRole('button', { name: 'What just happened' }).click()
  const behind = page.getByRole('dialog', { name: 'What just happened' })
  await expect(behind.getByText('Somebody pressed Pay: a payment was opened').first()).toBeVisible()
  await expect(behind.getByText('Paid in full')).toBeVisible()
  await behind.getByRole('button', { name: 'Stripe told' }).click()
  await expect(behind.getByText('Paid in full')).toHaveCount(0)
  await behind.getByText('payment_intent.succeeded', { exact: true }).first().click()
  await expect(behind.getByText('"type": "payment_intent.succeeded"').first()).toBeVisible()
  await expectOpenToAll(page, 'what just happened')
  await page.keyboard.press('Escape')

  await isAsked(tour, 'Let a customer keep their card')
  await openMailbox(tour, context, mailbox)
  await payFrom(mailbox, context, { save: true })

  await isAsked(tour, 'Remove Stripe')
  await tour.getByRole('link', { name: 'Open Settings → Stripe' }).click()
  await page.locator('[data-walk-spot]').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove Stripe' }).click()
  await isAsked(tour, 'Connect it again')
  await page.getByRole('button', { name: 'Connect the simulated Stripe' }).click()
  await isAsked(tour, 'Turn the links back on')
  await page.getByRole('button', { name: /^Turn \d+ links back on$/ }).click()
  await isAsked(tour, 'Pay by the same link')
  await openMailbox(tour, context, mailbox)
  await payFrom(mailbox, context)

  await isAsked(tour, 'That was all of it')
  await expect(tour).toContainText('14 of 14 done')
  await tour.getByRole('button', { name: 'Close the tour' }).click()
  await expect(tour).toHaveCount(0)
})

async function isAsked(tour: Locator, title: string): Promise<void> {
  await expect(tour.getByRole('heading', { level: 2, name: title })).toBeVisible()
}

async function send(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Send/ }).click()
  await expect(dialog).toBeHidden()
}

/** Presses *Open the mailbox*: the first time a tab opens, later it is the same one. */
async function openMailbox(tour: Locator, context: BrowserContext, mailbox?: Page): Promise<Page> {
  const link = tour.getByRole('link', { name: 'Open the mailbox' })
  const opened = mailbox ?? context.waitForEvent('page')
  await expect(link).toHaveAttribute('href', /message=em_/)
  const address = (await link.getAttribute('href'))!
  await link.click()
  const page = await opened
  await expect(page).toHaveURL(url + address)
  return page
}

/** Presses *View and pay* in the open e-mail, pays, and closes the customer's tab. */
async function payFrom(mailbox: Page, context: BrowserContext, { save = false } = {}): Promise<void> {
  const opened = context.waitForEvent('page')
  await mailbox.frameLocator('main iframe').getByRole('link', { name: 'View and pay' }).click()
  const payPage = await opened
  await fillCard(payPage, cards.succeeds)
  if (save) await payPage.getByRole('checkbox', { name: 'Save this payment method for future use' }).check()
  await pressPay(payPage)
  await expectSuccess(payPage, 'EUR')
  await payPage.close()
}

/** Opens the receipt and the notice, as soon as they are there. */
async function readNews(mailbox: Page): Promise<void> {
  for (const subject of [/Receipt INV-/, /was paid/]) {
    const mail = mailbox.getByRole('navigation', { name: 'Messages' }).getByRole('link', { name: subject })
    await expect
      .poll(async () => {
        await mailbox.getByRole('link', { name: 'Check for mail' }).click()
        return mail.count()
      })
      .toBeGreaterThan(0)
    await mail.first().click()
    await expect(mailbox.getByRole('heading', { level: 2, name: subject })).toBeVisible()
  }
}
