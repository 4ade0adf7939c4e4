import { redirect } from '@tanstack/react-router'
import { queryClient, sessionQuery } from '../api/queries.ts'
import { paths } from '../paths.ts'

/** Lets members through; a stranger signs in first and comes back to the address asked for. */
export async function membersOnly({ location }: { location: { href: string } }): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session.member) return
  throw redirect({
    to: session.setup_open ? paths.welcome() : paths.signIn(),
    search: { next: location.href },
  })
}

/** The first page is for strangers; members go to their dashboard. */
export async function strangersOnly(): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session.member) throw redirect({ to: paths.dashboard() })
}
