import { openSmtpLine, type SmtpLine } from './smtp-line.ts'

export interface Mail {
  from: { name: string; address: string }
  to: string[]
  cc: string[]
  replyTo: string | null
  subject: string
  html: string
  text: string
  /** Stable over repeats, so that a mail client shows a repeat once (I18). Without angle brackets. */
  messageId: string
  attachments: { filename: string; content: Buffer; contentType: string }[]
  /** Whom of `to` and `cc` it is handed over for: all of them, or those who did not get it yet. */
  handedTo: string[]
}

/** An address that the mail server did not take, while it took others of the same e-mail. */
export interface RefusedAddress {
  address: string
  /** SMTP's: 4xx is to be tried again, 5xx is for good. */
  code: number
  words: string
}

export interface Mailer {
  /** false: no SMTP_URL; mail waits in the outbox. */
  readonly configured: boolean
  /**
   * Hands the mail to the SMTP server. Returns the addresses that it did not take. @throws what the server answered when
   * it took none; `responseCode` is set on a refusal.
   */
  send(mail: Mail): Promise<RefusedAddress[]>
  /** Connects, says EHLO and signs in; sends nothing. @throws what the server answered, or that it did not. */
  greet(): Promise<void>
  close(): void
}

const connections = 4
const tryAtMostMs = 30_000

/** Mail goes out over a few connections that are kept open, one mail at a time each. */
export function createMailer(smtpUrl: string | null): Mailer {
  let lines: Promise<SmtpLine[]> | null = null
  const waiting: ((line: SmtpLine) => void)[] = []
  const free: SmtpLine[] = []

  async function takeLine(url: string): Promise<SmtpLine> {
    lines ??= openLines(url)
    await lines
    return free.pop() ?? new Promise((resolve) => waiting.push(resolve))
  }
  async function openLines(url: string): Promise<SmtpLine[]> {
    const opened = await Promise.all(Array.from({ length: connections }, () => openSmtpLine(url)))
    free.push(...opened)
    return opened
  }
  function giveBack(line: SmtpLine): void {
    const next = waiting.shift()
    if (next) next(line)
    else free.push(line)
  }

  return {
    configured: smtpUrl !== null,
    async send({ handedTo, ...mail }) {
      if (!smtpUrl) throw new Error('SMTP_URL is not set')
      const line = await takeLine(smtpUrl)
      // A server that trickles would keep each of the timeouts and still never end.
      const tooLong = setTimeout(() => line.hangUp(), tryAtMostMs)
      try {
        const info = (await line.transport.sendMail({
          ...mail,
          envelope: { from: mail.from.address, to: handedTo },
          replyTo: mail.replyTo ?? undefined,
          messageId: `<${mail.messageId}>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        })) as { rejectedErrors?: Rejection[] }
        return (info.rejectedErrors ?? []).map((error) => ({
          address: error.recipient ?? '',
          code: error.responseCode ?? 0,
          words: error.message,
        }))
      } finally {
        clearTimeout(tooLong)
        giveBack(line)
      }
    },
    async greet() {
      if (!smtpUrl) throw new Error('SMTP_URL is not set')
      const line = await openSmtpLine(smtpUrl)
      const tooLong = setTimeout(() => line.hangUp(), tryAtMostMs)
      try {
        await line.transport.verify()
      } finally {
        clearTimeout(tooLong)
        line.transport.close()
      }
    },
    close() {
      void lines?.then((opened) => opened.forEach((line) => line.transport.close()))
    },
  }
}

/** As nodemailer tells it; its types do not. */
type Rejection = Error & { recipient?: string; responseCode?: number }
