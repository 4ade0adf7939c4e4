import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface ReceivedMail {
  to: string
  subject: string
  messageId: string
}

/** An SMTP server that keeps what it said yes to. */
export interface MailSink {
  port: number
  received: ReceivedMail[]
  /** Called with each mail once it is whole; what this throws is the answer in place of a yes. */
  beforeYes: ((mail: ReceivedMail) => void) | null
  /** Called when the yes is on its way. */
  afterYes: ((mail: ReceivedMail) => void) | null
}

export async function startMailSink(): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, session, answer) {
      try {
        const { subject = '', messageId = '' } = await simpleParser(stream)
        const mail = { to: session.envelope.rcptTo[0]?.address ?? '', subject, messageId }
        sink.beforeYes?.(mail)
        sink.received.push(mail)
        answer()
        sink.afterYes?.(mail)
      } catch (error) {
        // The sender was killed: there is nobody to hear a yes.
        answer(error as Error)
      }
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(resolve)))
  const { port } = server.server.address() as { port: number }
  const sink: MailSink = { port, received: [], beforeYes: null, afterYes: null }
  return sink
}
