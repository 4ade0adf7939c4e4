/**
 * Every word a payer reads, in ICU MessageFormat. English defines the keys; the other catalogues must have them all
 * (a missing one is a type error). Keys are grouped by the prefix of the thing they stand on.
 */
export const en = {
  'invoice.title': 'Invoice',
  'invoice.titleNumber': 'Invoice {number}',
  'invoice.number': 'Invoice number',
  'invoice.issued': 'Issued',
  'invoice.due': 'Due',
  'invoice.served': 'Service date',
  'invoice.from': 'From',
  'invoice.billTo': 'Bill to',
  'invoice.taxId': 'Tax ID {id}',
  'invoice.description': 'Description',
  'invoice.quantity': 'Qty',
  'invoice.unitPrice': 'Unit price',
  'invoice.tax': 'Tax',
  'invoice.amount': 'Amount',
  'invoice.lineDiscount': 'Discount',
  'invoice.lineDiscountPercent': 'Discount {percent}',
  'invoice.subtotal': 'Subtotal',
  'invoice.discount': 'Discount',
  'invoice.taxOn': '{name} {rate} on {taxable}',
  'invoice.taxIncluded': 'included',
  'invoice.total': 'Total',
  'invoice.amountPaid': 'Amount paid',
  'invoice.amountDue': 'Amount due',
  'invoice.dueBy': 'due {date}',
  'invoice.draft': 'Draft',
  'invoice.draftHint': 'This is a draft and not yet an invoice.',
  'invoice.paid': 'Paid',
  'invoice.cancelled': 'Cancelled',
  'invoice.cancelledHint': 'This invoice was cancelled. Nothing is to be paid.',
  'invoice.pay': 'Pay {amount}',
  'invoice.payOnline': 'Pay online',
  'invoice.payHint': 'Scan the code or open this address:',
  'invoice.qrCode': 'QR code that leads to {url}',
  'invoice.note': 'Note',
  'invoice.terms': 'Terms',
  'invoice.page': 'Page {page} of {pages}',

  'receipt.title': 'Receipt',
  'receipt.titleNumber': 'Receipt {number}',
  'receipt.number': 'Receipt number',
  'receipt.invoice': 'For invoice',
  'receipt.from': 'Paid to',
  'receipt.billTo': 'Paid by',
  'receipt.paidOn': 'Paid on',
  'receipt.method': 'Payment method',
  'receipt.amount': 'Amount received',
  'receipt.thanks': 'Thank you for your payment.',
  'receipt.invoiceTotal': 'Invoice total',
  'receipt.paidSoFar': 'Paid so far',
  'receipt.remaining': 'Remaining due',
  'receipt.settled': 'The invoice is paid in full.',
} as const satisfies Record<string, string>

/** A phrase of the catalogues. */
export type WordKey = keyof typeof en

/** A whole catalogue: every key, in one language. */
export type Catalogue = Record<WordKey, string>
