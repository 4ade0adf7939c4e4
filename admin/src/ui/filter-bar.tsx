import { classes } from './classes.ts'

interface FilterBarProps {
  label: string
  choices: { key: string; label: string }[]
  current: string
  onChoose: (key: string) => void
}

/** One of a few views of a list. */
export function FilterBar({ label, choices, current, onChoose }: FilterBarProps) {
  return (
    <div
      role="group"
      aria-label={label}
      className="-mx-4 flex max-w-[100vw] gap-1 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:px-0"
    >
      {choices.map((choice) => (
        <button
          key={choice.key}
          type="button"
          aria-pressed={choice.key === current}
          onClick={() => onChoose(choice.key)}
          className={classes(
            'min-h-8 shrink-0 rounded-full px-3 text-sm font-medium transition-colors max-sm:min-h-10',
            choice.key === current ? 'bg-ink text-paper' : 'text-soft hover:bg-hover hover:text-ink',
          )}
        >
          {choice.label}
        </button>
      ))}
    </div>
  )
}
