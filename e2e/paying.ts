import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import type { Tour } from './story.ts'

/** Stripe's test cards ("Testing"). */
export const cards = {
  succeeds: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  insufficientFunds: '4000 0000 0000 9995',
  asksTheBank: '4000 0027 6000 3184',
  refundFails: '4000 0000 0000 5126',
}

/** Stripe's test accounts for SEPA debits that take three minutes. */
export const ibans = {
  succeeds: 'AT32 1904 3002 3547 3204',
  fails: 'AT05 1904 3002 3547 3205',
}

/** The Payment Element; its fields are Stripe's, in Stripe's frame. */
export function cardFields(page: Page): { number: Locator; expiry: Locator; code: Locator } {
  const frame = page.frameLocator('iframe[title="Secure payment input frame"]')
  return {
    number: frame.getByLabel('Card number'),
    expiry: frame.getByLabel('Expiration date'),
    code: frame.getByLabel('Security code'),
  }
}

/** The window in which the customer's bank asks them (3-D Secure). */
export function bankWindow(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Bank authentication"]')
}

export function payButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Pay (?!with)/ })
}

export async function fillCard(page: Page, number: string): Promise<void> {
  // The button comes alive with the form.
  await expect(payButton(page)).toBeEnabled()
  const fields = cardFields(page)
  await fields.number.fill(number)
  await fields.expiry.fill('12 / 34')
  await fields.code.fill('123')
}

/** Chooses SEPA debit in the Payment Element, and fills it in. */
export async function fillDebit(page: Page, iban: string): Promise<void> {
  await expect(payButton(page)).toBeEnabled()
  const frame = page.frameLocator('iframe[title="Secure payment input frame"]')
  await frame.getByRole('tab', { name: 'SEPA' }).click()
  await frame.getByLabel('IBAN').fill(iban)
  await frame.getByLabel('Full name').fill('Example Customer')
  await frame.getByLabel('Email').fill('customer@example.com')
}

/** The Pay button, looked at first as a person does. (A click sent while the page still scrolls lands elsewhere.) */
export async function payButtonInSight(page: Page): Promise<Locator> {
  const button = payButton(page)
  await button.scrollIntoViewIfNeeded()
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  return button
}

export async function pressPay(page: Page): Promise<void> {
  await (await payButtonInSight(page)).click()
}

/** Opens the link and pays with the card, up to the press. */
export async function payBy(page: Page, url: string, number: string): Promise<void> {
  await page.goto(url)
  await fillCard(page, number)
  await pressPay(page)
}

/** The success page, with the amount on it. */
export async function expectSuccess(page: Page, amount: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await expect(page.getByText(amount).first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Download receipt (PDF)' })).toBeVisible()
}

/** Waits until the API says so: Paid comes by itself. */
export async function untilPaid(tour: Tour, invoiceId: string): Promise<void> {
  await expect.poll(async () => (await tour.invoice(invoiceId)).status).toBe('paid')
}
