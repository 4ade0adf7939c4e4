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
}

export interface Mailer {
  /** false: no SMTP_URL; mail waits in the outbox. */
  readonly configured: boolean
  /** Hands the mail to the SMTP server. @throws what the server answered; `responseCode` is set on a refusal. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** Mail goes out through one pooled SMTP transport, opened when first used. */
export function createMailer(smtpUrl: string | null): Mailer {
  let transport: Promise<Transporter> | null = null
  return {
    configured: smtpUrl !== null,
    async send(mail) {
      if (!smtpUrl) throw new Error('SMTP_URL is not set')
      transport ??= openTransport(smtpUrl)
      const open = await transport
      await open.sendMail({
        ...mail,
        replyTo: mail.replyTo ?? undefined,
        messageId: `<${mail.messageId}>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close() {
      void transport?.then((open) => open.close())
    },
  }
}

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
