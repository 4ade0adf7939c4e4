import { Link } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { buttonClass } from '../ui/button.tsx'
import { usePageTitle } from '../ui/page.tsx'

/** What somebody finds at an address that is not for their role (R49). */
export function NotYours({ whose }: { whose: 'administrator' | 'owner' }) {
  usePageTitle('Not for your role')
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-24 text-center">
      <h1 className="text-xl font-semibold">
        {whose === 'owner' ? 'Only owners come in here' : 'Only administrators come in here'}
      </h1>
      <p className="mt-1 mb-6 text-soft">
        {whose === 'owner'
          ? 'Ask an owner of the business, if you need something from it.'
          : 'Ask an administrator, if something should be changed, or to be made one.'}
      </p>
      <Link to={paths.dashboard()} className={buttonClass('primary')}>
        To the dashboard
      </Link>
    </div>
  )
}
