import { Check } from 'lucide-react'
import type { TourWalk } from '../../api/types.ts'
import { classes } from '../../ui/classes.ts'
import { ConfirmRestart } from './confirm-restart.tsx'
import { type StepKey, wordsOf } from './walk-words.ts'

/** All steps by chapter. Those not done yet can be looked at in any order. */
export function StepList({
  walk,
  current,
  onChoose,
}: {
  walk: TourWalk
  current: StepKey | null
  onChoose: (key: StepKey) => void
}) {
  const chapters = [...new Set(walk.steps.map((step) => wordsOf(step).chapter))]
  return (
    <details className="group border-t border-line pt-2">
      <summary className="min-h-8 rounded-control py-1 text-sm font-medium text-soft hover:text-ink">
        All steps
      </summary>
      <div className="grid gap-3 pt-1 sm:grid-cols-3 min-[87.5rem]:grid-cols-1">
        {chapters.map((chapter) => (
          <section key={chapter} aria-label={chapter}>
            <p className="py-1 text-xs font-medium text-faint">{chapter}</p>
            <ol>
              {walk.steps
                .filter((step) => wordsOf(step).chapter === chapter)
                .map((step) => {
                  const { title } = wordsOf(step)
                  return (
                    <li key={step.key}>
                      {step.done_at ? (
                        <p className="flex min-h-8 items-center gap-2 px-2 text-sm text-faint">
                          <Check aria-hidden className="size-4 shrink-0 text-good" />
                          {title}
                          <span className="sr-only">, done</span>
                        </p>
                      ) : (
                        <button
                          type="button"
                          aria-current={step.key === current ? 'step' : undefined}
                          onClick={() => onChoose(step.key)}
                          className={classes(
                            'flex min-h-8 w-full items-center gap-2 rounded-control px-2 text-left text-sm transition-colors hover:bg-hover max-sm:min-h-11',
                            step.key === current && 'font-medium text-accent',
                          )}
                        >
                          <span
                            aria-hidden
                            className="mx-1 size-2 shrink-0 rounded-full border border-edge"
                          />
                          {title}
                        </button>
                      )}
                    </li>
                  )
                })}
            </ol>
          </section>
        ))}
        <ConfirmRestart />
      </div>
    </details>
  )
}
