import type { App } from '../../context.ts'
import { type Check, fault, fine, warning, wordsOf } from './check.ts'

/** Says hello to the mail server, and sends nothing. */
export async function checkMail({ config, mailer }: App): Promise<Check> {
  if (!config.smtpUrl)
    return warning('mail', 'SMTP_URL is not set: mail waits in the outbox.', 'Set SMTP_URL and MAIL_FROM.')
  const { host } = new URL(config.smtpUrl)
  try {
    await mailer.greet()
    return fine('mail', `The mail server ${host} answers.`)
  } catch (error) {
    return fault(
      'mail',
      `The mail server ${host} cannot be used: ${wordsOf(error)}.`,
      'Look at SMTP_URL, and whether this machine may reach the server. Mail waits until then; nothing is lost.',
    )
  }
}
