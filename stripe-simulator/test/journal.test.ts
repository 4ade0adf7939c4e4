import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Entry, Journal } from '../src/journal.ts'

describe('the journal', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'journal-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const entry = (id: string, value: unknown): Entry => ({ kind: 'thing', account: 'acct_1', id, value })
  function reopen(): [string, unknown][] {
    const seen: [string, unknown][] = []
    new Journal(directory, ({ id, value }) => seen.push([id, value])).close()
    return seen
  }

  it('gives back the last value of each object in order of creation, without the removed', () => {
    const journal = new Journal(directory, () => {})
    journal.append([entry('a', 1), entry('b', 1)], true)
    journal.append([entry('a', 2), entry('c', 1)], true)
    journal.append([entry('b', null)], true)
    journal.close()
    expect(reopen()).toEqual([
      ['a', 2],
      ['c', 1],
    ])
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('takes a torn last line as never written, with all of its change', () => {
    const journal = new Journal(directory, () => {})
    journal.append([entry('a', 1)], true)
    journal.close()
    appendFileSync(
      join(directory, 'journal.jsonl'),
      JSON.stringify([entry('b', 1), entry('c', 1)]).slice(0, -20),
    )
    expect(reopen()).toEqual([['a', 1]])
  })

  it('refuses to start from a file that is damaged in the middle', () => {
    writeFileSync(join(directory, 'journal.jsonl'), `[oops\n${JSON.stringify([entry('a', 1)])}\n\n`)
    expect(reopen).toThrow(/damaged at line 1/)
  })

  it('can be rewritten while it is open', () => {
    const journal = new Journal(directory, () => {})
    for (let index = 0; index < 50; index++) journal.append([entry('a', index)], false)
    journal.rewrite([entry('a', 49)])
    journal.append([entry('b', 1)], true)
    journal.close()
    expect(reopen()).toEqual([
      ['a', 49],
      ['b', 1],
    ])
  })
})
