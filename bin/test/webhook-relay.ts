import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** Stands between Stripe and the product's webhook endpoint. */
export interface WebhookRelay {
  url: string
  /** Called with the type of each event that the product took, before Stripe hears of its yes. */
  answered: ((type: string) => void) | null
}

/** Hands every delivery on to `destination` as it is. While nobody answers there, Stripe gets a 502. */
export async function startWebhookRelay(destination: string): Promise<WebhookRelay> {
  const server = http.createServer(async (request, response) => {
    const body = await buffer(request)
    const status = await fetch(destination, {
      method: 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        'stripe-signature': String(request.headers['stripe-signature']),
      },
      body,
    }).then(
      (answer) => answer.status,
      () => 502,
    )
    if (status === 200) relay.answered?.(JSON.parse(body.toString()).type)
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const relay: WebhookRelay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answered: null,
  }
  return relay
}
