import type { Draft, DraftLine } from './draft.ts'

/** What was typed, step by step, and where in it the author stands. */
export interface History {
  past: Draft[]
  present: Draft
  future: Draft[]
  /** The field the last step was typed into, and when (ms): what is typed on there is the same step. */
  typing: { field: string; at: number } | null
}

/** More steps than anybody takes back. */
const stepsAtMost = 200
/** Who pauses for longer begins a new step. */
const pauseMs = 1_500

export function historyOf(start: Draft): History {
  return { past: [], present: start, future: [], typing: null }
}

/** The next state as a step of its own, or as part of the last one while the same field is being typed into. `at` ms. */
export function step(history: History, next: Draft, at: number): History {
  const { present, past, typing } = history
  const field = changedField(present, next)
  if (field === same) return history
  const isSameStep = field !== null && typing?.field === field && at - typing.at < pauseMs && past.length > 0
  return {
    past: isSameStep ? past : [...past, present].slice(-stepsAtMost),
    present: next,
    future: [],
    typing: field === null ? null : { field, at },
  }
}

/** A change nobody made, such as writing 80 as 80.00: it belongs to the step before. */
export function tidy(history: History, next: Draft): History {
  return { ...history, present: next }
}

export function undo(history: History): History {
  const { past, present, future } = history
  const before = past.at(-1)
  if (!before) return history
  return { past: past.slice(0, -1), present: before, future: [present, ...future], typing: null }
}

export function redo(history: History): History {
  const { past, present, future } = history
  const [after, ...rest] = future
  if (!after) return history
  return { past: [...past, present], present: after, future: rest, typing: null }
}

const same = Symbol('nothing changed')

/** The one field of text in which two states differ, or null when more than one does, or something that is no text. */
function changedField(before: Draft, after: Draft): string | null | typeof same {
  const changed = differing(before, after)
  if (changed.length === 0) return same
  if (changed.length > 1) return null
  const name = changed[0]!
  if (name !== 'lines') return typeof after[name] === 'string' ? name : null
  const { lines } = after
  if (lines.length !== before.lines.length || lines.some((line, at) => line.key !== before.lines[at]!.key))
    return null
  const touched = lines.flatMap((line, at) =>
    differing(before.lines[at]!, line).map((field: keyof DraftLine) => ({ line, field })),
  )
  if (touched.length === 0) return same
  const [first, ...more] = touched
  if (!first || more.length > 0 || typeof first.line[first.field] !== 'string') return null
  return `${first.line.key} ${first.field}`
}

function differing<T extends object>(before: T, after: T): (keyof T)[] {
  return (Object.keys(after) as (keyof T)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
}
