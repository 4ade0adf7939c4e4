import { classes } from './classes.ts'

/** A grey bar where something is about to be. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={classes('animate-pulse rounded-control bg-line/70', className ?? 'h-4 w-full')}
    />
  )
}

/** A list that is about to be. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="divide-y divide-line rounded-card border border-line bg-sheet"
    >
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex items-center gap-6 px-5 py-4">
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  )
}

/** A page that is about to be. */
export function SkeletonPage() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="mx-auto flex w-full max-w-5xl flex-col gap-5 px-4 py-5 sm:px-8 sm:py-8"
    >
      <Skeleton className="h-7 w-56" />
      <SkeletonRows />
    </div>
  )
}
