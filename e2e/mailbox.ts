import { expect, type FrameLocator, type Page } from '@playwright/test'

/**
 * Opens the newest e-mail to `to` whose subject has `subject` in the tour's mailbox, once the `count`th of them has
 * arrived. Returns the e-mail itself, as its reader sees it.
 */
export async function openMail(
  page: Page,
  url: string,
  to: string,
  subject: string,
  count = 1,
): Promise<FrameLocator> {
  const mails = page
    .getByRole('navigation', { name: 'Messages' })
    .getByRole('link')
    .filter({ hasText: to })
    .filter({ hasText: subject })
  await expect
    .poll(async () => {
      await page.goto(`${url}/tour/mailbox`)
      return mails.count()
    })
    .toBe(count)
  await mails.first().click()
  await expect(page.getByRole('heading', { level: 2, name: subject })).toBeVisible()
  return page.frameLocator('main iframe')
}

/** The mail's attachment by that name, as a file. */
export async function openAttachment(page: Page, name: string): Promise<Buffer> {
  const address = await page
    .getByRole('list', { name: 'Attachments' })
    .getByRole('link', { name })
    .getAttribute('href')
  const answer = await page.context().request.get(new URL(address!, page.url()).href)
  expect(answer.headers()['content-type']).toBe('application/pdf')
  return answer.body()
}
