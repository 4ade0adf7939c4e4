import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

type Tone = 'info' | 'good' | 'warn' | 'bad'

const looks: Record<Tone, { ground: string; icon: ReactNode }> = {
  info: { ground: 'bg-info-soft border-info/25', icon: <Info aria-hidden className="text-info" /> },
  good: { ground: 'bg-good-soft border-good/25', icon: <CircleCheck aria-hidden className="text-good" /> },
  warn: { ground: 'bg-warn-soft border-warn/25', icon: <TriangleAlert aria-hidden className="text-warn" /> },
  bad: { ground: 'bg-bad-soft border-bad/25', icon: <CircleAlert aria-hidden className="text-bad" /> },
}

/** Something the reader should know before going on, with what to do about it. */
export function Banner({
  tone = 'info',
  title,
  action,
  children,
}: {
  tone?: Tone
  title?: string
  action?: ReactNode
  children?: ReactNode
}) {
  return (
    <div
      className={classes(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border px-4 py-3',
        looks[tone].ground,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3 [&>svg]:mt-0.5 [&>svg]:size-4.5 [&>svg]:shrink-0">
        {looks[tone].icon}
        <div className="min-w-0">
          {title && <p className="font-semibold">{title}</p>}
          {children && <div className={title ? 'text-soft' : ''}>{children}</div>}
        </div>
      </div>
      {action}
    </div>
  )
}
