import { randomInt } from 'node:crypto'
import net from 'node:net'

/**
 * Makes sure that `port` can be listened on. `localhost` also means ::1 to browsers, so another program there would
 * answer in our place: for a loopback host both have to be free.
 *
 * @throws Error in one sentence that names the port and another one that is free.
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const hosts = ['127.0.0.1', 'localhost'].includes(host) ? ['127.0.0.1', '::1'] : [host]
  for (const each of hosts) {
    const code = await tryToListen(port, each)
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is in use by another program; stop that one, or choose another port: PORT=${await nextFree(port, host)} npm start`,
      )
    }
    if (code === 'EACCES')
      throw new Error(`Port ${port} needs special rights; choose one above 1023 with PORT.`)
    if (code && each === host) throw new Error(`HOST ${host} cannot be listened on (${code}).`)
  }
}

/** A port nobody listens on, below the range from which the system takes ports for outgoing connections. */
export async function findFreePort(host: string): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000)
    if ((await tryToListen(port, host)) === null) return port
  }
}

/** @returns null when it worked, else the error's code. */
export function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

async function nextFree(port: number, host: string): Promise<number> {
  for (let other = port + 1; other < Math.min(port + 50, 65_536); other++) {
    if ((await tryToListen(other, host)) === null) return other
  }
  return findFreePort(host)
}
