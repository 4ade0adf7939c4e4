/** @jsxRuntime automatic */
/** @jsxImportSource react */
import {
  EmailButton,
  EmailFigure,
  EmailLayout,
  EmailRows,
  type EmailRow,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, plainRows, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/** What an administrator is told of a payment (R29). Amounts in minor units. */
export interface PaidEmailView {
  /** The administrator's. BCP 47. */
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
  /** The invoice in the app. */
  adminUrl: string
}

/** `Invoice INV-… was paid`, for the administrators. Import this file when a mail is due, not before: it brings React along. */
export async function renderPaidEmail(view: PaidEmailView): Promise<RenderedEmail> {
  const speech = speechIn(view.language)
  const { say } = speech
  const partly = view.amountDue > 0
  const amount = speech.money(view.amount, view.currency)
  const title = say(partly ? 'email.paidSubjectPartly' : 'email.paidSubject', { number: view.invoiceNumber })
  const intro = say('email.paidIntro', { customer: view.customer, amount, number: view.invoiceNumber })
  const why = say('email.paidWhy', { company: view.company })
  const rows: EmailRow[] = [
    [say('email.paidCustomer'), view.customer],
    [say('invoice.number'), view.invoiceNumber],
    [say('receipt.method'), view.method],
    [say('receipt.paidOn'), speech.date(view.paidAt)],
    ...(partly
      ? [[say('receipt.remaining'), speech.money(view.amountDue, view.currency), 'strong'] satisfies EmailRow]
      : []),
  ]
  const html = await renderEmail(
    <EmailLayout language={speech.language} sender={view.company} title={title} preview={intro} footer={why}>
      <EmailFigure
        label={say('receipt.amount')}
        figure={amount}
        detail={partly ? '' : say('receipt.settled')}
      />
      <EmailText>{intro}</EmailText>
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
    !partly && say('receipt.settled'),
    plainRows(rows),
    `${say('email.paidButton')}:\n${view.adminUrl}`,
    why,
  )
  return { subject: singleLine(title), html, text }
}
