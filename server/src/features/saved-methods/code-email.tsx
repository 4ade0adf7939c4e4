/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import {
  EmailFigure,
  EmailLayout,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/** The subject does not have the code: it shows on locked telephones, and is kept in clear. Import this file when due. */
export function renderCodeEmail(view: { snapshot: InvoiceSnapshot; code: string }): RenderedEmail {
  const { snapshot, code } = view
  const { say, language } = speechIn(snapshot.language)
  const company = snapshot.company.name
  const facts = { company, number: snapshot.number ?? '' }
  const title = say('email.codeSubject', facts)
  const greeting = say('email.greeting', { name: snapshot.customer.name })
  const intro = say('email.codeIntro', facts)
  const warning = say('email.codeWarning', facts)
  const html = renderEmail(
    <EmailLayout
      language={language}
      sender={company}
      title={title}
      preview={intro}
      footer={say('email.questions')}
    >
      <EmailText>{greeting}</EmailText>
      <EmailText>{intro}</EmailText>
      <EmailFigure
        label={say('email.codeLabel')}
        figure={`${code.slice(0, 3)} ${code.slice(3)}`}
        detail={say('email.codeDetail')}
      />
      <EmailText quiet>{warning}</EmailText>
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      greeting,
      intro,
      `${say('email.label', { label: say('email.codeLabel') })} ${code}\n${say('email.codeDetail')}`,
      warning,
      say('email.questions'),
      company,
    ),
  }
}
