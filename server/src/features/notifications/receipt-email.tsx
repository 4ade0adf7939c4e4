/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { ReceiptDocument } from '@quittance/core/invoice/document'
import {
  EmailButton,
  EmailFigure,
  EmailLayout,
  type EmailRow,
  EmailRows,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, plainRows, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/** What the customer is told of a payment that arrived (R30). */
export interface ReceiptEmailView {
  receipt: ReceiptDocument
  /** The payment page, which shows the invoice paid; null without a link. */
  paymentUrl: string | null
}

/** The customer's receipt; the PDF goes with it. Import this file when a mail is due, not before: it brings React along. */
export async function renderReceiptEmail({ receipt, paymentUrl }: ReceiptEmailView): Promise<RenderedEmail> {
  const { snapshot } = receipt
  const speech = speechIn(snapshot.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const company = snapshot.company.name
  const money = (amount: number) => speech.money(amount, snapshot.currency)
  const amount = money(receipt.amount)
  const greeting = say('email.greeting', { name: snapshot.customer.name })
  const intro = say('email.receiptIntro', { company, amount, invoice: snapshot.number ?? '' })
  const settled = receipt.amountDue === 0
  const button = say(settled ? 'email.receiptButton' : 'email.invoiceButton')
  const rows: EmailRow[] = [
    [say('receipt.number'), receipt.receiptNumber],
    [say('receipt.invoice'), snapshot.number ?? ''],
    [say('receipt.paidOn'), speech.date(receipt.paidAt)],
    [say('receipt.method'), receipt.method],
    [say('receipt.amount'), amount, 'strong'],
    ...(settled ? [] : [[say('receipt.remaining'), money(receipt.amountDue), 'strong'] satisfies EmailRow]),
  ]
  const standing = settled
    ? say('receipt.settled')
    : say('pay.resultRest', { amount: money(receipt.amountDue) })
  const html = renderEmail(
    <EmailLayout
      language={speech.language}
      sender={company}
      title={say('receipt.titleNumber', { number: receipt.receiptNumber })}
      preview={intro}
      footer={say('email.questions')}
    >
      <EmailText>{greeting}</EmailText>
      <EmailText>{intro}</EmailText>
      <EmailFigure label={say('receipt.amount')} figure={amount} detail={standing} />
      <EmailRows rows={rows} />
      {paymentUrl ? (
        <EmailButton href={paymentUrl} label={button} addressWords={say('email.invoiceAddress')} />
      ) : null}
      <EmailText quiet>{say('email.receiptAttached')}</EmailText>
    </EmailLayout>,
  )
  const text = paragraphs(
    greeting,
    intro,
    standing,
    plainRows(rows, labelled),
    paymentUrl && `${labelled(button)}\n${paymentUrl}`,
    say('email.receiptAttached'),
    say('email.questions'),
    company,
  )
  return {
    subject: singleLine(say('email.receiptSubject', { number: receipt.receiptNumber, company })),
    html,
    text,
  }
}
