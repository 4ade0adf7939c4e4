/** @jsxRuntime automatic */
/** @jsxImportSource react */
import {
  EmailButton,
  EmailLayout,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, singleLine } from '../../platform/mail/plain-text.ts'
import { speechIn } from '../../words/speech.ts'

export interface InvitationEmailView {
  /** The account's. BCP 47. */
  language: string
  company: string
  url: string
  /** 'YYYY-MM-DD'. */
  expires: string
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderInvitationEmail(view: InvitationEmailView): Promise<RenderedEmail> {
  const { company, url } = view
  const { say, language, date } = speechIn(view.language)
  const title = say('email.inviteSubject', { company })
  const intro = say('email.inviteIntro', { company })
  const button = say('email.inviteButton')
  const expires = say('email.cardExpires', { date: date(view.expires) })
  const stranger = say('email.inviteStranger', { company })
  const html = renderEmail(
    <EmailLayout language={language} sender={company} title={title} preview={intro} footer={stranger}>
      <EmailText>{intro}</EmailText>
      <EmailButton href={url} label={button} addressWords={say('email.invoiceAddress')} />
      <EmailText quiet>{expires}</EmailText>
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(intro, `${say('email.label', { label: button })}\n${url}`, expires, stranger),
  }
}
