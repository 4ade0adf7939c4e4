/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import { EmailLayout, EmailText, type RenderedEmail, renderEmail } from '../../platform/mail/email-layout.tsx'
import { paragraphs, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

/**
 * Tells the customer that nothing is owed any more (R7); without amounts, so that none looks owed. Import this file when
 * a mail is due, not before: it brings React along.
 */
export async function renderCancelledEmail({
  snapshot,
}: {
  snapshot: InvoiceSnapshot
}): Promise<RenderedEmail> {
  const { language, say } = speechIn(snapshot.language)
  const company = snapshot.company.name
  const number = snapshot.number ?? ''
  const title = say('pay.cancelledTitle', { number })
  const greeting = say('email.greeting', { name: snapshot.customer.name })
  const intro = say('email.cancelledIntro', { company, number })
  const paid = say('email.cancelledPaid', { company })
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
      <EmailText>{paid}</EmailText>
    </EmailLayout>,
  )
  return {
    subject: singleLine(say('email.cancelledSubject', { number, company })),
    html,
    text: paragraphs(greeting, intro, paid, say('email.questions'), company),
  }
}
