import { createHmac } from 'node:crypto'
import type { AccountId } from '@quittance/core/ids'
import { pauseAfter } from '@quittance/core/webhook'
import type { App } from '../../context.ts'
import { insist } from '../../platform/db/insist.ts'
import { postOutside } from '../../platform/http/post-outside.ts'
import { schedule } from '../../platform/jobs/schedule.ts'
import { mayNameInside } from './endpoint-address.ts'
import { secretsOf } from './endpoint-secret.ts'
import { dueDeliveries, type WebhookDelivery, type WebhookEndpoint } from './queries.ts'
import { claimEndpoints, noteTry, releaseEndpoint, renewClaim, updateEndpoint } from './store.ts'

const lookEveryMs = 1_000
const endpointsAtOnce = 8
const messagesAtOnce = 20
const timeoutMs = 10_000

/**
 * Tells endpoints what is due, at least once: one message after the other to each, several endpoints side by side. A
 * receiver that hangs holds up nobody but itself.
 */
export function startWebhookDelivery(app: App): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>()
  const task = schedule(app, 'deliver webhooks', lookEveryMs, async () => {
    const free = endpointsAtOnce - running.size
    for (const endpoint of free > 0 ? await claimEndpoints(app.db, free) : []) {
      const run = deliverTo(app, endpoint)
        .catch((error: unknown) =>
          app.log.warn({ endpoint: endpoint.id, error: String(error) }, 'webhooks could not be delivered'),
        )
        .finally(() => running.delete(run))
      running.add(run)
    }
  })
  return {
    async stop() {
      await task.stop()
      await Promise.all(running)
    },
  }
}

async function deliverTo(app: App, claimed: WebhookEndpoint): Promise<void> {
  try {
    for (const delivery of await dueDeliveries(app.db, claimed, messagesAtOnce)) {
      const endpoint = await renewClaim(app.db, claimed)
      if (!endpoint || !(await deliver(app, endpoint, delivery))) return
    }
  } finally {
    await insist(() => releaseEndpoint(app.db, claimed))
  }
}

/** Returns whether the endpoint answered with a yes; after a no the others wait for the next turn. */
async function deliver(app: App, endpoint: WebhookEndpoint, delivery: WebhookDelivery): Promise<boolean> {
  const answer = await postOutside({
    url: endpoint.url,
    headers: headersOf(app, endpoint, delivery),
    body: delivery.body,
    timeoutMs,
    mayGoInside: mayNameInside(app),
  }).catch((error: Error) => error)
  const status = typeof answer === 'number' ? answer : null
  const delivered = status !== null && status >= 200 && status < 300
  const pauseSeconds = delivered ? null : pauseAfter(delivery.attempts + 1)
  const error = delivered ? null : answer instanceof Error ? answer.message : `It answered ${answer}.`
  await insist(() => noteTry(app.db, delivery, { delivered, status, error, pauseSeconds }))
  if (!delivered && (status === 410 || pauseSeconds === null)) {
    const why = status === 410 ? ('gone' as const) : ('failing' as const)
    await insist(() =>
      updateEndpoint(app.db, endpoint.account_id as AccountId, endpoint.id, {
        enabled: false,
        switched_off_because: why,
      }),
    )
  }
  return delivered
}

/** As Standard Webhooks has it: the id stays over all tries, each try is signed with the time it is made. */
function headersOf(
  app: App,
  endpoint: WebhookEndpoint,
  { id, body }: WebhookDelivery,
): Record<string, string> {
  const timestamp = String(Math.floor(app.now().getTime() / 1000))
  const signatures = secretsOf(app, endpoint).map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'content-type': 'application/json',
    'user-agent': 'Quittance',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
