import { Refusal } from '@quittance/core/refusal'
import type { WebhookEventType } from '@quittance/core/webhook'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { checkedAddress } from './endpoint-address.ts'
import { newSecret, secretPurpose } from './endpoint-secret.ts'
import { listEndpoints, type WebhookEndpoint } from './queries.ts'
import { insertEndpoint } from './store.ts'

const endpointsAtMost = 20

export interface EndpointFields {
  url: string
  description?: string | undefined
  /** Empty: all there are. */
  event_types?: WebhookEventType[] | undefined
}

/**
 * From now on what happens is told to that address. The secret is in the answer and can be read nowhere else.
 * @throws Refusal for an address that cannot be told anything, in a Live Tour (R48), and from the 21st.
 */
export async function createEndpoint(
  ctx: Context,
  input: EndpointFields,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const url = checkedAddress(ctx, input.url)
  if ((await findAccount(ctx.db, ctx.accountId)).kind === 'tour')
    throw new Refusal(
      'forbidden',
      'A Live Tour tells nobody outside of it. Set up your business to use webhooks.',
    )
  const id = newId('we')
  const secret = newSecret()
  return ctx.transaction(async (tx) => {
    if ((await listEndpoints(tx, ctx.accountId)).length >= endpointsAtMost)
      throw new Refusal(
        'forbidden',
        `There are ${endpointsAtMost} endpoints, and no more fit. Delete one first.`,
      )
    const endpoint = await insertEndpoint(tx, {
      account_id: ctx.accountId,
      id,
      url,
      description: input.description ?? '',
      event_types: input.event_types ?? [],
      secret_sealed: ctx.sealer.seal(secret, secretPurpose(ctx.accountId, id)),
      created_at: ctx.now(),
    })
    return { endpoint, secret }
  })
}
