/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { EndReason } from '../../database.ts'
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

/** What an administrator is told when Stripe ended the connection, or stopped or resumed payments (R38). */
export interface StripeEmailView {
  /** The account's. BCP 47. */
  language: string
  company: string
  /** Name and id. */
  stripeAccount: string
  what: 'ended' | 'restricted' | 'unrestricted'
  reason: EndReason | null
  /** Payment links that are off, or work again. */
  links: number
  /** Payments that only Stripe can tell the end of. */
  unsettled: number
  settingsUrl: string
}

/** Import this file when a mail is due, not before: it brings React along. */
export async function renderStripeEmail(view: StripeEmailView): Promise<RenderedEmail> {
  const speech = speechIn(view.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const [subject, text] = phrases(view)
  const title = say(subject, { company: view.company })
  const intro = say(text)
  const unsettled =
    view.what === 'ended' && view.unsettled > 0
      ? say('email.stripeUnsettled', { count: String(view.unsettled) })
      : ''
  const why = say('email.troubleWhy', { company: view.company })
  const rows: EmailRow[] = [
    [say('email.stripeAccount'), view.stripeAccount],
    [say(view.what === 'unrestricted' ? 'email.stripeLinksOn' : 'email.stripeLinksOff'), String(view.links)],
  ]
  const html = renderEmail(
    <EmailLayout language={speech.language} sender={view.company} title={title} preview={intro} footer={why}>
      <EmailText>{intro}</EmailText>
      {unsettled ? <EmailPanel>{unsettled}</EmailPanel> : null}
      <EmailRows rows={rows} />
      <EmailButton
        href={view.settingsUrl}
        label={say('email.stripeButton')}
        addressWords={say('email.invoiceAddress')}
      />
    </EmailLayout>,
  )
  return {
    subject: singleLine(title),
    html,
    text: paragraphs(
      intro,
      unsettled,
      plainRows(rows, labelled),
      `${labelled(say('email.stripeButton'))}\n${view.settingsUrl}`,
      why,
    ),
  }
}

function phrases({ what, reason }: StripeEmailView): [subject: WordKey, intro: WordKey] {
  switch (what) {
    case 'restricted':
      return ['email.stripeRestrictedSubject', 'email.stripeRestrictedIntro']
    case 'unrestricted':
      return ['email.stripeUnrestrictedSubject', 'email.stripeUnrestrictedIntro']
    case 'ended':
      return [
        'email.stripeEndedSubject',
        reason === 'key_revoked' ? 'email.stripeKeyRevokedIntro' : 'email.stripeDeauthorizedIntro',
      ]
  }
}
