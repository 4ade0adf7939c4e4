import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/**
 * What the mail server does to a recipient. `hang_up`: takes the mail and is gone before it says so. `hang_up_after`: says
 * yes and is gone. `hang`: takes the mail and says nothing at all. `later`: 451, as a greylist. `refuse`: 550.
 */
export type Mood = 'hang' | 'hang_up' | 'hang_up_after' | 'later' | 'refuse'

export interface MoodyMailServer {
  smtpUrl: string
  /** From now on, until the next word about this address; null: takes it as any other. */
  be(mood: Mood | null, address: string): void
  /** Mails whose whole text came for this address, said yes to or not, oldest first. */
  heard(address: string): ParsedMail[]
  /** How often somebody tried to write to this address. */
  tries(address: string): number
  /** How many connections wait for a word that does not come. */
  hanging(): number
  /** Breaks those connections. */
  hangUp(): void
  /** Breaks every connection, and takes no more until it is `back`. */
  away(): Promise<void>
  back(): Promise<void>
  close(): Promise<void>
}

/** A mail server that is told, address by address, how to misbehave. */
export async function startMoodyMailServer(): Promise<MoodyMailServer> {
  const moods = new Map<string, Mood>()
  const tried: string[] = []
  const received: { to: string[]; mail: ParsedMail }[] = []
  const hanging = new Set<() => void>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      tried.push(address)
      const mood = moods.get(address)
      if (mood === 'later')
        return done(Object.assign(new Error('4.7.1 Greylisted, come back later'), { responseCode: 451 }))
      if (mood === 'refuse')
        return done(Object.assign(new Error('5.1.1 No such mailbox here'), { responseCode: 550 }))
      done()
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map((one) => one.address)
      const hangUp = () => connectionOf(server, session.id).close()
      simpleParser(stream)
        .then((mail) => {
          received.push({ to, mail })
          if (to.some((address) => moods.get(address) === 'hang')) return void hanging.add(hangUp)
          if (to.some((address) => moods.get(address) === 'hang_up')) return hangUp()
          done()
          if (to.some((address) => moods.get(address) === 'hang_up_after')) setImmediate(hangUp)
        })
        .catch(done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    be: (mood, address) => void (mood ? moods.set(address, mood) : moods.delete(address)),
    heard: (address) => received.filter(({ to }) => to.includes(address)).map(({ mail }) => mail),
    tries: (address) => tried.filter((one) => one === address).length,
    hanging: () => hanging.size,
    hangUp() {
      for (const hangUp of hanging) hangUp()
      hanging.clear()
    },
    async away() {
      const closed = new Promise((resolve) => server.server.close(resolve))
      for (const connection of connectionsOf(server)) connection.close()
      await closed
    },
    back: () => new Promise<void>((resolve) => void server.server.listen(port, '127.0.0.1', resolve)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** Its types keep the connections to themselves. */
function connectionsOf(server: SMTPServer): Set<{ id: string; close(): void }> {
  return (server as unknown as { connections: Set<{ id: string; close(): void }> }).connections
}

function connectionOf(server: SMTPServer, id: string): { close(): void } {
  const found = [...connectionsOf(server)].find((connection) => connection.id === id)
  if (!found) throw new Error(`no connection ${id}`)
  return found
}
