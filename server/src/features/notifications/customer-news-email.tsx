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

/** What the customer is told of money that went back, or did not come (R33, trap 12). Amounts in minor units. */
export interface CustomerNewsView {
  snapshot: InvoiceSnapshot
  /** `refunded`: back the way it came; `given_back`: some other way; `debit_failed`: the bank did not pay. */
  what: 'refunded' | 'given_back' | 'debit_failed'
  amount: number
  currency: string
  /** Where to pay; null when there is nothing to pay, or no link. */
  paymentUrl: string | null
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderCustomerNews(view: CustomerNewsView): Promise<RenderedEmail> {
  const { snapshot, what, paymentUrl } = view
  const speech = speechIn(snapshot.language)
  const { say } = speech
  const company = snapshot.company.name
  const facts = { company, number: snapshot.number ?? '', amount: speech.money(view.amount, view.currency) }
  const failed = what === 'debit_failed'
  const title = say(failed ? 'email.debitBackSubject' : 'email.refundSubject', facts)
  const greeting = say('email.greeting', { name: snapshot.customer.name })
  const intro = say(failed ? 'email.debitBackIntro' : 'email.refundIntro', facts)
  const next = failed ? say('email.debitBackHow') : what === 'refunded' ? say('email.refundWay') : ''
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
      {failed ? null : <EmailFigure label={say('email.refundAmount')} figure={facts.amount} detail="" />}
      {next ? <EmailText>{next}</EmailText> : null}
      {paymentUrl ? (
        <EmailButton
          href={paymentUrl}
          label={say('email.invoiceButton')}
          addressWords={say('email.invoiceAddress')}
        />
      ) : null}
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      greeting,
      intro,
      next,
      paymentUrl && `${say('email.label', { label: say('email.invoiceButton') })}\n${paymentUrl}`,
      say('email.questions'),
      company,
    ),
  }
}
