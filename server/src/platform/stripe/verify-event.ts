import type { Stripe } from './client.ts'

/** A webhook delivery is believed for five minutes after it was signed ("Resolve webhook signature errors"). */
const toleranceSeconds = 300

/**
 * The event, when `header` signs exactly these raw bytes with one of `secrets` (two while one is rolled); null
 * otherwise, whatever went wrong: verification never falls open.
 */
export async function verifyEvent(
  stripe: Stripe,
  rawBody: Buffer,
  header: string | undefined,
  secrets: string[],
): Promise<Stripe.Event | null> {
  if (!header) return null
  for (const secret of secrets.filter(Boolean)) {
    try {
      return await stripe.webhooks.constructEventAsync(rawBody, header, secret, toleranceSeconds)
    } catch {
      // Not this one.
    }
  }
  return null
}
