import http from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'

export type Received = { event: Stripe.Event; verified: boolean; signature: string }

/** A shop's webhook endpoint: verifies with the official SDK and remembers what came. */
export class WebhookReceiver {
  readonly received: Received[] = []
  /** What it answers; a test may break it for a while. */
  status = 200
  secret = ''
  readonly #server: http.Server
  readonly #stripe = new Stripe('sk_test_only_for_verifying')

  private constructor() {
    this.#server = http.createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', () => {
        response
          .writeHead(this.#take(Buffer.concat(chunks), String(request.headers['stripe-signature'])))
          .end()
      })
    })
  }

  static async start(port = 0): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver()
    await new Promise<void>((resolve) => receiver.#server.listen(port, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhooks`
  }

  types(): string[] {
    return this.received.filter((entry) => entry.verified).map((entry) => entry.event.type)
  }

  /** Waits until an event of this type came with a good signature. */
  async waitFor(type: string, timeoutMs = 8_000): Promise<Stripe.Event> {
    const deadline = Date.now() + timeoutMs
    while (Date.now() < deadline) {
      const found = this.received.find((entry) => entry.verified && entry.event.type === type)
      if (found) return found.event
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`no ${type} came; there were: ${this.types().join(', ') || 'none'}`)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #take(body: Buffer, signature: string): number {
    if (this.status !== 200) return this.status
    try {
      const event = this.#stripe.webhooks.constructEvent(body, signature, this.secret)
      this.received.push({ event, verified: true, signature })
      return 200
    } catch {
      this.received.push({ event: JSON.parse(body.toString('utf8')), verified: false, signature })
      return 400
    }
  }
}
