import type { App } from '../../context.ts'
import { stripeFault } from '../../platform/stripe/client.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { type Check, fault, fine, wordsOf } from './check.ts'
import { activeConnections } from './queries.ts'

const atOnce = 8

/** What Stripe's Date header said, and when, here. */
export interface StripeTime {
  theirs: Date
  ours: Date
}

/** Asks Stripe through every connection of a business who it is. `time`: null when none answered. */
export async function checkStripe(app: App): Promise<{ check: Check; time: StripeTime | null }> {
  const connections = await activeConnections(app.db)
  if (connections.length === 0)
    return { check: fine('stripe', 'No business is connected to Stripe.'), time: null }
  const silent: string[] = []
  let time: StripeTime | null = null
  for (let first = 0; first < connections.length; first += atOnce) {
    const answers = await Promise.all(
      connections.slice(first, first + atOnce).map((connection) => ask(app, connection)),
    )
    for (const answer of answers) {
      if (typeof answer === 'string') silent.push(answer)
      else time = answer
    }
  }
  if (silent.length === 0)
    return { check: fine('stripe', `Stripe answers all ${connections.length} connected.`), time }
  return {
    check: fault(
      'stripe',
      `Stripe does not answer ${silent.length} of ${connections.length} connected: ${silent.slice(0, 5).join('; ')}.`,
      'If it says so of the keys, connect Stripe again in Settings. Otherwise look whether this machine reaches STRIPE_API_BASE; what happened meanwhile is read by itself.',
    ),
    time,
  }
}

/** The time there, or what is wrong, in words without secrets. */
async function ask(app: App, connection: Connection): Promise<StripeTime | string> {
  try {
    const stripe = await stripeOf(app, connection)
    const { lastResponse } = await stripe.accounts.retrieveCurrent()
    return { theirs: new Date(lastResponse.headers['date'] ?? Number.NaN), ours: app.now() }
  } catch (error) {
    const why = stripeFault(error)
    const words = why ? [why.statusCode ?? 'no answer', why.code].filter(Boolean).join(' ') : wordsOf(error)
    return `${connection.account_id} (${words})`
  }
}
