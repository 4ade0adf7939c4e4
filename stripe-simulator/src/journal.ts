import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** One kept object; `value` null means it was removed. */
export type Entry = { kind: string; account: string; id: string; value: unknown }

const rewriteAfterBytes = 32_000_000

/**
 * An append-only file of JSON lines, one line for each atomic change, so that a process killed at any moment
 * finds either all of a change or nothing of it.
 */
export class Journal {
  readonly #path: string
  #file: number
  /** Bytes written since the file was last rewritten. */
  #grownBytes = 0

  /** Opens `DIR/journal.jsonl`, hands every kept entry to `restore` in order of first writing, and compacts. */
  constructor(directory: string, restore: (entry: Entry) => void) {
    mkdirSync(directory, { recursive: true })
    this.#path = join(directory, 'journal.jsonl')
    const live = new Map<string, Entry>()
    for (const entry of readEntries(this.#path)) {
      const key = `${entry.kind}|${entry.account}|${entry.id}`
      if (entry.value === null) live.delete(key)
      else live.set(key, entry)
    }
    for (const entry of live.values()) restore(entry)
    this.#file = this.#compact([...live.values()])
  }

  /** Writes one atomic change and, if asked, waits until it is on disk. */
  append(entries: Entry[], sync: boolean): void {
    this.#grownBytes += writeSync(this.#file, `${JSON.stringify(entries)}\n`)
    if (sync) fsyncSync(this.#file)
  }

  /** Whether so much was written that the file should be rewritten with what is still true. */
  get isLong(): boolean {
    return this.#grownBytes > rewriteAfterBytes
  }

  /** Rewrites the file with the entries that are still true. */
  rewrite(entries: Entry[]): void {
    closeSync(this.#file)
    this.#file = this.#compact(entries)
    this.#grownBytes = 0
  }

  close(): void {
    closeSync(this.#file)
  }

  #compact(entries: Entry[]): number {
    const fresh = `${this.#path}.new`
    const file = openSync(fresh, 'w', 0o600)
    for (const entry of entries) writeSync(file, `${JSON.stringify([entry])}\n`)
    fsyncSync(file)
    renameSync(fresh, this.#path)
    return file
  }
}

function readEntries(path: string): Entry[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (!line) return []
    try {
      return JSON.parse(line) as Entry[]
    } catch {
      // The process died while writing the last line: that change was never answered.
      if (index >= lines.length - 2) return []
      throw new Error(`${path} is damaged at line ${index + 1}`)
    }
  })
}
