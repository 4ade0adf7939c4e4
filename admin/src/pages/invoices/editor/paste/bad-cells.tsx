import { amountFault } from '../../../../blocks/amount-text.ts'
import { Banner } from '../../../../ui/banner.tsx'
import { type DraftLine, isQuantity } from '../draft.ts'
import type { BadCell } from './pasted-rows.ts'

/** A cell that could not be read, in the line that was made of its row. */
export interface BadLineCell extends Pick<BadCell, 'field' | 'text'> {
  key: string
}

/** Those that still stand as they were pasted, and in which line by now. */
export function stillBad(cells: BadLineCell[], lines: DraftLine[]): (BadLineCell & { index: number })[] {
  return cells.flatMap((cell) => {
    const index = lines.findIndex((line) => line.key === cell.key)
    return lines[index]?.[cell.field] === cell.text ? [{ ...cell, index }] : []
  })
}

/** What of an invoice that was left unfinished cannot be read, as it stood when its rows were pasted. */
export function unreadable(lines: DraftLine[], currency: string): BadLineCell[] {
  return lines.flatMap(({ key, quantity, price }): BadLineCell[] => [
    ...(isQuantity(quantity) ? [] : [{ key, field: 'quantity' as const, text: quantity }]),
    ...(price === '' || amountFault(price, currency) === null
      ? []
      : [{ key, field: 'price' as const, text: price }]),
  ])
}

/** Fits below a narrow field. */
export function brieflyBad({ field }: Pick<BadCell, 'field'>): string {
  return field === 'quantity' ? 'Not a number' : 'Not an amount'
}

function whyBad({ field, text }: Pick<BadCell, 'field' | 'text'>, currency: string): string {
  if (field === 'quantity') return 'Write a positive number, such as 1 or 2.5.'
  return /^\s*[-−(]/.test(text)
    ? 'A price cannot be negative: give a discount instead.'
    : (amountFault(text, currency) ?? 'Write this amount in plain digits.')
}

const shownAtMost = 5

/** Names what of the pasted rows is to be mended, each leading to its field. */
export function BadCells({
  cells,
  currency,
  onGo,
}: {
  cells: (BadLineCell & { index: number })[]
  currency: string
  onGo: (cell: BadLineCell) => void
}) {
  if (cells.length === 0) return null
  const more = cells.length - shownAtMost
  return (
    <div className="mt-4">
      <Banner
        tone="warn"
        title={cells.length === 1 ? 'One cell could not be read' : `${cells.length} cells could not be read`}
      >
        <ul className="mt-1 flex flex-col gap-1">
          {cells.slice(0, shownAtMost).map((cell) => (
            <li key={`${cell.key} ${cell.field}`}>
              <button
                type="button"
                className="text-left underline underline-offset-2 hover:text-ink"
                onClick={() => onGo(cell)}
              >
                Line {cell.index + 1}, {cell.field}: “{cell.text}”
              </button>{' '}
              · {whyBad(cell, currency)}
            </li>
          ))}
          {more > 0 && <li>and {more} more</li>}
        </ul>
      </Banner>
    </div>
  )
}
