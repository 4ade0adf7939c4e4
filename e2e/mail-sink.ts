import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface MailSink {
  smtpUrl: string
  /** What arrived for this address, oldest first. */
  to(address: string): ParsedMail[]
  /** Turns this address away for now, as a greylist does, until it is called with `false`. */
  turnAway(address: string, isOn: boolean): void
  /** Everybody who was written to. */
  recipients(): string[]
  close(): Promise<void>
}

/** A mail server on this machine that takes everything, unless it is told otherwise. */
export async function startMailSink(): Promise<MailSink> {
  const received: { to: string[]; mail: ParsedMail }[] = []
  const turnedAway = new Set<string>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (!turnedAway.has(address)) return done()
      done(Object.assign(new Error('4.7.1 Greylisted, come back later'), { responseCode: 451 }))
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map((one) => one.address)
      simpleParser(stream)
        .then((mail) => {
          received.push({ to, mail })
          done()
        })
        .catch(done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    to: (address) => received.filter(({ to }) => to.includes(address)).map(({ mail }) => mail),
    turnAway: (address, isOn) => void (isOn ? turnedAway.add(address) : turnedAway.delete(address)),
    recipients: () => received.flatMap(({ to }) => to),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
