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

/** How a customer is asked to save a payment method (R42). */
export interface CardRequestEmailView {
  /** The customer's. BCP 47. */
  language: string
  company: string
  customer: string
  url: string
  /** 'YYYY-MM-DD'. */
  expires: string
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderCardRequestEmail(view: CardRequestEmailView): Promise<RenderedEmail> {
  const speech = speechIn(view.language)
  const { say } = speech
  const { company, url } = view
  const title = say('email.cardSubject', { company })
  const greeting = say('email.greeting', { name: view.customer })
  const intro = say('card.intro', { company })
  const expires = say('email.cardExpires', { date: speech.date(view.expires) })
  const button = say('email.cardButton')
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
      <EmailButton href={url} label={button} addressWords={say('email.invoiceAddress')} />
      <EmailText quiet>{expires}</EmailText>
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      greeting,
      intro,
      `${say('email.label', { label: button })}\n${url}`,
      expires,
      say('email.questions'),
      company,
    ),
  }
}
