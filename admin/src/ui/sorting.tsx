import { ArrowDown, ArrowUp } from 'lucide-react'
import { classes } from './classes.ts'

/** One thing a list can be ordered by, as its API names it: `due_date`, or `-due_date` for the greatest first. */
export interface SortChoice {
  by: string
  label: string
  /** Which end is asked for first. */
  first: 'least' | 'greatest'
}

interface Sorting {
  /** As in the address bar; undefined: newest first. */
  sort: string | undefined
  onSort: (sort: string | undefined) => void
}

const usual = '-created'

/** What the address bar asks for, if the list has it. */
export function soundSort(asked: string | undefined, choices: readonly SortChoice[]): string | undefined {
  return choices.some(({ by }) => by === asked?.replace(/^-/, '')) ? asked : undefined
}

function nextOf({ by, first }: SortChoice, current: string): string {
  if (current === by) return `-${by}`
  if (current === `-${by}`) return by
  return first === 'least' ? by : `-${by}`
}

/** The head of a column, pressed to order the list by it, and again to turn the order round. */
export function SortHeader({
  choice,
  sort = usual,
  onSort,
  className,
  align = 'left',
}: Sorting & { choice: SortChoice; className?: string; align?: 'left' | 'right' }) {
  const isUp = sort === choice.by
  const isDown = sort === `-${choice.by}`
  const next = nextOf(choice, sort)
  return (
    <th
      scope="col"
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}
      className={classes('font-medium', align === 'right' && 'text-right', className)}
    >
      <button
        type="button"
        onClick={() => onSort(next === usual ? undefined : next)}
        className={classes(
          'inline-flex min-h-8 items-center gap-1 rounded-control font-medium hover:text-ink',
          (isUp || isDown) && 'text-ink',
        )}
      >
        {choice.label}
        {isUp && <ArrowUp aria-hidden className="size-3.5" />}
        {isDown && <ArrowDown aria-hidden className="size-3.5" />}
      </button>
    </th>
  )
}

/** The same where a list has no columns, as on a phone; `always` where it never has. */
export function SortSelect({
  choices,
  sort = usual,
  onSort,
  always = false,
}: Sorting & { choices: readonly SortChoice[]; always?: boolean }) {
  return (
    <label className={classes('flex items-center gap-2 text-sm text-soft', !always && 'mb-3 md:hidden')}>
      Order
      <select
        value={sort}
        onChange={(event) => onSort(event.target.value === usual ? undefined : event.target.value)}
        className="control w-auto"
      >
        {choices.flatMap(({ by, label, first }) =>
          (first === 'least' ? [by, `-${by}`] : [`-${by}`, by]).map((value) => (
            <option key={value} value={value}>
              {label}, {wayOf(by, value)}
            </option>
          )),
        )}
      </select>
    </label>
  )
}

function wayOf(by: string, value: string): string {
  const isUp = value === by
  if (by === 'created' || by === 'due_date') return isUp ? 'oldest first' : 'newest first'
  if (by === 'name' || by === 'customer') return isUp ? 'A to Z' : 'Z to A'
  return isUp ? 'least first' : 'most first'
}
