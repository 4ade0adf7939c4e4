import type { Clock } from './clock.ts'

type Item = { account: string; id: string; dueAtMs: number }

/** Wakes up when something is due by the simulator's clock. What is due is kept elsewhere; this only watches. */
export class DueQueue {
  readonly #clock: Clock
  readonly #onDue: (account: string, id: string) => void
  readonly #items = new Map<string, Item>()
  #nextDueAtMs = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(clock: Clock, onDue: (account: string, id: string) => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  /** Adds or moves an item. */
  watch(account: string, id: string, dueAtMs: number): void {
    this.#items.set(`${account}|${id}`, { account, id, dueAtMs })
    this.#arm()
  }

  forget(account: string, id: string): void {
    this.#items.delete(`${account}|${id}`)
  }

  /** Handles everything due now, earliest first; to be called after the clock was moved. */
  check(): void {
    const now = this.#clock.nowMs()
    if (now < this.#nextDueAtMs) return
    const due = [...this.#items.values()].filter((item) => item.dueAtMs <= now)
    for (const item of due.sort((a, b) => a.dueAtMs - b.dueAtMs)) {
      this.forget(item.account, item.id)
      this.#onDue(item.account, item.id)
    }
    this.#arm()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #arm(): void {
    clearTimeout(this.#timer)
    this.#nextDueAtMs = Number.POSITIVE_INFINITY
    for (const item of this.#items.values()) this.#nextDueAtMs = Math.min(this.#nextDueAtMs, item.dueAtMs)
    if (this.#stopped || this.#items.size === 0) return
    const waitMs = Math.min(Math.max(this.#nextDueAtMs - this.#clock.nowMs(), 0), 60_000)
    this.#timer = setTimeout(() => {
      this.check()
      this.#arm()
    }, waitMs)
  }
}
