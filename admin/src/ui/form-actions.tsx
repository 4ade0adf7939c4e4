import type { ReactNode } from 'react'

/** The row of buttons a form on a page ends with. */
export function FormActions({ children }: { children: ReactNode }) {
  return (
    <div className="mt-1 flex flex-col-reverse gap-2.5 border-t border-line pt-5 sm:flex-row sm:justify-end">
      {children}
    </div>
  )
}
