import { isIP } from 'node:net'
import type { Context } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'

/**
 * Tells Stripe on which domain customers pay, without which Apple Pay and Google Pay do not show there ("Register your
 * domains"); per connected account too. Best effort: cards and debits do without.
 */
export async function registerPayDomain(
  ctx: Context,
  stripe: Stripe,
  stripeAccountId: string,
): Promise<void> {
  const domain = publicDomain(ctx.config.publicUrl)
  if (!domain) return
  await stripe.paymentMethodDomains
    .create(
      { domain_name: domain },
      { idempotencyKey: `${ctx.accountId}:${stripeAccountId}:domain:${domain}` },
    )
    .catch((error: unknown) =>
      ctx.log.warn({ error: String(error) }, 'the domain could not be registered for wallets at Stripe'),
    )
}

/** null for addresses that no wallet takes: without https, on this machine, or a bare IP. */
export function publicDomain(publicUrl: string): string | null {
  const { protocol, hostname } = new URL(publicUrl)
  const isPublic = hostname.includes('.') && isIP(hostname.replace(/[[\]]/g, '')) === 0
  return protocol === 'https:' && isPublic && !hostname.endsWith('.localhost') ? hostname : null
}
