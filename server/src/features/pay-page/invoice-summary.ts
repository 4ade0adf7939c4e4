import type { DocumentLine, InvoiceSnapshot } from '@quittance/core/invoice/document'
import type { Discount, TaxTotal } from '@quittance/core/invoice/totals'
import { html, raw } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import type { Speech } from '../../words/speech.ts'
import { factList } from './pay-document.ts'
import type { PayPageView } from './view.ts'

/** Longer invoices are read in the PDF: the page stays light on a phone. */
const shownLines = 40

/** The invoice as the payer reads it: how much, until when, what for. The figures are the snapshot's own (R3). */
export function invoiceSummary(view: PayPageView, speech: Speech): Html {
  const { snapshot } = view
  const { say } = speech
  const number = say('invoice.titleNumber', { number: snapshot.number ?? '' })
  // Where the page is about what became of the invoice, that is its first heading.
  const title =
    view.state === 'payable'
      ? html`<h1 class="invoice-title" id="invoice-title">${number}</h1>`
      : html`<h2 class="invoice-title" id="invoice-title">${number}</h2>`
  return html`<section class="invoice" id="invoice" aria-labelledby="invoice-title">
${title}
${headline(view, speech)}
<p class="links">${view.state === 'payable' ? html`<a class="button jump" href="#payment">${say('pay.goToPayment')}</a>` : ''}<a class="quiet-button" href="/pay/${view.token}/invoice.pdf">${say('pay.downloadInvoice')}</a></p>
${frozenDetails(snapshot, speech)}
${sums(view, speech)}
${freeText(say('invoice.note'), snapshot.note)}${freeText(say('invoice.terms'), snapshot.terms)}</section>`
}

/** Free text as its author broke it into lines; nothing when there is none. */
export function freeText(title: string, text: string): Html {
  return text.trim()
    ? html`<div class="free-text"><h2>${title}</h2><p dir="auto">${text.trim()}</p></div>\n`
    : html``
}

const drawn = new WeakMap<InvoiceSnapshot, { language: string; details: Html }>()

/** Facts and lines: the same at every opening of one revision, so a snapshot that is kept is drawn once. */
function frozenDetails(snapshot: InvoiceSnapshot, speech: Speech): Html {
  const known = drawn.get(snapshot)
  if (known?.language === speech.language) return known.details
  const details = invoiceDetails(snapshot, speech)
  drawn.set(snapshot, { language: speech.language, details })
  return details
}

function invoiceDetails(snapshot: InvoiceSnapshot, speech: Speech): Html {
  const { say } = speech
  const { lines, totals, currency } = snapshot
  const more = lines.length - shownLines
  return html`<h2 class="apart">${say('pay.details')}</h2>
${factList([
  [say('pay.billedTo'), html`<bdi>${snapshot.customer.name}</bdi>`],
  [say('invoice.issued'), speech.date(snapshot.issueDate)],
  [say('invoice.due'), speech.date(snapshot.dueDate)],
  [say('invoice.served'), snapshot.serviceDate && speech.date(snapshot.serviceDate)],
])}
<table class="lines">
<thead><tr><th scope="col">${say('invoice.description')}</th><th scope="col" class="figure">${say('invoice.amount')}</th></tr></thead>
<tbody>
${lines.slice(0, shownLines).map((line, index) => lineRow(line, totals.lines[index]?.total ?? 0, currency, speech))}</tbody>
</table>
${more > 0 ? html`<p class="more">${say('pay.moreLines', { count: more })}</p>` : ''}`
}

/** The figure that matters in this state, large, and the date that goes with it. */
function headline(view: PayPageView, speech: Speech): Html {
  const { snapshot, amountPaid } = view
  const { say, money } = speech
  const { currency } = snapshot
  const total = snapshot.totals.total
  if (view.state === 'paid' || view.state === 'refunded') {
    const word = view.state === 'paid' ? say('pay.statusPaid') : say('pay.statusRefunded')
    return html`<p class="headline"><span class="label">${say('invoice.total')}</span>${figure(money(total, currency))}</p>
<p class="when"><span class="chip ${view.state === 'paid' ? 'good' : 'plain'}">${word}</span></p>`
  }
  const due = speech.date(snapshot.dueDate)
  return html`<p class="headline"><span class="label">${say('invoice.amountDue')}</span>${figure(money(view.amountDue, currency), true)}</p>
<p class="when">${status(view, speech)}<span>${view.overdue ? say('pay.wasDue', { date: due }) : say('pay.dueOn', { date: due })}</span></p>
${
  amountPaid > 0
    ? html`<p class="paid-so-far"><progress max="${amountPaid + view.amountDue}" value="${amountPaid}" aria-hidden="true"></progress><span>${say(
        'pay.paidOf',
        {
          paid: money(amountPaid, currency),
          total: money(amountPaid + view.amountDue, currency),
        },
      )}</span></p>`
    : ''
}`
}

/** An amount never breaks in two: a long one is drawn smaller. `due`: the page's script may put a newer one here. */
function figure(amount: string, due = false): Html {
  return html`<span class="amount${amount.length > 15 ? ' long' : ''}"${due ? raw(' data-amount-due') : ''}>${amount}</span>`
}

function status(view: PayPageView, speech: Speech): Html {
  if (view.state === 'processing')
    return html`<span class="chip plain">${speech.say('pay.statusProcessing')}</span>`
  return view.overdue ? html`<span class="chip late">${speech.say('pay.statusOverdue')}</span>` : html``
}

function lineRow(line: DocumentLine, total: number, currency: string, speech: Speech): Html {
  const quantity = `${speech.decimal(line.quantity)}${line.unit ? ` ${line.unit}` : ''}`
  const discount = line.discount ? ` · ${discountWords(line.discount, currency, speech)}` : ''
  return html`<tr><th scope="row"><span dir="auto">${line.description}</span>${
    line.detail ? html`<span class="detail" dir="auto">${line.detail}</span>` : ''
  }<span class="detail" dir="auto">${quantity} × ${speech.money(line.unitAmount, currency)}${discount}</span></th><td class="figure">${speech.money(total, currency)}</td></tr>
`
}

function discountWords(discount: Discount, currency: string, { say, percent, money }: Speech): string {
  if (discount.type === 'percent')
    return say('invoice.lineDiscountPercent', { percent: percent(discount.percent) })
  return `${say('invoice.lineDiscount')} ${money(discount.amount, currency)}`
}

/** Subtotal to amount due, each row following from those above it. */
function sums(view: PayPageView, speech: Speech): Html {
  const { snapshot, amountPaid, amountDue } = view
  const { totals, currency } = snapshot
  const { say } = speech
  const owed = view.state === 'payable' || view.state === 'processing' || view.state === 'link_off'
  const changed = view.edited && owed ? amountDue - (totals.total - amountPaid) : 0
  const plain = totals.taxes.length === 0 && totals.discount === 0
  const row = (label: string | Html, amount: number, style = 'plain') =>
    html`<tr class="${style}"><th scope="row">${label}</th><td class="figure">${speech.money(amount, currency)}</td></tr>\n`
  return html`<table class="sums">
<tbody>
${plain ? '' : row(say('invoice.subtotal'), totals.subtotal)}${totals.discount ? row(say('invoice.discount'), -totals.discount) : ''}${totals.taxes.map(
  (tax) => row(taxWords(tax, currency, speech), tax.amount),
)}${row(say('invoice.total'), totals.total, 'strong')}${amountPaid > 0 && owed ? row(say('invoice.amountPaid'), -amountPaid) : ''}${
  changed ? row(say('pay.changedSinceSent'), changed) : ''
}${
  owed && (amountPaid > 0 || changed)
    ? html`<tr class="strong"><th scope="row">${say('invoice.amountDue')}</th><td class="figure" data-amount-due>${speech.money(amountDue, currency)}</td></tr>`
    : ''
}</tbody>
</table>`
}

function taxWords(tax: TaxTotal, currency: string, speech: Speech): Html {
  const { say } = speech
  const text = say('invoice.taxOn', {
    name: tax.name,
    rate: speech.percent(tax.rate),
    taxable: speech.money(tax.taxable, currency),
  })
  return html`<span dir="auto">${text}</span>${tax.inclusive ? html` <span class="detail-inline">(${say('invoice.taxIncluded')})</span>` : ''}`
}
