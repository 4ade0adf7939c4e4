/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { PaymentTrouble } from '@quittance/core/events'
import {
  EmailButton,
  EmailLayout,
  EmailPanel,
  type EmailRow,
  EmailRows,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, plainRows, singleLine } from '../../platform/mail/plain-text.ts'
import type { WordKey } from '../../words/en.ts'
import { speechIn } from '../../words/speech.ts'

/** What an administrator is told of a payment that went wrong (R31). Amounts in minor units. */
export interface TroubleEmailView {
  /** The account's. BCP 47. */
  language: string
  company: string
  customer: string
  number: string
  about: PaymentTrouble
  /** What the news is about. */
  amount: number
  currency: string
  /** Why, as Stripe says it; null where there is nothing to add. */
  reason: string | null
  /** 'YYYY-MM-DD': by when a dispute is to be answered. */
  dueBy: string | null
  /** The invoice in the app. */
  adminUrl: string
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderTroubleEmail(view: TroubleEmailView): Promise<RenderedEmail> {
  const speech = speechIn(view.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const facts = {
    number: view.number,
    customer: view.customer,
    amount: speech.money(view.amount, view.currency),
  }
  const [subject, text] = phrases(view.about)
  const title = say(subject, facts)
  const intro = say(text, facts)
  const due = view.dueBy ? say('email.disputeDue', { date: speech.date(view.dueBy) }) : ''
  const why = say('email.troubleWhy', { company: view.company })
  const rows: EmailRow[] = [
    [say('email.paidCustomer'), view.customer],
    [say('invoice.number'), view.number],
    [say('invoice.amount'), facts.amount],
    ...(view.reason ? [[say('email.troubleReason'), view.reason] satisfies EmailRow] : []),
  ]
  const html = renderEmail(
    <EmailLayout language={speech.language} sender={view.company} title={title} preview={intro} footer={why}>
      <EmailText>{intro}</EmailText>
      {due ? <EmailPanel>{due}</EmailPanel> : null}
      <EmailRows rows={rows} />
      <EmailButton
        href={view.adminUrl}
        label={say('email.paidButton')}
        addressWords={say('email.invoiceAddress')}
      />
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      intro,
      due,
      plainRows(rows, labelled),
      `${labelled(say('email.paidButton'))}\n${view.adminUrl}`,
      why,
    ),
  }
}

function phrases(about: PaymentTrouble): [subject: WordKey, intro: WordKey] {
  switch (about.what) {
    case 'declined':
      return ['email.declinedSubject', 'email.declinedIntro']
    case 'debit_failed':
      return ['email.debitFailedSubject', 'email.debitFailedIntro']
    case 'refunded':
      return ['email.refundedSubject', 'email.refundedIntro']
    case 'refund_failed':
      return ['email.refundFailedSubject', 'email.refundFailedIntro']
    case 'disputed':
      return about.inquiry
        ? ['email.inquirySubject', 'email.inquiryIntro']
        : ['email.disputedSubject', 'email.disputedIntro']
    case 'dispute_closed':
      return closedPhrases[about.outcome]
    case 'fraud_warning':
      return ['email.fraudSubject', 'email.fraudIntro']
    case 'review':
      return ['email.reviewSubject', 'email.reviewIntro']
  }
}

const closedPhrases: Record<'won' | 'lost' | 'closed', [WordKey, WordKey]> = {
  won: ['email.disputeWonSubject', 'email.disputeWonIntro'],
  lost: ['email.disputeLostSubject', 'email.disputeLostIntro'],
  closed: ['email.disputeClosedSubject', 'email.disputeClosedIntro'],
}
