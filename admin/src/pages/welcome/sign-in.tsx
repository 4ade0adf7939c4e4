import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { sessionQuery } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { usePageTitle } from '../../ui/page.tsx'
import { Front } from './front.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { TourOffer } from './tour-offer.tsx'

export function SignIn() {
  usePageTitle('Sign in')
  const { data: session } = useSuspenseQuery(sessionQuery)
  const { next } = useSearch({ strict: false }) as { next?: string }
  return (
    <Front>
      <h1 className="mb-1 text-xl font-semibold tracking-tight">Sign in</h1>
      {session.setup_open && (
        <p className="mb-6 text-soft">
          New here?{' '}
          <Link to={paths.welcome()} className="font-medium text-accent underline underline-offset-4">
            Set up your business
          </Link>
        </p>
      )}
      <SignInForm next={next} />
      {session.tour && (
        <div className="mt-6">
          <TourOffer />
        </div>
      )}
    </Front>
  )
}
