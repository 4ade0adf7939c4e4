import { newId } from './ids.ts'
import type { Entry } from './journal.ts'
import type { Account, Delivery, Kind, Kinds, StripeEvent, Task, WebhookEndpoint } from './objects.ts'
import type { State } from './state.ts'
import { publicForm } from './transport/public-form.ts'
import { endpointWants } from './webhooks/endpoint-wants.ts'

/** Which request caused an event; both null when the simulator acted by itself. */
export type Cause = { id: string | null; idempotency_key: string | null }

/** The version an account was opened with: what requests and events without a version follow. */
export const accountDefaultVersion = '2026-06-24.dahlia'

/** Kinds that belong to no single account. */
const shared = new Set<Kind>(['account', 'connection'])

/**
 * One atomic piece of work on one account. Reads see its own writes; outside, all of it happens or nothing.
 * Kept objects are never changed in place: `save` a changed copy.
 */
export class Work {
  readonly accountId: string
  readonly nowMs: number
  readonly #state: State
  readonly #cause: Cause
  readonly #changes: Map<string, Entry>

  constructor(
    state: State,
    accountId: string,
    nowMs: number,
    cause: Cause = { id: null, idempotency_key: null },
    changes = new Map<string, Entry>(),
  ) {
    this.#changes = changes
    this.#state = state
    this.accountId = accountId
    this.nowMs = nowMs
    this.#cause = cause
  }

  /** The same work, seen from another account: a platform's and its merchant's changes happen together. */
  on(accountId: string): Work {
    return new Work(this.#state, accountId, this.nowMs, this.#cause, this.#changes)
  }

  /** Simulator time in seconds, as objects carry it. */
  get now(): number {
    return Math.floor(this.nowMs / 1000)
  }

  get account(): Account {
    const account = this.find('account', this.accountId)
    if (!account) throw new Error(`the account ${this.accountId} was not opened`)
    return account
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const change = this.#changes.get(this.#key(kind, id))
    if (change) return (change.value ?? undefined) as Kinds[K] | undefined
    return this.#state.get(kind, this.#shelfOf(kind), id)
  }

  /** Like `find`, for ids that the simulator itself wrote down. */
  get<K extends Kind>(kind: K, id: string): Kinds[K] {
    const found = this.find(kind, id)
    if (!found) throw new Error(`${kind} ${id} is gone`)
    return found
  }

  /** Whether this very work made the object. */
  isNew(kind: Kind, id: string): boolean {
    return this.#state.get(kind, this.#shelfOf(kind), id) === undefined
  }

  /** All of a kind, newest first, as lists show them. */
  all<K extends Kind>(kind: K): Kinds[K][] {
    const byId = new Map(
      this.#state.all(kind, this.#shelfOf(kind)).map((object) => [(object as { id: string }).id, object]),
    )
    for (const change of this.#changes.values()) {
      if (change.kind !== kind || change.account !== this.#shelfOf(kind)) continue
      if (change.value === null) byId.delete(change.id)
      else byId.set(change.id, change.value as Kinds[K])
    }
    return [...byId.values()].reverse()
  }

  save<K extends Kind, T extends Kinds[K]>(kind: K, object: T): T {
    const { id } = object as { id: string }
    this.#changes.set(this.#key(kind, id), { kind, account: this.#shelfOf(kind), id, value: object })
    return object
  }

  remove(kind: Kind, id: string): void {
    this.#changes.set(this.#key(kind, id), { kind, account: this.#shelfOf(kind), id, value: null })
  }

  /** Records an event with a snapshot of the object, and a delivery for every endpoint that wants it. */
  emit(type: string, object: object, previousAttributes?: object): void {
    const recipients = this.#recipients().filter(({ endpoint }) => endpointWants(endpoint, type))
    const event: StripeEvent = {
      id: newId('evt_'),
      object: 'event',
      api_version: accountDefaultVersion,
      created: this.now,
      data: {
        object: publicForm(object),
        ...(previousAttributes && { previous_attributes: previousAttributes }),
      },
      livemode: false,
      pending_webhooks: recipients.length,
      request: this.#cause,
      type,
    }
    this.save('event', event)
    for (const { endpoint, platform } of recipients) {
      const delivery: Delivery = {
        id: newId('delivery_'),
        event: event.id,
        endpoint: endpoint.id,
        ...(platform && { platform }),
        attempts: 0,
        nextAttemptAtMs: this.nowMs,
        state: 'waiting',
        lastFailure: null,
      }
      this.save('delivery', delivery)
    }
  }

  /** Lets something happen to `target` after `delayMs` of simulator time. */
  schedule(what: Task['what'], target: string, delayMs: number, detail?: string): void {
    this.save('task', {
      id: newId('task_'),
      what,
      target,
      dueAtMs: this.nowMs + delayMs,
      ...(detail && { detail }),
    })
  }

  /** The account's own endpoints, and the Connect endpoints of platforms that may act for it. */
  #recipients(): { endpoint: WebhookEndpoint; platform?: string }[] {
    const own = this.all('webhook_endpoint').filter((endpoint) => !endpoint._private?.connect)
    const platforms = this.all('connection')
      .filter(({ account, access }) => account === this.accountId && access === 'granted')
      .flatMap(({ platform }) => {
        const endpoints = this.on(platform)
          .all('webhook_endpoint')
          .filter((endpoint) => endpoint._private?.connect)
        return endpoints.map((endpoint) => ({ endpoint, platform }))
      })
    return [...own.map((endpoint) => ({ endpoint })), ...platforms]
  }

  #shelfOf(kind: Kind): string {
    return shared.has(kind) ? '' : this.accountId
  }

  #key(kind: Kind, id: string): string {
    return `${kind}|${this.#shelfOf(kind)}|${id}`
  }

  /** What was changed, for the state to commit. */
  changes(): Entry[] {
    return [...this.#changes.values()]
  }
}
