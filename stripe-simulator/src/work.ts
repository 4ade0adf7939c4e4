import { newId } from './ids.ts'
import type { Entry } from './journal.ts'
import type { Account, Delivery, Kind, Kinds, StripeEvent, Task } from './objects.ts'
import type { State } from './state.ts'
import { publicForm } from './transport/public-form.ts'
import { endpointWants } from './webhooks/endpoint-wants.ts'

/** Which request caused an event; both null when the simulator acted by itself. */
export type Cause = { id: string | null; idempotency_key: string | null }

/** The version an account was opened with: what requests and events without a version follow. */
export const accountDefaultVersion = '2026-06-24.dahlia'

/**
 * One atomic piece of work on one account. Reads see its own writes; outside, all of it happens or nothing.
 * Kept objects are never changed in place: `save` a changed copy.
 */
export class Work {
  readonly accountId: string
  readonly nowMs: number
  readonly #state: State
  readonly #cause: Cause
  readonly #changes = new Map<string, Entry>()

  constructor(
    state: State,
    accountId: string,
    nowMs: number,
    cause: Cause = { id: null, idempotency_key: null },
  ) {
    this.#state = state
    this.accountId = accountId
    this.nowMs = nowMs
    this.#cause = cause
  }

  /** Simulator time in seconds, as objects carry it. */
  get now(): number {
    return Math.floor(this.nowMs / 1000)
  }

  get account(): Account {
    const changed = this.#changes.get(`account|${this.accountId}`)?.value as Account | undefined
    const account = changed ?? this.#state.get('account', '', this.accountId)
    if (!account) throw new Error(`the account ${this.accountId} was not opened`)
    return account
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const change = this.#changes.get(`${kind}|${id}`)
    if (change) return (change.value ?? undefined) as Kinds[K] | undefined
    return this.#state.get(kind, this.accountId, id)
  }

  /** Like `find`, for ids that the simulator itself wrote down. */
  get<K extends Kind>(kind: K, id: string): Kinds[K] {
    const found = this.find(kind, id)
    if (!found) throw new Error(`${kind} ${id} is gone`)
    return found
  }

  /** Whether this very work made the object. */
  isNew(kind: Kind, id: string): boolean {
    return this.#state.get(kind, this.accountId, id) === undefined
  }

  /** All of a kind, newest first, as lists show them. */
  all<K extends Kind>(kind: K): Kinds[K][] {
    const byId = new Map(
      this.#state.all(kind, this.accountId).map((object) => [(object as { id: string }).id, object]),
    )
    for (const change of this.#changes.values()) {
      if (change.kind !== kind) continue
      if (change.value === null) byId.delete(change.id)
      else byId.set(change.id, change.value as Kinds[K])
    }
    return [...byId.values()].reverse()
  }

  save<K extends Kind, T extends Kinds[K]>(kind: K, object: T): T {
    const { id } = object as { id: string }
    this.#changes.set(`${kind}|${id}`, {
      kind,
      account: kind === 'account' ? '' : this.accountId,
      id,
      value: object,
    })
    return object
  }

  remove(kind: Kind, id: string): void {
    this.#changes.set(`${kind}|${id}`, { kind, account: this.accountId, id, value: null })
  }

  /** Records an event with a snapshot of the object, and a delivery for every endpoint that wants it. */
  emit(type: string, object: object, previousAttributes?: object): void {
    const endpoints = this.all('webhook_endpoint').filter((endpoint) => endpointWants(endpoint, type))
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
      pending_webhooks: endpoints.length,
      request: this.#cause,
      type,
    }
    this.save('event', event)
    for (const endpoint of endpoints) {
      const delivery: Delivery = {
        id: newId('delivery_'),
        event: event.id,
        endpoint: endpoint.id,
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

  /** What was changed, for the state to commit. */
  changes(): Entry[] {
    return [...this.#changes.values()]
  }
}
