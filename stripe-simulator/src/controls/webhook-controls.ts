import { randomText } from '../ids.ts'
import type { Simulator } from '../simulator.ts'
import { type WebhookMode, webhookModes } from '../webhooks/send-webhooks.ts'
import { accountOf, type Body, oneOf, text } from './body.ts'
import { ControlError } from './control-error.ts'

/** How deliveries go out now, and those not yet made. */
export function listDeliveries(simulator: Simulator, _body: Body, query: URLSearchParams) {
  const account = query.get('account')
  return {
    mode: simulator.webhooks.modeFor(account ?? ''),
    pending: simulator.webhooks.pending(account),
    attempts: simulator.webhooks.attempts(account),
  }
}

export function chooseWebhookMode(simulator: Simulator, body: Body) {
  const mode = oneOf(body, 'mode', webhookModes)
  if (!mode) throw new ControlError(`mode must be one of ${webhookModes.join(', ')}`)
  const account = body.account === undefined ? '' : accountOf(simulator, body)
  simulator.webhooks.setMode(account, mode as WebhookMode)
  return { mode, account: account || null }
}

export async function flushWebhooks(simulator: Simulator, body: Body) {
  const account = body.account === undefined ? null : accountOf(simulator, body)
  const order = oneOf(body, 'order', ['created', 'reversed', 'random'] as const) ?? 'created'
  return { attempted: await simulator.webhooks.flush(account, order) }
}

/** A new signing secret; with `keep_old` both sign, as while a secret is rolled. */
export function rollSecret(simulator: Simulator, body: Body) {
  const account = accountOf(simulator, body)
  return simulator.perform(account, (work) => {
    const endpoint = work.find('webhook_endpoint', text(body, 'endpoint') ?? '')
    if (!endpoint) throw new ControlError('endpoint must be the id of a webhook endpoint of the account')
    const secret = `whsec_${randomText(32)}`
    const old = body.keep_old ? (endpoint._private?.secrets ?? []) : []
    work.save('webhook_endpoint', { ...endpoint, _private: { secrets: [secret, ...old] } })
    return { endpoint: endpoint.id, secret }
  })
}
