import type { ReactNode } from 'react'

/** Acts below each other, their icons in one line. */
export function ActionList({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 gap-2 *:justify-start max-lg:*:px-2.5 max-lg:*:text-sm lg:grid-cols-1">
      {children}
    </div>
  )
}
