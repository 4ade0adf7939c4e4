import type { ReceiptDocument } from '@quittance/core/invoice/document'
import type { Block } from '../../platform/pdf/page-flow.ts'
import { words } from '../../words/words.ts'
import { type Fact, partiesBlock, titleBlock } from '../invoices/letterhead-pdf.ts'
import { lineTableBlocks } from '../invoices/line-table-pdf.ts'
import { panelBlock } from '../invoices/panel-pdf.ts'
import { proseBlocks } from '../invoices/prose-pdf.ts'
import { drawSheet, type Sheet, space } from '../invoices/sheet-pdf.ts'
import { totalRows, totalsBlocks } from '../invoices/totals-pdf.ts'

/**
 * Draws the receipt for one payment as a tagged PDF/A-3a: what was paid, when, how, for which invoice, and what is left
 * to pay (R30). The same document gives the same bytes.
 * @throws Error when its invoice has more than 10,000 lines.
 */
export function drawReceipt(document: ReceiptDocument): Promise<Buffer> {
  const { snapshot, receiptNumber } = document
  const title = words(snapshot.language)('receipt.titleNumber', { number: receiptNumber })
  const foot = `${snapshot.company.name} · ${receiptNumber}`
  return drawSheet({ snapshot, title, date: document.paidAt, foot }, (sheet) =>
    receiptBlocks(sheet, document),
  )
}

function receiptBlocks(sheet: Sheet, document: ReceiptDocument): Block[] {
  const { say, money } = sheet
  const { snapshot } = document
  const facts: Fact[] = [
    [say('receipt.number'), document.receiptNumber],
    [say('receipt.invoice'), snapshot.number ?? '–'],
    [say('receipt.paidOn'), sheet.date(document.paidAt)],
    [say('receipt.method'), document.method],
  ]
  const isSettled = document.amountDue === 0
  return [
    titleBlock(sheet, say('receipt.title'), snapshot.company.name, null),
    partiesBlock(
      sheet,
      { label: say('receipt.from'), party: snapshot.company },
      { label: say('receipt.billTo'), party: snapshot.customer },
      facts,
    ),
    panelBlock(sheet, {
      label: say('receipt.amount'),
      amount: money(document.amount),
      detail: isSettled ? `${say('receipt.thanks')} ${say('receipt.settled')}` : say('receipt.thanks'),
      paymentUrl: null,
    }),
    ...lineTableBlocks(sheet, snapshot),
    space(8),
    ...totalsBlocks(sheet, [
      ...totalRows(sheet, snapshot),
      { label: say('receipt.amount'), figure: money(document.amount), strength: 'strong' },
      { label: say('receipt.paidSoFar'), figure: money(document.amountPaid), strength: 'plain' },
      { label: say('receipt.remaining'), figure: money(document.amountDue), strength: 'strongest' },
    ]),
    ...proseBlocks(sheet, say('invoice.note'), snapshot.note),
  ]
}
