import { createHmac } from 'node:crypto'

/**
 * The `Stripe-Signature` header: time of sending (unix seconds) and one HMAC-SHA256 of `time.body` for every
 * secret that is valid ("Verify webhook signatures manually").
 */
export function signatureHeader(body: string, secrets: string[], sentAtSeconds: number): string {
  const signatures = secrets.map((secret) => {
    const hash = createHmac('sha256', secret).update(`${sentAtSeconds}.${body}`).digest('hex')
    return `v1=${hash}`
  })
  return [`t=${sentAtSeconds}`, ...signatures].join(',')
}
