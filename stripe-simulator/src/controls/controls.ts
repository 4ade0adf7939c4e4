/** The test controls under `/_sim/`: what a test may see and do that no real Stripe would offer. */
import { type FaultKind, faultKinds } from '../faults.ts'
import { randomText } from '../ids.ts'
import { closeDispute, type DisputeReason, isOpen, openDispute } from '../payments/dispute-charge.ts'
import { chargeToRefund, refundCharge } from '../payments/refund-charge.ts'
import { type AccountChoices, newAccountKeys } from '../resources/accounts.ts'
import { connect, connectionsOf, disconnect } from '../resources/connections.ts'
import type { Simulator } from '../simulator.ts'
import { wallets as walletNames } from '../stripe-js/protocol.ts'
import { StripeError } from '../transport/stripe-error.ts'
import { type WebhookMode, webhookModes } from '../webhooks/send-webhooks.ts'
import { ControlError } from './control-error.ts'
import { ledger } from './ledger.ts'

type Body = Record<string, unknown>
type Control = (simulator: Simulator, body: Body, query: URLSearchParams) => unknown

const controls: Record<string, Control> = {
  'GET /_sim/clock': (simulator) => clockNow(simulator),
  'POST /_sim/clock': advanceClock,
  'POST /_sim/accounts': openAccount,
  'POST /_sim/accounts/update': updateAccount,
  'GET /_sim/ledger': (simulator, _body, query) => ledger(simulator, query.get('account')),
  'GET /_sim/requests': (simulator, _body, query) => simulator.requests.all(query.get('account')),
  'DELETE /_sim/requests': (simulator) => simulator.requests.clear() ?? {},
  'GET /_sim/webhooks': listDeliveries,
  'POST /_sim/webhooks': chooseWebhookMode,
  'POST /_sim/webhooks/flush': flushWebhooks,
  'POST /_sim/webhooks/roll_secret': rollSecret,
  'GET /_sim/faults': (simulator) => simulator.faults.all(),
  'POST /_sim/faults': addFault,
  'DELETE /_sim/faults': (simulator) => simulator.faults.clear() ?? {},
  'POST /_sim/refund': refund,
  'POST /_sim/dispute': dispute,
}

/** Answers one control. Wrong use gives 400, an unknown one 404, both saying what is known. */
export async function answerControl(
  simulator: Simulator,
  method: string,
  url: URL,
  text: string,
): Promise<{ status: number; body: unknown }> {
  const control = controls[`${method} ${url.pathname}`]
  if (!control) return { status: 404, body: { error: 'no such control', controls: Object.keys(controls) } }
  try {
    const body = text ? (JSON.parse(text) as Body) : {}
    return { status: 200, body: await control(simulator, body, url.searchParams) }
  } catch (error) {
    if (error instanceof ControlError || error instanceof StripeError || error instanceof SyntaxError) {
      return { status: 400, body: { error: error.message } }
    }
    throw error
  }
}

function clockNow(simulator: Simulator) {
  const nowMs = simulator.clock.nowMs()
  return { now: Math.floor(nowMs / 1000), iso: new Date(nowMs).toISOString() }
}

function advanceClock(simulator: Simulator, body: Body) {
  const seconds = body.advance_seconds
  if (typeof seconds !== 'number' || !(seconds >= 0)) {
    throw new ControlError('advance_seconds must be a number, 0 or more')
  }
  simulator.advanceClock(seconds)
  return clockNow(simulator)
}

function openAccount(simulator: Simulator, body: Body) {
  const keys = newAccountKeys()
  const choices: AccountChoices = {}
  for (const name of ['business_name', 'country', 'default_currency'] as const) {
    const value = text(body, name)
    if (value) choices[name] = value
  }
  simulator.openAccount(keys.account, choices)
  const platform = text(body, 'platform')
  if (platform) {
    simulator.openAccount(platform)
    simulator.perform(keys.account, (work) => connect(work, platform))
  }
  return keys
}

/** Revokes or restores access and keys, or stops payments, as the merchant or Stripe could. */
function updateAccount(simulator: Simulator, body: Body) {
  const id = accountOf(simulator, body)
  return simulator.perform(id, (work) => {
    const { account } = work
    const keys = oneOf(body, 'keys', ['valid', 'revoked'] as const) ?? account._private?.keys ?? 'valid'
    const chargesEnabled =
      typeof body.charges_enabled === 'boolean' ? body.charges_enabled : account.charges_enabled
    const wallets = listOf(body, 'wallets', walletNames) ?? account._private?.wallets ?? []
    const changed = work.save('account', {
      ...account,
      charges_enabled: chargesEnabled,
      _private: { ...account._private, keys, wallets },
    })
    if (chargesEnabled !== account.charges_enabled) {
      work.emit('account.updated', changed, { charges_enabled: account.charges_enabled })
    }
    const access = oneOf(body, 'access', ['granted', 'revoked'] as const)
    for (const { platform } of access ? connectionsOf(work) : []) {
      if (access === 'granted') connect(work, platform)
      else disconnect(work, platform)
    }
    return {
      account: id,
      platforms: Object.fromEntries(connectionsOf(work).map(({ platform, access }) => [platform, access])),
      keys,
      charges_enabled: chargesEnabled,
      wallets,
    }
  })
}

function listDeliveries(simulator: Simulator, _body: Body, query: URLSearchParams) {
  const account = query.get('account')
  return { mode: simulator.webhooks.modeFor(account ?? ''), pending: simulator.webhooks.pending(account) }
}

function chooseWebhookMode(simulator: Simulator, body: Body) {
  const mode = oneOf(body, 'mode', webhookModes)
  if (!mode) throw new ControlError(`mode must be one of ${webhookModes.join(', ')}`)
  const account = body.account === undefined ? '' : accountOf(simulator, body)
  simulator.webhooks.setMode(account, mode as WebhookMode)
  return { mode, account: account || null }
}

async function flushWebhooks(simulator: Simulator, body: Body) {
  const account = body.account === undefined ? null : accountOf(simulator, body)
  const order = oneOf(body, 'order', ['created', 'reversed', 'random'] as const) ?? 'created'
  return { attempted: await simulator.webhooks.flush(account, order) }
}

/** A new signing secret; with `keep_old` both sign, as while a secret is rolled. */
function rollSecret(simulator: Simulator, body: Body) {
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

function addFault(simulator: Simulator, body: Body) {
  const kind = oneOf(body, 'kind', faultKinds)
  if (!kind) throw new ControlError(`kind must be one of ${faultKinds.join(', ')}`)
  simulator.faults.add({
    kind: kind as FaultKind,
    method: text(body, 'method')?.toUpperCase() ?? null,
    path: text(body, 'path') ?? null,
    account: text(body, 'account') ?? null,
    times: typeof body.times === 'number' ? body.times : 1,
    delayMs: typeof body.delay_ms === 'number' ? body.delay_ms : kind === 'delay' ? 1000 : 0,
  })
  return simulator.faults.all()
}

/** A refund made by the merchant in Stripe's Dashboard. */
function refund(simulator: Simulator, body: Body) {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const charge = chargeToRefund(work, payment(body))
    return refundCharge(work, charge, { ...(typeof body.amount === 'number' && { amount: body.amount }) })
  })
}

/** Opens a dispute about a payment, or decides one: `{dispute, outcome: 'won' | 'lost'}`. */
function dispute(simulator: Simulator, body: Body) {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const outcome = oneOf(body, 'outcome', ['won', 'lost'] as const)
    if (!outcome) {
      const reason =
        oneOf(body, 'reason', ['fraudulent', 'product_not_received', 'inquiry'] as const) ?? 'fraudulent'
      return openDispute(work, chargeToRefund(work, payment(body)), reason as DisputeReason)
    }
    const open = work.find('dispute', text(body, 'dispute') ?? '')
    if (!open || !isOpen(open)) throw new ControlError('dispute must be the id of an open dispute')
    return closeDispute(work, open, outcome)
  })
}

function payment(body: Body): { charge?: string; payment_intent?: string } {
  const charge = text(body, 'charge')
  const intent = text(body, 'payment_intent')
  return { ...(charge && { charge }), ...(intent && { payment_intent: intent }) }
}

function accountOf(simulator: Simulator, body: Body): string {
  const account = text(body, 'account')
  if (account && simulator.state.get('account', '', account)) return account
  throw new ControlError('account must be the id of an account that exists')
}

function text(body: Body, name: string): string | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new ControlError(`${name} must be a string`)
  return value
}

function oneOf<const Choices extends readonly string[]>(
  body: Body,
  name: string,
  choices: Choices,
): Choices[number] | undefined {
  const value = text(body, name)
  if (value === undefined || choices.includes(value)) return value
  throw new ControlError(`${name} must be one of ${choices.join(', ')}`)
}

function listOf<const Choices extends readonly string[]>(
  body: Body,
  name: string,
  choices: Choices,
): Choices[number][] | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.every((entry) => choices.includes(entry))) return value
  throw new ControlError(`${name} must be a list of ${choices.join(', ')}`)
}
