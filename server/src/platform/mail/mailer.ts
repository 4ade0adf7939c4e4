import type { Transporter } from 'nodemailer'

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
  close(): void
}

/** Mail goes out through one pooled SMTP transport, opened when first used. */
export function createMailer(smtpUrl: string | null): Mailer {
  let transport: Promise<Transporter> | null = null
  return {
    configured: smtpUrl !== null,
    async send({ handedTo, ...mail }) {
      if (!smtpUrl) throw new Error('SMTP_URL is not set')
      transport ??= openTransport(smtpUrl)
      const open = await transport
      const info = (await open.sendMail({
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
    },
    close() {
      void transport?.then((open) => open.close())
    },
  }
}

/** As nodemailer tells it; its types do not. */
type Rejection = Error & { recipient?: string; responseCode?: number }

async function openTransport(smtpUrl: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  return createTransport({
    pool: true,
    maxConnections: 4,
    // Whoever hung up is asked again by the outbox, which counts, waits and tells.
    maxRequeues: 0,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password is never sent in clear: without TLS the server is told nothing.
    requireTLS: !secure && user !== '',
    auth: user ? { user, pass: decodeURIComponent(url.password) } : undefined,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  })
}
