import net from 'node:net'
import type { Transporter } from 'nodemailer'

/** One connection to the SMTP server, opened when there is mail and again after it broke. */
export interface SmtpLine {
  transport: Transporter
  /** Breaks off whatever is under way: its mail fails at once, and may or may not have arrived. */
  hangUp(): void
}

const connectWithinMs = 10_000

/** @param smtpUrl `smtp://` (STARTTLS where offered) or `smtps://`, with user and password where the server wants them. */
export async function openSmtpLine(smtpUrl: string): Promise<SmtpLine> {
  const { createTransport } = await import('nodemailer')
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (secure ? 465 : 587)
  let socket: net.Socket | null = null
  const transport = createTransport({
    pool: true,
    maxConnections: 1,
    // Whoever hung up is asked again by the outbox, which counts, waits and tells.
    maxRequeues: 0,
    host,
    port,
    secure,
    // A password is never sent in clear: without TLS the server is told nothing.
    requireTLS: !secure && user !== '',
    auth: user ? { user, pass: decodeURIComponent(url.password) } : undefined,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    // Ours, so that it can be hung up.
    getSocket(_options: unknown, done: Connected) {
      socket = connect({ host, port }, done)
    },
  })
  return { transport, hangUp: () => void socket?.destroy() }
}

type Connected = (error: Error | null, socketOptions?: { connection: net.Socket }) => void

function connect(to: { host: string; port: number }, done: Connected): net.Socket {
  const socket = net.connect(to)
  const tooLong = setTimeout(
    () => socket.destroy(new Error('The mail server did not answer.')),
    connectWithinMs,
  )
  const failed = (error: Error) => settle(error)
  const closed = () => settle(new Error('The connection to the mail server was closed.'))
  const connected = () => settle(null)
  function settle(error: Error | null): void {
    clearTimeout(tooLong)
    socket.off('error', failed).off('close', closed).off('connect', connected)
    // Until the conversation begins, a late error has nobody else to hear it.
    socket.on('error', () => {})
    done(error, error ? undefined : { connection: socket })
  }
  socket.on('error', failed).on('close', closed).on('connect', connected)
  return socket
}
