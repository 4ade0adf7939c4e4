/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import {
  EmailButton,
  EmailFigure,
  EmailLayout,
  EmailPanel,
  type EmailRow,
  EmailRows,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, plainRows, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/** What an administrator is told of a payment (R29). Amounts in minor units. */
export interface PaidEmailView {
  /** The account's. BCP 47. */
  language: string
  /** Of the invoice; its language is the customer's and is not spoken here. */
  snapshot: InvoiceSnapshot
  amount: number
  currency: string
  /** 'Visa •••• 4242'. */
  method: string
  /** What is still to be paid; 0 when this settled the invoice. */
  amountDue: number
  /** The part that arrived for nothing, because the invoice was settled or cancelled: to be refunded (R32). */
  unapplied: number
  /** The invoice in the app. */
  adminUrl: string
}

/** `Invoice INV-… was paid`, for the administrators. Import this file when a mail is due, not before: it brings React along. */
export async function renderPaidEmail(view: PaidEmailView): Promise<RenderedEmail> {
  const { snapshot, currency, unapplied } = view
  const number = snapshot.number ?? ''
  const customer = snapshot.customer.name
  const company = snapshot.company.name
  const speech = speechIn(view.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const partly = view.amountDue > 0
  const amount = speech.money(view.amount, currency)
  const subject =
    unapplied === view.amount
      ? 'email.paidSubjectUnapplied'
      : partly
        ? 'email.paidSubjectPartly'
        : 'email.paidSubject'
  const title = say(subject, { number })
  const intro = say('email.paidIntro', { customer, amount, number })
  const refund =
    unapplied > 0 ? say('email.paidUnapplied', { amount: speech.money(unapplied, currency) }) : ''
  const settled = !partly && unapplied < view.amount ? say('receipt.settled') : ''
  const why = say('email.paidWhy', { company })
  const rows: EmailRow[] = [
    [say('email.paidCustomer'), customer],
    [say('invoice.number'), number],
    [say('receipt.method'), view.method],
    [say('invoice.total'), speech.money(snapshot.totals.total, snapshot.currency)],
    ...(partly
      ? [
          [
            say('receipt.remaining'),
            speech.money(view.amountDue, snapshot.currency),
            'strong',
          ] satisfies EmailRow,
        ]
      : []),
  ]
  const html = renderEmail(
    <EmailLayout language={speech.language} sender={company} title={title} preview={intro} footer={why}>
      <EmailFigure label={say('receipt.amount')} figure={amount} detail={settled} />
      <EmailText>{intro}</EmailText>
      {refund ? <EmailPanel>{refund}</EmailPanel> : null}
      <EmailRows rows={rows} />
      <EmailButton
        href={view.adminUrl}
        label={say('email.paidButton')}
        addressWords={say('email.invoiceAddress')}
      />
    </EmailLayout>,
  )
  const text = paragraphs(
    intro,
    settled,
    refund,
    plainRows(rows, labelled),
    `${labelled(say('email.paidButton'))}\n${view.adminUrl}`,
    why,
  )
  return { subject: singleLine(title), html, text }
}
