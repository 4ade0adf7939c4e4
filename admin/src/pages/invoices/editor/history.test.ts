import { describe, expect, it } from 'vitest'
import { blankLine, type Draft } from './draft.ts'
import { type History, historyOf, redo, step, tidy, undo } from './history.ts'

const start: Draft = {
  customer: null,
  currency: 'eur',
  issueDate: '2026-03-01',
  due: 'days:14',
  dueDate: '2026-03-15',
  serviceDate: '',
  lines: [blankLine()],
  discount: null,
  note: '',
  terms: '',
  memo: '',
  to: '',
  cc: '',
  paymentLink: true,
}

function typed(history: History, note: string, at: number): History {
  return step(history, { ...history.present, note }, at)
}

describe('undo in the invoice editor', () => {
  it('takes back a word at once, and what came after a pause by itself', () => {
    let history = typed(typed(typed(historyOf(start), 'T', 0), 'Th', 100), 'Thanks', 200)
    history = typed(history, 'Thanks!', 60_000)
    history = undo(history)
    expect(history.present.note).toBe('Thanks')
    history = undo(history)
    expect(history.present.note).toBe('')
    expect(undo(history)).toBe(history)
    expect(redo(redo(history)).present.note).toBe('Thanks!')
  })

  it('takes back a removed line with all that stood in it', () => {
    const full = { ...start, lines: [{ ...blankLine(), description: 'Work' }, blankLine()] }
    const removed = step(historyOf(full), { ...full, lines: full.lines.slice(1) }, 0)
    expect(undo(removed).present.lines).toEqual(full.lines)
  })

  it('keeps fields apart, however fast they are filled', () => {
    const history = step(typed(historyOf(start), 'Note', 0), { ...start, note: 'Note', terms: 'Terms' }, 1)
    expect(undo(history).present).toMatchObject({ note: 'Note', terms: '' })
  })

  it('does not count what nobody typed, nor what did not change', () => {
    const [line] = start.lines
    const priced = step(historyOf(start), { ...start, lines: [{ ...line!, price: '80' }] }, 0)
    const tidied = tidy(priced, { ...start, lines: [{ ...line!, price: '80.00' }] })
    expect(undo(tidied).present.lines[0]!.price).toBe('')
    expect(step(tidied, { ...tidied.present }, 9)).toBe(tidied)
  })

  it('forgets what was taken back once something else is typed', () => {
    const other = typed(undo(typed(historyOf(start), 'One', 0)), 'Two', 1)
    expect(redo(other)).toBe(other)
  })
})
