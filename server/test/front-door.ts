import { listen, passOn } from '../../tools/conformance/pass-on.ts'

/** The product's public address, as a reverse proxy before it. */
export interface FrontDoor {
  url: string
  /** Where what is not a webhook goes, and where webhooks go after they were looked at. */
  leadTo(productUrl: string): void
  /** From now on every other request goes there, as from a load balancer. */
  leadAlsoTo(replicaUrl: string): void
  /** Has every webhook of Stripe's pass `inspector` first, which sends it back to this address with the headers it came with. */
  inspectWebhooks(inspector: string): void
  close(): Promise<void>
}

/** The inspector knows one destination; the path a webhook was meant for travels in this header. */
const meantFor = 'x-webhook-path'

/** Opens a front door; it answers once it leads somewhere. */
export async function openFrontDoor(): Promise<FrontDoor> {
  const products: string[] = []
  let requests = 0
  let inspector: string | null = null
  const door = await listen((request, response) => {
    const { url = '/', headers } = request
    const inspected = headers[meantFor]
    // What a test forges is no word of Stripe's.
    const isStripes = url.startsWith('/webhooks/') && headers['user-agent']?.startsWith('Stripe/')
    if (inspector && !inspected && isStripes)
      passOn(request, response, inspector, { headers: { ...headers, [meantFor]: url } })
    else passOn(request, response, `${products[requests++ % products.length]}${inspected ?? url}`, {})
  }, 'localhost')
  return {
    url: door.url,
    leadTo: (productUrl) => {
      products.splice(0, products.length, productUrl)
    },
    leadAlsoTo: (replicaUrl) => void products.push(replicaUrl),
    inspectWebhooks: (url) => {
      inspector = url
    },
    async close() {
      await door.close()
    },
  }
}
