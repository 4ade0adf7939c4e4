import http from 'node:http'
import https from 'node:https'
import { DueQueue } from '../due-queue.ts'
import { randomText } from '../ids.ts'
import type { Delivery, StripeEvent, WebhookEndpoint } from '../objects.ts'
import type { Simulator } from '../simulator.ts'
import { accountDefaultVersion } from '../work.ts'
import { signatureHeader } from './sign.ts'

/** One attempt to deliver an event. */
export type Attempt = {
  at: string
  account: string
  event: string
  type: string
  url: string
  /** `accepted`, or why it counts as failed. */
  answer: string
}
/** How deliveries go out, for a test to choose. */
export const webhookModes = ['deliver', 'hold', 'drop', 'duplicate', 'shuffle', 'missign'] as const
export type WebhookMode = (typeof webhookModes)[number]

/** Pauses before each further attempt. Stripe takes hours; here a test should not have to. */
const retryAfterSeconds = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 3600 * 6, 3600 * 12]
const triedForMs = 3 * 24 * 3600 * 1000
const attemptsKept = 500
const shuffleWithinMs = 1_000
const answerWithinMs = 20_000

/** Delivers events to webhook endpoints at least once, in the order they happened unless told otherwise. */
export class WebhookSender {
  readonly #simulator: Simulator
  readonly #queue: DueQueue
  readonly #underWay = new Set<string>()
  readonly #attempts: Attempt[] = []

  constructor(simulator: Simulator) {
    this.#simulator = simulator
    this.#queue = new DueQueue(simulator.clock, (account, id) => void this.#attempt(account, id))
  }

  /** The mode for an account: its own, else the one for all. */
  modeFor(account: string): WebhookMode {
    const { state } = this.#simulator
    return (
      state.setting<WebhookMode>(`webhooks:${account}`) ??
      state.setting<WebhookMode>('webhooks:') ??
      'deliver'
    )
  }

  /** Chooses a mode for one account, or for all with ''. Leaving `hold` sends nothing by itself: flush does. */
  setMode(account: string, mode: WebhookMode): void {
    this.#simulator.state.saveSetting(`webhooks:${account}`, mode)
  }

  watch(account: string, delivery: Delivery): void {
    if (delivery.state !== 'waiting') return
    if (this.#underWay.has(`${account}|${delivery.id}`)) return
    const shuffled = this.modeFor(account) === 'shuffle' && delivery.attempts === 0
    const delayMs = shuffled ? Math.random() * shuffleWithinMs : 0
    this.#queue.watch(account, delivery.id, delivery.nextAttemptAtMs + delayMs)
  }

  forget(account: string, id: string): void {
    this.#queue.forget(account, id)
  }

  check(): void {
    this.#queue.check()
  }

  /** Deliveries not yet made, oldest first. */
  pending(account: string | null): (Delivery & { account: string; type: string })[] {
    const { state } = this.#simulator
    const accounts = account ? [account] : state.accounts()
    return accounts.flatMap((id) =>
      state.all('delivery', id).map((delivery) => {
        const type = state.get('event', id, delivery.event)?.type ?? ''
        return { ...delivery, account: id, type }
      }),
    )
  }

  /** Sends everything held or waiting for a retry now, one after the other, whatever the mode. */
  async flush(account: string | null, order: 'created' | 'reversed' | 'random'): Promise<number> {
    const pending = this.pending(account)
    if (order === 'reversed') pending.reverse()
    if (order === 'random') pending.sort(() => Math.random() - 0.5)
    for (const delivery of pending) {
      this.#queue.forget(delivery.account, delivery.id)
      await this.#attempt(delivery.account, delivery.id, true)
    }
    return pending.length
  }

  /** The last few hundred attempts to deliver, newest first; in memory only. */
  attempts(account: string | null): Attempt[] {
    return this.#attempts.filter((attempt) => !account || attempt.account === account).reverse()
  }

  stop(): void {
    this.#queue.stop()
    this.#stopped = true
  }
  #stopped = false

  async #attempt(account: string, id: string, flushing = false): Promise<void> {
    const { state } = this.#simulator
    const delivery = state.get('delivery', account, id)
    const endpoint =
      delivery && state.get('webhook_endpoint', delivery.platform ?? account, delivery.endpoint)
    const event = delivery && state.get('event', account, delivery.event)
    if (!delivery || !endpoint || !event || endpoint.status !== 'enabled') return
    const mode = this.modeFor(account)
    if (!flushing && mode === 'hold') return this.#save(account, { ...delivery, state: 'held' })
    if (!flushing && mode === 'drop') return this.#finish(account, delivery, event, false)
    const key = `${account}|${id}`
    if (this.#underWay.has(key)) return
    this.#underWay.add(key)
    const sent = delivery.platform ? { ...event, account } : event
    const failure = await post(endpoint, sent, mode === 'missign')
    if (!failure && mode === 'duplicate') await post(endpoint, sent, false)
    this.#note(account, event, endpoint, failure)
    this.#underWay.delete(key)
    if (this.#stopped || !state.get('delivery', account, id)) return
    if (failure === null) return this.#finish(account, delivery, event, true)
    this.#retryLater(account, delivery, event, failure)
  }

  #note(account: string, event: StripeEvent, { url }: WebhookEndpoint, failure: string | null): void {
    const at = new Date(this.#simulator.clock.nowMs()).toISOString()
    this.#attempts.push({
      at,
      account,
      event: event.id,
      type: event.type,
      url,
      answer: failure ?? 'accepted',
    })
    if (this.#attempts.length > attemptsKept) this.#attempts.shift()
  }

  /** Tries on for three days from the event; then only a test, or the Dashboard, sends it again. */
  #retryLater(account: string, delivery: Delivery, event: StripeEvent, failure: string): void {
    const nowMs = this.#simulator.clock.nowMs()
    const tried = { ...delivery, attempts: delivery.attempts + 1, lastFailure: failure }
    if (nowMs > event.created * 1000 + triedForMs) {
      this.#save(account, { ...tried, state: 'given_up' })
      return
    }
    const pauseSeconds = retryAfterSeconds[delivery.attempts] ?? retryAfterSeconds.at(-1)!
    const retried: Delivery = {
      ...tried,
      state: 'waiting',
      nextAttemptAtMs: nowMs + pauseSeconds * 1000,
    }
    this.#save(account, retried)
    this.watch(account, retried)
  }

  /** A delivery is forgotten once made (or dropped); a made one counts down `pending_webhooks`. */
  #finish(account: string, delivery: Delivery, event: StripeEvent, made: boolean): void {
    const current = this.#simulator.state.get('event', account, event.id) ?? event
    const counted = { ...current, pending_webhooks: Math.max(0, current.pending_webhooks - 1) }
    this.#simulator.state.commit(
      [
        { kind: 'delivery', account, id: delivery.id, value: null },
        ...(made ? [{ kind: 'event', account, id: event.id, value: counted }] : []),
      ],
      true,
    )
  }

  #save(account: string, delivery: Delivery): void {
    this.#simulator.state.commit([{ kind: 'delivery', account, id: delivery.id, value: delivery }], true)
  }
}

/** Sends one event; answers null, or why it counts as failed. */
function post(endpoint: WebhookEndpoint, event: StripeEvent, missigned: boolean): Promise<string | null> {
  const body = JSON.stringify(
    { ...event, api_version: endpoint.api_version ?? accountDefaultVersion },
    null,
    2,
  )
  const secrets = missigned ? [`whsec_${randomText(32)}`] : (endpoint._private?.secrets ?? [])
  const url = new URL(endpoint.url)
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        // A fresh connection each time: the shop may be restarting.
        agent: false,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          accept: '*/*; q=0.5, application/xml',
          'cache-control': 'no-cache',
          'stripe-signature': signatureHeader(body, secrets, Math.floor(Date.now() / 1000)),
        },
      },
      (response) => {
        response.resume()
        response.on('end', () => {
          const status = response.statusCode ?? 0
          resolve(status >= 200 && status < 300 ? null : `answered ${status}`)
        })
        response.on('error', (error) => resolve(error.message))
      },
    )
    request.setTimeout(answerWithinMs, () => request.destroy(new Error('timed out')))
    request.on('error', (error) => resolve(error.message))
    request.end(body)
  })
}
