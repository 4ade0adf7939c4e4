import { useEffect, useState } from 'react'
import { Dialog } from './dialog.tsx'

/** Marks the link that stands for its row: what the keys walk along. */
export const rowMark = 'data-row'

interface ListKeysProps {
  /** x: picks the row whose id its link's mark names. */
  onPick?: (id: string) => void
  onClear?: () => void
}

const keys: [key: string, what: string][] = [
  ['j or ↓', 'next row'],
  ['k or ↑', 'row before'],
  ['Enter', 'open the row'],
  ['/', 'search'],
]
const pickingKeys: [key: string, what: string][] = [
  ['x', 'select the row, or leave it out'],
  ['Shift and a click', 'select all rows in between'],
  ['Esc', 'select nothing'],
]

/** Walks along a list by keyboard, as in Linear and Gmail; `?` tells the keys. Typing in a field is left alone. */
export function ListKeys({ onPick, onClear }: ListKeysProps) {
  const [isTold, setIsTold] = useState(false)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
      const row = document.activeElement?.getAttribute(rowMark)
      if (event.key === 'j' || event.key === 'ArrowDown') step(1)
      else if (event.key === 'k' || event.key === 'ArrowUp') step(-1)
      else if (event.key === '/') document.querySelector<HTMLElement>('input[type=search]')?.focus()
      else if (event.key === '?') setIsTold(true)
      else if (event.key === 'x' && row && onPick) onPick(row)
      else if (event.key === 'Escape' && onClear) onClear()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  return (
    <Dialog title="Keys of this list" isOpen={isTold} onClose={() => setIsTold(false)} width="narrow">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {[...keys, ...(onPick ? pickingKeys : [])].map(([key, what]) => (
          <div key={key} className="contents">
            <dt className="font-medium">{key}</dt>
            <dd className="text-soft">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** In a field a key is a letter, in a dialog or a menu it has its own meaning. */
function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isField = target.matches('input:not([type=checkbox]), textarea, select, [contenteditable=true]')
  return isField || target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null
}

/** Rows that are hidden on this screen are passed over. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(`[${rowMark}]`)].filter((row) => row.offsetParent)
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
