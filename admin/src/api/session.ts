import { useSuspenseQuery } from '@tanstack/react-query'
import { paths } from '../paths.ts'
import { ApiProblem } from './problem.ts'
import { queryClient, sessionQuery, stripeQuery } from './queries.ts'
import type { Account, Member } from './types.ts'

/** Who is signed in. Only for pages behind the gate, which guarantees both. */
export function useSession(): { member: Member; account: Account; mailConfigured: boolean; isTour: boolean } {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data.member || !data.account) throw new Error('This page is only drawn for someone who is signed in.')
  return {
    member: data.member,
    account: data.account,
    mailConfigured: data.mail_configured,
    isTour: data.account.kind === 'tour',
  }
}

/** Whether payment links can be offered at all (R10). */
export function useStripeConnected(): boolean {
  return useSuspenseQuery(stripeQuery).data.state === 'connected'
}

/** Whether the one signed in may change settings (R49). */
export function useIsAdministrator(): boolean {
  return useSession().member.role !== 'staff'
}

let isLeaving = false

/** Loads an address of the app anew, so that nothing that was read for one person is there for the next. */
export function leaveFor(address: string): void {
  isLeaving = true
  location.assign(address)
}

/** A session can end while the app is open (it expired, or was ended elsewhere); the first refused call tells. */
export function watchForSignOut(): void {
  function notice(error: unknown): void {
    const isRefused = error instanceof ApiProblem && error.code === 'unauthenticated'
    if (!isRefused || isLeaving || !queryClient.getQueryData(sessionQuery.queryKey)?.member) return
    const next = new URLSearchParams({ next: location.pathname + location.search })
    leaveFor(`${paths.signIn()}?${next}`)
  }
  queryClient
    .getQueryCache()
    .subscribe(
      (event) => event.type === 'updated' && event.action.type === 'error' && notice(event.action.error),
    )
  queryClient
    .getMutationCache()
    .subscribe(
      (event) => event.type === 'updated' && event.action.type === 'error' && notice(event.action.error),
    )
}
