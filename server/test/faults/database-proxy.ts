import net from 'node:net'

/** Stands between the product and Postgres, and is the network on its worst days. Everybody gets through at first. */
export interface DatabaseProxy {
  databaseUrl: string
  /** Nobody gets through, as when the machine is away: connections break, new ones are refused. */
  refuse(): Promise<void>
  accept(): Promise<void>
  /** Each message takes so much longer, in milliseconds. */
  delay(ms: number): void
  /** Nothing comes through any more, and nobody is told. `thaw` breaks what was frozen. */
  freeze(): void
  thaw(): void
  /**
   * Breaks every connection at the `nth` statement from now on: `before` Postgres hears of it, or after, in place of its
   * answer. Says whether it has come to that.
   */
  cutAt(nth: number, when: 'before' | 'after'): { happened(): boolean }
  close(): Promise<void>
}

/** @param databaseUrl libpq-style, over a Unix socket: the embedded database's. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const url = new URL(databaseUrl.replace('@/', '@localhost/'))
  const socketPath = `${url.searchParams.get('host')}/.s.PGSQL.5432`
  const pairs = new Set<[net.Socket, net.Socket]>()
  let delayMs = 0
  let frozen = false
  /** Looks at each message of the product's; what it returns happens to it. */
  let watch: (message: Buffer) => 'pass' | 'cut' | 'lose the answer' = () => 'pass'

  const breakAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  const server = net.createServer((product) => {
    const postgres = net.connect(socketPath)
    const pair: [net.Socket, net.Socket] = [product, postgres]
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    let answersAreLost = false
    const messages = cutIntoMessages()
    carry(product, (chunk) => {
      for (const message of messages(chunk)) {
        const fate = watch(message)
        if (fate === 'cut') return breakAll()
        if (fate === 'lose the answer') answersAreLost = true
        postgres.write(message)
      }
    })
    carry(postgres, (chunk) => {
      if (answersAreLost) breakAll()
      else product.write(chunk)
    })
  })

  function carry(from: net.Socket, onward: (chunk: Buffer) => void): void {
    let before = Promise.resolve()
    from.on('data', (chunk: Buffer) => {
      if (frozen) return
      if (delayMs === 0) return onward(chunk)
      // One after the other, each as late.
      const due = new Promise<void>((resolve) => setTimeout(resolve, delayMs))
      before = Promise.all([before, due]).then(() => onward(chunk))
    })
  }
  await listen(server, 0)
  const { port } = server.address() as net.AddressInfo
  url.searchParams.set('host', '127.0.0.1')
  url.searchParams.set('port', String(port))
  return {
    databaseUrl: `postgresql://${url.username}:${url.password}@127.0.0.1:${port}${url.pathname}?sslmode=disable`,
    async refuse() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      breakAll()
      await closed
    },
    accept: () => listen(server, port),
    delay: (ms) => {
      delayMs = ms
    },
    freeze: () => {
      frozen = true
    },
    thaw() {
      frozen = false
      breakAll()
    },
    cutAt(nth, when) {
      let statements = 0
      watch = (message) => {
        // A simple query, or the end of a prepared one.
        if (!['Q', 'S'].includes(message.toString('latin1', 0, 1))) return 'pass'
        statements += 1
        if (statements !== nth) return 'pass'
        return when === 'before' ? 'cut' : 'lose the answer'
      }
      return { happened: () => statements >= nth }
    },
    async close() {
      breakAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: net.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

/** Postgres's protocol: the first message begins with its length, each further with a letter and its length. */
function cutIntoMessages(): (chunk: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0)
  let isFirst = true
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const whole: Buffer[] = []
    for (;;) {
      const head = isFirst ? 0 : 1
      if (rest.length < head + 4) return whole
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return whole
      whole.push(rest.subarray(0, length))
      rest = rest.subarray(length)
      isFirst = false
    }
  }
}
