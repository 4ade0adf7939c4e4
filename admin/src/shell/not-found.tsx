import { Link } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { buttonClass } from '../ui/button.tsx'
import { usePageTitle } from '../ui/page.tsx'

export function NotFound() {
  usePageTitle('Not found')
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-24 text-center">
      <p className="figures text-3xl font-semibold tracking-tight text-faint">404</p>
      <h1 className="mt-2 text-xl font-semibold">There is nothing here</h1>
      <p className="mt-1 mb-6 text-soft">The address may be mistyped, or what stood here was deleted.</p>
      <Link to={paths.invoices()} className={buttonClass('primary')}>
        To the invoices
      </Link>
    </div>
  )
}
