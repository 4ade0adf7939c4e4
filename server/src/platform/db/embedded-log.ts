import fs from 'node:fs'
import type { RunAs } from './embedded-programs.ts'

const bytesAtMost = 1024 * 1024

/** Postgres's own words, kept in `file` and the file before it (`.1`): two megabytes at most. */
export interface DatabaseLog {
  append(text: string): void
  /** The last FATAL or PANIC message since this log was opened, without its time and process id. */
  lastFailure(): string | null
  lastLine(): string | null
  /** Whether `words` were written since this log was opened. */
  says(words: string): boolean
}

/** Opens the log for appending, readable by us and the user the database runs as only. */
export function openDatabaseLog(file: string, runAs: RunAs): DatabaseLog {
  let size = fs.existsSync(file) ? fs.statSync(file).size : 0
  let recent = ''

  function append(text: string): void {
    recent = (recent + text).slice(-16_384)
    try {
      if (size + text.length > bytesAtMost) {
        fs.renameSync(file, `${file}.1`)
        size = 0
      }
      const isNew = size === 0
      fs.appendFileSync(file, text, { mode: 0o600 })
      if (isNew && runAs) fs.chownSync(file, runAs.uid, runAs.gid)
      size += text.length
    } catch {
      // A full disk or a foreign file must not take the database down with its log.
    }
  }

  return {
    append,
    lastFailure: () =>
      recent
        .match(/(?:FATAL|PANIC):\s+(.+)/g)
        ?.at(-1)
        ?.replace(/^\w+:\s+/, '') ?? null,
    lastLine: () =>
      recent
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^initdb:\s+(error:\s+)?/, '') || null,
    says: (words) => recent.includes(words),
  }
}
