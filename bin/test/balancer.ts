import net from 'node:net'

/** Leads each connection to one of several servers in turn, past those that do not answer. */
export interface Balancer {
  url: string
  add(url: string): void
  remove(url: string): void
  close(): Promise<void>
}

export async function startBalancer(): Promise<Balancer> {
  const ports: number[] = []
  let turn = 0
  const open = new Set<net.Socket>()
  const server = net.createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client)).on('error', () => {})
    turn += 1
    lead(client, [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as net.AddressInfo
  return {
    url: `http://localhost:${port}`,
    add(url) {
      const added = Number(new URL(url).port)
      if (!ports.includes(added)) ports.push(added)
    },
    remove(url) {
      const place = ports.indexOf(Number(new URL(url).port))
      if (place >= 0) ports.splice(place, 1)
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function lead(client: net.Socket, [port, ...others]: number[]): void {
  if (port === undefined) return void client.destroy()
  const onward = net.connect(port, '127.0.0.1')
  onward.once('error', () => lead(client, others))
  onward.once('connect', () => {
    onward.removeAllListeners('error').on('error', () => client.destroy())
    client.pipe(onward).pipe(client)
    client.on('close', () => onward.destroy())
    onward.on('close', () => client.destroy())
  })
}
