import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** Sends the request on to `url`, and its answer back; @param isCut tells which answers stand for a broken connection. */
export function passOn(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: string,
  options: {
    headers?: http.OutgoingHttpHeaders
    isCut?: (answered: http.IncomingMessage) => boolean
  },
): void {
  const { connection: _, ...headers } = options.headers ?? request.headers
  // A connection of its own each: one that was kept may just be closing, and would look like Stripe's doing.
  const onward = http.request(url, { method: request.method, headers, agent: false }, (answered) => {
    if (options.isCut?.(answered)) {
      answered.resume()
      response.destroy()
      return
    }
    const { connection: __, ...told } = answered.headers
    response.writeHead(answered.statusCode!, told)
    answered.pipe(response)
  })
  onward.on('error', () => response.destroy())
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

/** A server on a port of its own, closed with everything that hangs on it. */
export async function listen(
  answer: http.RequestListener,
  hostname = '127.0.0.1',
): Promise<{ url: string; close(): Promise<void> }> {
  const server = http.createServer(answer)
  // Longer than any client keeps one, so that none meets a connection that is just closing.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
