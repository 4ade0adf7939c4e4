/** The test controls under `/_sim/`: what a test may see and do that no real Stripe would offer. */
import { type FaultKind, faultKinds } from '../faults.ts'
import type { Simulator } from '../simulator.ts'
import { StripeError } from '../transport/stripe-error.ts'
import { openAccount, ruleKey, updateAccount } from './account-controls.ts'
import { accountOf, type Body, oneOf, text } from './body.ts'
import { ControlError } from './control-error.ts'
import { deletedCustomer, mandate, paymentMethod } from './customer-controls.ts'
import { ledger } from './ledger.ts'
import { dispute, failedRefund, fraudWarning, refund, review } from './payment-controls.ts'
import { chooseWebhookMode, flushWebhooks, listDeliveries, rollSecret } from './webhook-controls.ts'

type Control = (simulator: Simulator, body: Body, query: URLSearchParams) => unknown

const controls: Record<string, Control> = {
  'GET /_sim/clock': (simulator) => clockNow(simulator),
  'POST /_sim/clock': advanceClock,
  'POST /_sim/accounts': openAccount,
  'POST /_sim/accounts/update': updateAccount,
  'POST /_sim/keys': ruleKey,
  'GET /_sim/ledger': (simulator, _body, query) => ledger(simulator, query.get('account')),
  'GET /_sim/requests': (simulator, _body, query) => simulator.requests.all(query.get('account')),
  'DELETE /_sim/requests': (simulator) => simulator.requests.clear() ?? {},
  'GET /_sim/webhooks': listDeliveries,
  'POST /_sim/webhooks': chooseWebhookMode,
  'POST /_sim/webhooks/flush': flushWebhooks,
  'POST /_sim/webhooks/roll_secret': rollSecret,
  'GET /_sim/faults': (simulator) => simulator.faults.all(),
  'POST /_sim/faults': addFault,
  'DELETE /_sim/faults': (simulator, _body, query) => simulator.faults.clear(query.get('account')) ?? {},
  'POST /_sim/refund': refund,
  'POST /_sim/refund/fail': failedRefund,
  'POST /_sim/dispute': dispute,
  'POST /_sim/fraud_warning': fraudWarning,
  'POST /_sim/review': review,
  'POST /_sim/payment_method': paymentMethod,
  'POST /_sim/mandate': mandate,
  'POST /_sim/customer/delete': deletedCustomer,
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
  if (body.for_account_alone === true)
    return { ...clockNow(simulator), happened: simulator.passTimeFor(accountOf(simulator, body), seconds) }
  simulator.advanceClock(seconds)
  return clockNow(simulator)
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
