import { z } from '@hono/zod-openapi'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { connectSimulatedStripe } from './connect-simulated-stripe.ts'

export function tourApi(api: Api): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/stripe_connection/simulated',
      operationId: 'connectSimulatedStripe',
      summary: 'Put the Live Tour\u2019s simulated Stripe back',
      tag: 'Stripe',
      role: 'owner',
      response: z.object({ id: z.string() }),
    },
    async (ctx) => ({ id: (await connectSimulatedStripe(ctx)).id }),
  )
}
