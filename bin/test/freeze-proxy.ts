import net from 'node:net'

/**
 * Stands on one hop (to the database, the mail server, Stripe, the product itself) and counts what passes, in both
 * directions: each chunk is a message. At the message it is told it freezes the whole hop, as a power cut would leave it.
 */
export interface FreezeProxy {
  port: number
  /** How many messages have passed since the last thaw. */
  passed(): number
  /** Freezes at the n-th message from now on, before or after it is passed on; settles when that has happened. */
  freezeAt(n: number, when: 'before' | 'after'): Promise<void>
  /** Ends every connection, and lets new ones through; nothing is to freeze any more. */
  thaw(): void
  close(): Promise<void>
}

export async function startFreezeProxy(target: net.NetConnectOpts): Promise<FreezeProxy> {
  let passed = 0
  let plan: { n: number; when: 'before' | 'after'; tell: () => void } | null = null
  let isFrozen = false
  const open = new Set<net.Socket>()

  function pass(from: net.Socket, to: net.Socket): void {
    from.on('data', (chunk) => {
      if (isFrozen) return
      passed += 1
      const isIt = plan !== null && passed === plan.n
      if (!isIt || plan!.when === 'after') to.write(chunk)
      if (!isIt) return
      isFrozen = true
      plan!.tell()
    })
    from.on('end', () => isFrozen || to.end())
    from.on('close', () => isFrozen || to.destroy())
    from.on('error', () => isFrozen || to.destroy())
  }

  const server = net.createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client)).on('error', () => {})
    if (isFrozen) return
    const onward = net.connect(target)
    open.add(onward)
    onward.on('close', () => open.delete(onward))
    pass(client, onward)
    pass(onward, client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))

  function thaw(): void {
    isFrozen = false
    plan = null
    passed = 0
    for (const socket of open) socket.destroy()
  }
  return {
    port: (server.address() as net.AddressInfo).port,
    passed: () => passed,
    freezeAt(n, when) {
      passed = 0
      return new Promise((tell) => {
        plan = { n, when, tell }
      })
    },
    thaw,
    async close() {
      thaw()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
