import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import type { EndpointFields } from './create-endpoint.ts'
import { checkedAddress } from './endpoint-address.ts'
import { newSecret, secretPurpose } from './endpoint-secret.ts'
import { findEndpoint, type WebhookEndpoint } from './queries.ts'
import { deleteEndpoint, updateEndpoint } from './store.ts'

const bothSecretsMs = 24 * 3_600_000

/** Changes what is told and where. Switched on again, what waited goes out. @throws Refusal `not_found`, an address that cannot be. */
export async function changeEndpoint(
  ctx: Context,
  id: string,
  change: Partial<EndpointFields> & { enabled?: boolean | undefined },
): Promise<WebhookEndpoint> {
  await ownEndpoint(ctx, id)
  const { url, ...rest } = change
  const set = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(url === undefined ? {} : { url: checkedAddress(ctx, url) }),
    ...(change.enabled === undefined ? {} : { switched_off_because: null }),
  }
  if (Object.keys(set).length === 0) return ownEndpoint(ctx, id)
  return (await updateEndpoint(ctx.db, ctx.accountId, id, set)) ?? noSuchEndpoint()
}

/** A fresh secret, shown this once. For a day messages carry a signature by the old one as well. @throws Refusal `not_found`. */
export async function rollSecret(ctx: Context, id: string): Promise<{ secret: string }> {
  const { secret_sealed: old } = await ownEndpoint(ctx, id)
  const secret = newSecret()
  await updateEndpoint(ctx.db, ctx.accountId, id, {
    secret_sealed: ctx.sealer.seal(secret, secretPurpose(ctx.accountId, id)),
    previous_secret_sealed: old,
    previous_secret_until: new Date(ctx.now().getTime() + bothSecretsMs),
  })
  return { secret }
}

/** Nothing is told there any more, and what waited is forgotten. @throws Refusal `not_found`. */
export async function removeEndpoint(ctx: Context, id: string): Promise<void> {
  if (!(await ctx.transaction((tx) => deleteEndpoint(tx, ctx.accountId, id)))) noSuchEndpoint()
}

/** @throws Refusal `not_found`. */
export async function ownEndpoint(ctx: Context, id: string): Promise<WebhookEndpoint> {
  return (await findEndpoint(ctx.db, ctx.accountId, id)) ?? noSuchEndpoint()
}

function noSuchEndpoint(): never {
  throw new Refusal('not_found', 'There is no such webhook endpoint.')
}
