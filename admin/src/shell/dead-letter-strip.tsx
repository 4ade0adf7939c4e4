import { useQuery } from '@tanstack/react-query'
import { deadLetterCountsQuery } from '../api/queries.ts'
import { useIsAdministrator } from '../api/session.ts'
import { paths } from '../paths.ts'
import { TroubleStrip } from './trouble-strip.tsx'

/** Something was tried too often and is given up: it waits for somebody. */
export function DeadLetterStrip() {
  const { data: counts } = useQuery({ ...deadLetterCountsQuery, enabled: useIsAdministrator() })
  if (!counts?.dead) return null
  const words = counts.dead === 1 ? 'One thing could not be done' : `${counts.dead} things could not be done`
  return <TroubleStrip label="Deliveries" words={words} to={paths.deliveries()} />
}
