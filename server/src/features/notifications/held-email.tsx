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

/** What an administrator is told when the doctor holds an invoice (F16). */
export interface HeldEmailView {
  /** The account's. BCP 47. */
  language: string
  company: string
  customer: string
  number: string
  /** What was found, as the doctor says it. */
  breaches: string[]
  adminUrl: string
}

// Whoever wants all of them finds them on the invoice.
const shownAtMost = 5

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderHeldEmail(view: HeldEmailView): Promise<RenderedEmail> {
  const speech = speechIn(view.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const title = say('email.heldSubject', { number: view.number })
  const intro = say('email.heldIntro', { number: view.number, customer: view.customer })
  const how = say('email.heldHow')
  const why = say('email.troubleWhy', { company: view.company })
  const rows = view.breaches
    .slice(0, shownAtMost)
    .map((what): EmailRow => [say('email.heldFound'), singleLine(what)])
  const html = renderEmail(
    <EmailLayout language={speech.language} sender={view.company} title={title} preview={intro} footer={why}>
      <EmailText>{intro}</EmailText>
      <EmailRows rows={rows} />
      <EmailText>{how}</EmailText>
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
      plainRows(rows, labelled),
      how,
      `${labelled(say('email.paidButton'))}\n${view.adminUrl}`,
      why,
    ),
  }
}
