import type { App } from '../../context.ts'
import { type Check, fine, warning } from './check.ts'
import { outboxStanding } from './queries.ts'

const waitsAtMostMinutes = 15

/** What was given up, and what waits for too long. */
export async function checkOutbox(app: App): Promise<Check> {
  const { dead, waiting, oldest } = await outboxStanding(app.db)
  const minutes = oldest ? Math.floor((app.now().getTime() - oldest.getTime()) / 60_000) : 0
  if (dead > 0)
    return warning(
      'outbox',
      `${dead} ${dead === 1 ? 'thing was' : 'things were'} tried too often and given up.`,
      'Open Settings → Deliveries: it says why, and tries again.',
    )
  if (minutes > waitsAtMostMinutes)
    return warning(
      'outbox',
      `${waiting} ${waiting === 1 ? 'thing waits' : 'things wait'} to be done, the oldest for ${minutes} minutes.`,
      'Is Quittance running, with a worker (ROLE)? If so, Settings → Deliveries says what fails.',
    )
  return fine('outbox', waiting === 0 ? 'Nothing waits.' : `${waiting} waiting, none for long.`)
}
