/** @jsxRuntime automatic */
/** @jsxImportSource react */
import {
  EmailButton,
  EmailFigure,
  EmailLayout,
  EmailRows,
  type EmailRow,
  EmailPanel,
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
  company: string
  invoiceNumber: string
  customer: string
  amount: number
  currency: string
  /** 'Visa •••• 4242'. */
  method: string
  /** 'YYYY-MM-DD' in the account's time zone. */
  paidAt: string
  /** What is still to be paid; 0 when this settled the invoice. */
  amountDue: number
  /** The part that arrived for nothing, because the invoice was settled or cancelled: to be refunded (R32). */
  unapplied?: number
  /** The invoice in the app. */
  adminUrl: string
}

/** `Invoice INV-… was paid`, for the administrators. Import this file when a mail is due, not before: it brings React along. */
export async function renderPaidEmail(view: PaidEmailView): Promise<RenderedEmail> {
  const { company, customer, currency, invoiceNumber: number, unapplied = 0 } = view
  const speech = speechIn(view.language)
  const { say } = speech
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
    [say('receipt.paidOn'), speech.date(view.paidAt)],
    ...(partly
      ? [[say('receipt.remaining'), speech.money(view.amountDue, currency), 'strong'] satisfies EmailRow]
      : []),
  ]
  const html = await renderEmail(
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
    plainRows(rows),
    `${say('email.paidButton')}:\n${view.adminUrl}`,
    why,
  )
  return { subject: singleLine(title), html, text }
}
