import type { State } from './state.ts'

/** The simulator's time: real time plus an offset that only grows, so that days can pass at once. */
export class Clock {
  readonly #state: State
  #offsetMs: number

  constructor(state: State) {
    this.#state = state
    this.#offsetMs = state.setting('clock_offset_ms') ?? 0
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs
  }

  /** Moves time forward; what has become due is done by whoever watches the clock. */
  advance(seconds: number): void {
    this.#offsetMs += seconds * 1000
    this.#state.saveSetting('clock_offset_ms', this.#offsetMs)
  }
}
