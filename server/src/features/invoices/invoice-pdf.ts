import type { InvoiceDocument } from '@quittance/core/invoice/document'
import type { Block } from '../../platform/pdf/page-flow.ts'
import { words } from '../../words/words.ts'
import { type Fact, type Mark, partiesBlock, titleBlock } from './letterhead-pdf.ts'
import { lineTableBlocks } from './line-table-pdf.ts'
import { type Panel, panelBlock } from './panel-pdf.ts'
import { proseBlocks } from './prose-pdf.ts'
import { drawSheet, type Sheet, space } from './sheet-pdf.ts'
import { totalRows, totalsBlocks } from './totals-pdf.ts'

/**
 * Draws an invoice as a tagged PDF/A-3a. The same document gives the same bytes, whenever it is drawn (R6).
 * @throws Error when it has more than 10,000 lines.
 */
export function drawInvoice(document: InvoiceDocument): Promise<Buffer> {
  const { snapshot } = document
  const say = words(snapshot.language)
  const title = snapshot.number
    ? say('invoice.titleNumber', { number: snapshot.number })
    : say('invoice.title')
  const foot = [snapshot.company.name, snapshot.number].filter(Boolean).join(' · ')
  return drawSheet({ snapshot, title, date: snapshot.issueDate, foot }, (sheet) =>
    invoiceBlocks(sheet, document),
  )
}

function invoiceBlocks(sheet: Sheet, document: InvoiceDocument): Block[] {
  const { say } = sheet
  const { snapshot } = document
  const { company, customer } = snapshot
  return [
    titleBlock(sheet, say('invoice.title'), company.name, markOf(sheet, document)),
    partiesBlock(
      sheet,
      { label: say('invoice.from'), party: company },
      { label: say('invoice.billTo'), party: customer },
      factsOf(sheet, document),
    ),
    panelBlock(sheet, panelOf(sheet, document)),
    ...lineTableBlocks(sheet, snapshot),
    space(8),
    ...totalsBlocks(sheet, [
      ...totalRows(sheet, snapshot),
      ...(document.amountPaid
        ? [
            {
              label: say('invoice.amountPaid'),
              figure: sheet.money(-document.amountPaid),
              strength: 'plain' as const,
            },
          ]
        : []),
      { label: say('invoice.amountDue'), figure: sheet.money(document.amountDue), strength: 'strongest' },
    ]),
    ...proseBlocks(sheet, say('invoice.note'), snapshot.note),
    ...proseBlocks(sheet, say('invoice.terms'), snapshot.terms),
  ]
}

function factsOf(sheet: Sheet, { snapshot }: InvoiceDocument): Fact[] {
  const { say } = sheet
  const facts: Fact[] = [
    [say('invoice.number'), snapshot.number ?? '–'],
    [say('invoice.issued'), sheet.date(snapshot.issueDate)],
    [say('invoice.due'), sheet.date(snapshot.dueDate)],
  ]
  if (snapshot.serviceDate) facts.push([say('invoice.served'), sheet.date(snapshot.serviceDate)])
  return facts
}

function markOf(sheet: Sheet, { state }: InvoiceDocument): Mark | null {
  const { say } = sheet
  switch (state) {
    case 'draft':
      return { text: say('invoice.draft'), color: [0.35, 0.37, 0.42], background: [0.91, 0.92, 0.94] }
    case 'paid':
      return { text: say('invoice.paid'), color: [0.04, 0.38, 0.22], background: [0.84, 0.95, 0.88] }
    case 'cancelled':
      return { text: say('invoice.cancelled'), color: [0.62, 0.1, 0.1], background: [0.99, 0.89, 0.88] }
    case 'open':
      return null
  }
}

function panelOf(sheet: Sheet, document: InvoiceDocument): Panel {
  const { say } = sheet
  const details = {
    draft: say('invoice.draftHint'),
    open: say('invoice.dueBy', { date: sheet.date(document.snapshot.dueDate) }),
    paid: say('receipt.settled'),
    cancelled: say('invoice.cancelledHint'),
  }
  const isPaid = document.state === 'paid'
  return {
    label: say(isPaid ? 'invoice.amountPaid' : 'invoice.amountDue'),
    amount: sheet.money(isPaid ? document.amountPaid : document.amountDue),
    detail: details[document.state],
    paymentUrl: document.paymentUrl && isWebAddress(document.paymentUrl) ? document.paymentUrl : null,
  }
}

/** Whatever else a stored address may say (javascript:, file:), only the web is ever made clickable. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}
