import { createApp, type ReadyConfig } from './app.ts'
import { migrationsFolder } from './assets.ts'
import { tokenPurpose } from './features/card-requests/request-card.ts'
import { linkPurpose } from './features/invoices/add-payment-link.ts'
import { sealPurpose as messagePurpose } from './features/messages/queries.ts'
import { sealPurpose as connectionPurpose } from './features/stripe-connection/stripe-of.ts'
import { secretPurpose } from './features/webhook-endpoints/endpoint-secret.ts'
import { migrate } from './platform/db/migrate.ts'
import { resealPlace, type SealedPlace } from './platform/db/reseal.ts'
import { answerPurpose } from './platform/http/idempotency.ts'

const sealedPlaces: SealedPlace[] = [
  ...['webhook_secret_sealed', 'webhook_previous_secret_sealed'].map((column) => ({
    table: 'stripe_connections',
    key: 'id',
    column,
    purpose: (accountId: string) => connectionPurpose(accountId, 'webhook_secret'),
  })),
  {
    table: 'stripe_connections',
    key: 'id',
    column: 'secret_key_sealed',
    purpose: (accountId) => connectionPurpose(accountId, 'secret_key'),
  },
  { table: 'payment_links', key: 'invoice_id', column: 'token_sealed', purpose: linkPurpose },
  ...['html', 'body_text'].map((column) => ({
    table: 'messages',
    key: 'id',
    column,
    purpose: (accountId: string, id: string) => messagePurpose({ account_id: accountId, id }),
  })),
  { table: 'card_requests', key: 'id', column: 'token_sealed', purpose: tokenPurpose },
  ...['secret_sealed', 'previous_secret_sealed'].map((column) => ({
    table: 'webhook_endpoints',
    key: 'id',
    column,
    purpose: secretPurpose,
  })),
  { table: 'idempotency_keys', key: 'key', column: 'answer', field: 'body', purpose: answerPurpose },
]

/** Seals every secret with the first of the configured keys (R37). Broken off, it can run again. Returns how many it sealed. */
export async function resealEverything(config: ReadyConfig): Promise<{ resealed: number }> {
  const app = createApp(config)
  try {
    await migrate(config.databaseUrl, migrationsFolder)
    let resealed = 0
    for (const place of sealedPlaces) resealed += await resealPlace(app.db, app.sealer, place)
    return { resealed }
  } finally {
    await app.close()
  }
}
