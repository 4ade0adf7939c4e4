/** @jsxRuntime automatic */
/** @jsxImportSource react */
import {
  EmailButton,
  EmailLayout,
  type EmailRow,
  EmailRows,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, plainRows, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/** What an administrator is told when something was tried too often and is given up. */
export interface DeadLetterEmailView {
  /** The account's. BCP 47. */
  language: string
  company: string
  kind: 'inbox' | 'outbox'
  /** null: it is about none, or about one that has no number yet. */
  invoiceNumber: string | null
  /** As whoever refused it said it. */
  error: string
  /** All that are given up now. */
  count: number
  deliveriesUrl: string
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderDeadLetterEmail(view: DeadLetterEmailView): Promise<RenderedEmail> {
  const speech = speechIn(view.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const title = view.invoiceNumber
    ? say('email.lettersInvoiceSubject', { number: view.invoiceNumber })
    : say('email.lettersSubject', { company: view.company })
  const intro = say('email.lettersIntro')
  const how = say('email.lettersHow')
  const why = say('email.troubleWhy', { company: view.company })
  const rows: EmailRow[] = [
    [say('email.lettersKind'), say(view.kind === 'inbox' ? 'email.lettersInbox' : 'email.lettersOutbox')],
    ...(view.invoiceNumber ? [[say('invoice.number'), view.invoiceNumber] satisfies EmailRow] : []),
    [say('email.lettersError'), singleLine(view.error)],
    [say('email.lettersCount'), String(view.count)],
  ]
  const html = renderEmail(
    <EmailLayout language={speech.language} sender={view.company} title={title} preview={intro} footer={why}>
      <EmailText>{intro}</EmailText>
      <EmailRows rows={rows} />
      <EmailText>{how}</EmailText>
      <EmailButton
        href={view.deliveriesUrl}
        label={say('email.lettersButton')}
        addressWords={say('email.invoiceAddress')}
      />
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      intro,
      plainRows(rows, labelled),
      how,
      `${labelled(say('email.lettersButton'))}\n${view.deliveriesUrl}`,
      why,
    ),
  }
}
