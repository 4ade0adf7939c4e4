import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { sessionQuery } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { usePageTitle } from '../../ui/page.tsx'
import { Front } from './front.tsx'
import { SetUpForm } from './set-up-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { TourOffer } from './tour-offer.tsx'

/** The first page: *Set up your business*, *Live Tour*, *Sign in*. */
export function Welcome() {
  const { data: session } = useSuspenseQuery(sessionQuery)
  const { next } = useSearch({ strict: false }) as { next?: string }
  const title = session.setup_open ? 'Set up your business' : 'Sign in'
  usePageTitle(title)
  return (
    <Front>
      <h1 className="mb-1 text-xl font-semibold tracking-tight">{title}</h1>
      {session.setup_open ? (
        <>
          <p className="mb-6 text-soft">
            Set up before?{' '}
            <Link
              to={paths.signIn()}
              search={{ next }}
              className="font-medium text-accent underline underline-offset-4"
            >
              Sign in
            </Link>
          </p>
          <SetUpForm />
        </>
      ) : (
        <SignInForm next={next} />
      )}
      {session.tour && (
        <div className="mt-6">
          <TourOffer />
        </div>
      )}
    </Front>
  )
}
