import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

/** A sheet on the page with its own heading. */
export function Card({
  title,
  action,
  hint,
  children,
  className,
}: {
  title?: string
  action?: ReactNode
  hint?: ReactNode
  children: ReactNode
  className?: string
}) {
  const id = useId()
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={classes('rounded-card border border-line bg-sheet shadow-card', className)}
    >
      {title && (
        <header className="flex items-start justify-between gap-3 px-5 pt-4">
          <div className="min-w-0">
            <h2 id={id} className="text-lg font-semibold">
              {title}
            </h2>
            {hint && <p className="mt-0.5 text-soft">{hint}</p>}
          </div>
          {action}
        </header>
      )}
      <div className="p-5">{children}</div>
    </section>
  )
}
