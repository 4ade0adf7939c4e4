import type { Page } from '@playwright/test'
import { expectSuccess, payBy, untilPaid } from './paying.ts'
import type { Json, Tour } from './story.ts'

/** An invoice over EUR 120.00, paid with the card. */
export async function paidInvoice(tour: Tour, payer: Page, card: string): Promise<Json> {
  const invoice = await tour.sentInvoice()
  await payBy(payer, invoice.payment_link.url, card)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, invoice.id)
  return invoice
}

/** Opens the invoice as an administrator and asks to give its payment back. */
export async function openRefund(owner: Page, tour: Tour, invoice: Json): Promise<void> {
  await owner.goto(`${tour.url}/payments/invoices/${invoice.id}`)
  await owner.getByRole('button', { name: 'Refund', exact: true }).click()
}
