import { renderInvoiceEmail } from '../src/features/invoices/invoice-email.tsx'
import { renderCancelledEmail } from '../src/features/notifications/cancelled-email.tsx'
import { renderConfirmationEmail } from '../src/features/notifications/confirmation-email.tsx'
import { renderDeadLetterEmail } from '../src/features/notifications/dead-letter-email.tsx'
import { renderHeldEmail } from '../src/features/notifications/held-email.tsx'
import { renderPaidEmail } from '../src/features/notifications/paid-email.tsx'
import { renderReceiptEmail } from '../src/features/notifications/receipt-email.tsx'
import { renderCodeEmail } from '../src/features/saved-methods/code-email.tsx'
import type { RenderedEmail } from '../src/platform/mail/email-layout.tsx'
import { line, snapshot } from './pay-page-views.ts'

const paymentUrl = 'http://localhost:3000/pay/tokenTokenTokenTokenTok'
const adminUrl = 'http://localhost:3000/payments/invoices/inv_1'

/** Every e-mail in every variety, by name, in `language`. */
export function emailExamples(language: string): Record<string, () => Promise<RenderedEmail>> {
  const shown = snapshot({ language })
  const { total } = shown.totals
  const many = snapshot({
    language,
    lines: Array.from({ length: 12 }, (_, index) => line(`Visit ${index + 1}`, '1', 4_000)),
  })
  const invoice = { snapshot: shown, message: null, paymentUrl, amountDue: total, kind: 'new' } as const
  const receipt = {
    snapshot: shown,
    receiptNumber: 'INV-2026-0042-R1',
    paidAt: '2026-03-09',
    method: 'Visa •••• 4242',
    amount: total,
    amountPaid: total,
    amountDue: 0,
  }
  const paid = {
    language,
    snapshot: shown,
    amount: total,
    currency: 'eur',
    method: 'Visa •••• 4242',
    amountDue: 0,
    unapplied: 0,
    adminUrl,
  }
  return {
    confirmation: () =>
      renderConfirmationEmail({ snapshot: shown, amount: total, currency: 'eur', paymentUrl }),
    code: async () => renderCodeEmail({ snapshot: shown, code: '042817' }),
    invoice: () =>
      renderInvoiceEmail({ ...invoice, message: 'Thank you for having us again.\nSee you in spring!' }),
    invoice_updated: () => renderInvoiceEmail({ ...invoice, kind: 'updated' }),
    invoice_without_link: () => renderInvoiceEmail({ ...invoice, paymentUrl: null }),
    invoice_partly_paid: () => renderInvoiceEmail({ ...invoice, amountDue: total - 10_000, kind: 'resend' }),
    invoice_paid: () => renderInvoiceEmail({ ...invoice, amountDue: 0, kind: 'resend' }),
    invoice_many_lines: () =>
      renderInvoiceEmail({ ...invoice, snapshot: many, amountDue: many.totals.total }),
    paid: () => renderPaidEmail(paid),
    paid_partly: () => renderPaidEmail({ ...paid, amount: 10_000, amountDue: total - 10_000 }),
    paid_unapplied: () => renderPaidEmail({ ...paid, unapplied: total }),
    receipt: () => renderReceiptEmail({ receipt, paymentUrl }),
    receipt_partly: () =>
      renderReceiptEmail({
        receipt: { ...receipt, amount: 10_000, amountPaid: 10_000, amountDue: total - 10_000 },
        paymentUrl,
      }),
    cancelled: () => renderCancelledEmail({ snapshot: shown }),
    held: () =>
      renderHeldEmail({
        language,
        company: shown.company.name,
        customer: shown.customer.name,
        number: 'INV-2026-0042',
        breaches: ['It says that 27450 is settled, its payments say 25000'],
        adminUrl,
      }),
    dead_letter: () =>
      renderDeadLetterEmail({
        language,
        company: shown.company.name,
        kind: 'outbox',
        invoiceNumber: 'INV-2026-0042',
        error: '451 4.7.1 Greylisted, come back later',
        count: 3,
        deliveriesUrl: 'http://localhost:3000/settings/deliveries',
      }),
  }
}
