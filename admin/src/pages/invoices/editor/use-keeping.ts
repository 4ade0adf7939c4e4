import { useEffect, useRef, useState } from 'react'
import type { Draft } from './draft.ts'
import { forgetDraft, keepDraft } from './kept-drafts.ts'

/** nothing: there is nothing unsaved. waiting: soon. `at` ms since 1970. */
export type Keeping =
  | { state: 'nothing' }
  | { state: 'waiting' }
  | { state: 'failed' }
  | { state: 'kept'; at: number }

const settleMs = 400
const againMs = 5_000

interface KeepingOptions {
  draft: Draft
  isDirty: boolean
  /** The version of the stored invoice that is being changed; null for a new one. */
  base: number | null
  /** What is kept here already waits for an answer: leave it. */
  isHeld: boolean
}

/**
 * Keeps what is unsaved in this browser, a moment after each change and when the page goes away, so that a closed tab
 * loses nothing. The server hears of none of it. `finish` is for when it was saved for good.
 */
export function useKeeping(
  place: string,
  { draft, isDirty, base, isHeld }: KeepingOptions,
): { keeping: Keeping; finish: () => void } {
  const [keeping, setKeeping] = useState<Keeping>({ state: 'nothing' })
  const isFinished = useRef(false)
  const latest = useRef(() => {})

  useEffect(() => {
    latest.current = () => {
      if (isFinished.current) return
      if (isDirty) {
        const at = Date.now()
        setKeeping(keepDraft(place, { draft, at, base }) ? { state: 'kept', at } : { state: 'failed' })
      } else if (!isHeld) {
        forgetDraft(place)
        setKeeping({ state: 'nothing' })
      }
    }
  })

  // `draft` is what is waited for: each change begins the wait anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (isDirty) setKeeping((before) => (before.state === 'failed' ? before : { state: 'waiting' }))
    const timer = setTimeout(() => latest.current(), settleMs)
    return () => clearTimeout(timer)
  }, [draft, isDirty, isHeld, place])

  useEffect(() => {
    if (keeping.state !== 'failed') return undefined
    const timer = setInterval(() => latest.current(), againMs)
    return () => clearInterval(timer)
  }, [keeping.state])

  useEffect(() => {
    const keepNow = () => latest.current()
    addEventListener('pagehide', keepNow)
    document.addEventListener('visibilitychange', keepNow)
    return () => {
      removeEventListener('pagehide', keepNow)
      document.removeEventListener('visibilitychange', keepNow)
      keepNow()
    }
  }, [])

  return {
    keeping,
    finish: () => {
      isFinished.current = true
      forgetDraft(place)
    },
  }
}
