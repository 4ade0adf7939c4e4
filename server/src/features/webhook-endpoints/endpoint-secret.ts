import { randomBytes } from 'node:crypto'
import type { App } from '../../context.ts'
import type { WebhookEndpoint } from './queries.ts'

/** For the sealer: a secret put into another row does not open. */
export const secretPurpose = (accountId: string, id: string) => `${accountId}/${id}/webhook_secret`

/** A signing secret as Standard Webhooks writes it: `whsec_` and 24 random bytes in base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`
}

/** What messages are signed with: the secret, and for a day after it was rolled the one before. */
export function secretsOf(app: App, endpoint: WebhookEndpoint): string[] {
  const purpose = secretPurpose(endpoint.account_id, endpoint.id)
  const isYoung = endpoint.previous_secret_until !== null && endpoint.previous_secret_until > app.now()
  return [endpoint.secret_sealed, ...(isYoung ? [endpoint.previous_secret_sealed!] : [])].map((sealed) =>
    app.sealer.open(sealed, purpose),
  )
}
