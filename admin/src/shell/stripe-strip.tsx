import { useQuery } from '@tanstack/react-query'
import { stripeQuery } from '../api/queries.ts'
import { useIsAdministrator } from '../api/session.ts'
import type { StripeConnection } from '../api/types.ts'
import { paths } from '../paths.ts'
import { TroubleStrip } from './trouble-strip.tsx'

/** Stripe has taken itself away (R38): nobody should find out from a customer. */
export function StripeStrip() {
  const { data: connection } = useQuery({ ...stripeQuery, enabled: useIsAdministrator() })
  const words = connection && troubleOf(connection)
  return words ? <TroubleStrip label="Stripe" words={words} to={paths.stripe()} /> : null
}

function troubleOf({ state, end_reason: reason }: StripeConnection): string | null {
  if (state === 'restricted') return 'Stripe has stopped payments: all payment links are off'
  if (state === 'disconnected' && reason && reason !== 'removed')
    return 'Stripe ended the connection: all payment links are off'
  return null
}
