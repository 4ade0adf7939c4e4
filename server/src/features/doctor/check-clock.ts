import type { App } from '../../context.ts'
import { type Check, fault, fine } from './check.ts'
import type { StripeTime } from './check-stripe.ts'
import { databaseTime } from './queries.ts'

// Stripe's signatures are believed for five minutes; the header tells whole seconds.
const apartAtMostSeconds = 60

/** This machine's clock against the database's, and Stripe's. */
export async function checkClock(app: App, stripe: StripeTime | null): Promise<Check> {
  const before = app.now().getTime()
  const theirs = await databaseTime(app.db)
  const apart = [
    { whose: 'the database’s', seconds: ((before + app.now().getTime()) / 2 - theirs.getTime()) / 1000 },
    ...(stripe && !Number.isNaN(stripe.theirs.getTime())
      ? [{ whose: 'Stripe’s', seconds: (stripe.ours.getTime() - stripe.theirs.getTime()) / 1000 }]
      : []),
  ]
  const wrong = apart.filter(({ seconds }) => Math.abs(seconds) > apartAtMostSeconds)
  if (wrong.length === 0)
    return fine('clock', `This machine’s clock agrees with ${apart.map(({ whose }) => whose).join(' and ')}.`)
  return fault(
    'clock',
    `This machine’s clock is ${wrong.map(({ whose, seconds }) => `${Math.round(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'} ${whose}`).join(' and ')}.`,
    'Set it by a time server (timedatectl set-ntp true): with a wrong clock Stripe’s webhooks are refused.',
  )
}
