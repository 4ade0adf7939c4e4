import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { classes } from './classes.ts'

interface PageProps {
  title: string
  /** Instead of the title, when it is more than words. */
  heading?: ReactNode
  back?: { to: string; label: string }
  actions?: ReactNode
  width?: 'reading' | 'normal' | 'wide'
  children: ReactNode
}

const widths = { reading: 'max-w-2xl', normal: 'max-w-5xl', wide: 'max-w-6xl' }

/** One page: its name in the tab and as the heading, its actions beside it. */
export function Page({ title, heading, back, actions, width = 'normal', children }: PageProps) {
  usePageTitle(title)
  return (
    <div className={classes('mx-auto flex w-full flex-col gap-5 px-4 py-5 sm:px-8 sm:py-8', widths[width])}>
      <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          {back && (
            <Link
              to={back.to}
              className="mb-1 -ml-1 inline-flex min-h-6 items-center gap-0.5 text-sm text-soft hover:text-ink"
            >
              <ChevronLeft aria-hidden className="size-4" />
              {back.label}
            </Link>
          )}
          <h1 className="text-xl font-semibold tracking-tight">{heading ?? title}</h1>
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** The name of the page in the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Quittance`
  }, [title])
}
