import { useCallback, useEffect, useState } from 'react'
import type { Draft } from './draft.ts'
import { type History, historyOf, redo, step, tidy, undo } from './history.ts'

export type DraftChange = (before: Draft) => Draft

/** The draft with its history. Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) work wherever on the page one stands. */
export function useHistory(start: Draft): {
  draft: Draft
  change: (change: DraftChange) => void
  /** A change nobody made: undone together with the one before. */
  tidyUp: (change: DraftChange) => void
  undo: () => void
  redo: () => void
  canUndo: boolean
  canRedo: boolean
} {
  const [history, setHistory] = useState<History>(() => historyOf(start))

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return
      // In a dialog, and where a customer is searched, the browser takes back what was typed there.
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('[role=dialog], [role=alertdialog], [data-own-undo]')) return
      event.preventDefault()
      setHistory(key === 'y' || event.shiftKey ? redo : undo)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  return {
    draft: history.present,
    change: useCallback((change) => {
      const at = Date.now()
      setHistory((before) => step(before, change(before.present), at))
    }, []),
    tidyUp: useCallback((change) => setHistory((before) => tidy(before, change(before.present))), []),
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  }
}
