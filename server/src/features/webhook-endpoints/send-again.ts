import { Refusal } from '@quittance/core/refusal'
import { testEventType } from '@quittance/core/webhook'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { ownEndpoint } from './change-endpoint.ts'
import type { WebhookDelivery } from './queries.ts'
import { dueNow, insertDelivery } from './store.ts'

/** A message that says nothing, to see whether it arrives; its id. @throws Refusal `not_found`. */
export async function sendTest(ctx: Context, endpointId: string): Promise<{ id: string }> {
  const endpoint = await ownEndpoint(ctx, endpointId)
  const id = newId('msg')
  await ctx.transaction((tx) =>
    insertDelivery(tx, {
      account_id: ctx.accountId,
      endpoint_id: endpoint.id,
      id,
      type: testEventType,
      body: JSON.stringify({ type: testEventType, timestamp: ctx.now().toISOString(), data: {} }),
      next_try_at: ctx.now(),
    }),
  )
  return { id }
}

/** Has a message go out again, under its id, delivered or not. @throws Refusal `not_found`. */
export async function sendAgain(
  ctx: Context,
  endpointId: string,
  deliveryId: string,
): Promise<WebhookDelivery> {
  const endpoint = await ownEndpoint(ctx, endpointId)
  const delivery = await ctx.transaction((tx) => dueNow(tx, endpoint, deliveryId))
  if (!delivery) throw new Refusal('not_found', 'There is no such message.')
  return delivery
}
