/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import {
  EmailButton,
  EmailFigure,
  EmailLayout,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/** A charge of a saved method that the customer's bank wants them to confirm. Minor units. */
export interface ConfirmationEmailView {
  snapshot: InvoiceSnapshot
  amount: number
  currency: string
  paymentUrl: string
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderConfirmationEmail(view: ConfirmationEmailView): Promise<RenderedEmail> {
  const { snapshot, paymentUrl } = view
  const speech = speechIn(snapshot.language)
  const { say } = speech
  const company = snapshot.company.name
  const facts = { company, number: snapshot.number ?? '', amount: speech.money(view.amount, view.currency) }
  const title = say('email.confirmSubject', facts)
  const greeting = say('email.greeting', { name: snapshot.customer.name })
  const intro = say('email.confirmIntro', facts)
  const how = say('email.confirmHow')
  const button = say('email.confirmButton')
  const html = renderEmail(
    <EmailLayout
      language={speech.language}
      sender={company}
      title={title}
      preview={intro}
      footer={say('email.questions')}
    >
      <EmailText>{greeting}</EmailText>
      <EmailText>{intro}</EmailText>
      <EmailText>{how}</EmailText>
      <EmailFigure label={say('invoice.amountDue')} figure={facts.amount} detail="" />
      <EmailButton href={paymentUrl} label={button} addressWords={say('email.invoiceAddress')} />
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      greeting,
      intro,
      how,
      `${say('email.label', { label: button })}\n${paymentUrl}`,
      say('email.questions'),
      company,
    ),
  }
}
