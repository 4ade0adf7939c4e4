import { type Entry, Journal } from './journal.ts'
import type { Kind, Kinds } from './objects.ts'

type Shelf = Map<string, unknown>

/** Everything the simulator knows: objects by kind, account and id, in order of creation. */
export class State {
  readonly #shelves = new Map<string, Shelf>()
  readonly #journal: Journal | null

  /** Without a directory the state lives in memory only. */
  constructor(directory: string | null) {
    this.#journal = directory ? new Journal(directory, (entry) => this.#place(entry)) : null
  }

  get<K extends Kind>(kind: K, account: string, id: string): Kinds[K] | undefined {
    return this.#shelves.get(`${kind}|${account}`)?.get(id) as Kinds[K] | undefined
  }

  /** All objects of a kind in one account, oldest first. */
  all<K extends Kind>(kind: K, account: string): Kinds[K][] {
    return [...(this.#shelves.get(`${kind}|${account}`)?.values() ?? [])] as Kinds[K][]
  }

  /** The ids of all accounts. */
  accounts(): string[] {
    return this.all('account', '').map((account) => account.id)
  }

  /**
   * Makes a change lasting (on disk when there is a journal), then visible. `unhurried` leaves the moment of
   * reaching the disk to the operating system: for notes whose loss only repeats something harmless.
   */
  commit(entries: Entry[], unhurried = false): void {
    if (entries.length === 0) return
    this.#journal?.append(entries, !unhurried)
    for (const entry of entries) this.#place(entry)
    if (this.#journal?.isLong) this.#journal.rewrite(this.#entries())
  }

  /** A single value kept beside the objects. */
  setting<T>(name: string): T | undefined {
    return this.#shelves.get('setting|')?.get(name) as T | undefined
  }

  saveSetting(name: string, value: unknown): void {
    this.commit([{ kind: 'setting', account: '', id: name, value }])
  }

  close(): void {
    this.#journal?.close()
  }

  #entries(): Entry[] {
    return [...this.#shelves].flatMap(([name, shelf]) => {
      const [kind = '', account = ''] = name.split('|')
      return [...shelf].map(([id, value]) => ({ kind, account, id, value }))
    })
  }

  #place(entry: Entry): void {
    const name = `${entry.kind}|${entry.account}`
    let shelf = this.#shelves.get(name)
    if (!shelf) this.#shelves.set(name, (shelf = new Map()))
    if (entry.value === null) shelf.delete(entry.id)
    else shelf.set(entry.id, entry.value)
  }
}
