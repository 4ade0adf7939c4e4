type Listener = (event: unknown) => void

/** Who listens to which event of an element. */
export class Listeners {
  readonly #byEvent = new Map<string, Map<Listener, boolean>>()

  /** `once` takes the listener off when it was told. */
  add(event: string, listener: Listener, once = false): void {
    if (!this.#byEvent.has(event)) this.#byEvent.set(event, new Map())
    this.#byEvent.get(event)!.set(listener, once)
  }

  /** Without a listener, all of the event. */
  remove(event: string, listener?: Listener): void {
    if (listener) this.#byEvent.get(event)?.delete(listener)
    else this.#byEvent.delete(event)
  }

  has(event: string): boolean {
    return (this.#byEvent.get(event)?.size ?? 0) > 0
  }

  tell(event: string, value: unknown): void {
    // A copy: a listener may take itself off.
    for (const [listener, once] of Array.from(this.#byEvent.get(event) ?? [])) {
      if (once) this.remove(event, listener)
      listener(value)
    }
  }
}
