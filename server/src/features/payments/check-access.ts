import type { ProductEvent } from '@quittance/core/events'
import type { App, Context, Tx } from '../../context.ts'
import type { EndReason } from '../../database.ts'
import { asRefusal, type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { followConnection } from '../invoices/follow-connection.ts'
import { accountFacts, restrictionOf } from '../stripe-connection/account-facts.ts'
import { type Connection, findConnection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { updateConnection } from '../stripe-connection/store.ts'
import { hasAccess, stripeOf } from '../stripe-connection/stripe-of.ts'
import { endStripe, tellOfStripe } from './end-stripe.ts'
import { listOpenPayments } from './queries.ts'
import type { StripeNews } from './stripe-news.ts'

/** Somebody met a refusal of Stripe's: is our access really gone? */
export async function checkDoubtedAccess(
  app: App,
  _account: string,
  event: Extract<ProductEvent, { type: 'stripe.access_doubted' }>,
): Promise<void> {
  const connection = await findConnection(app.db, event.connectionId)
  if (connection) await checkAccess(app, connection)
}

/** `account.updated`, `account.application.deauthorized`: hints, as all events are. */
export async function applyAccountEvent(app: App, { connection }: StripeNews): Promise<void> {
  await checkAccess(app, connection)
}

/**
 * Reads the Stripe account again and follows what Stripe says with certainty (R38): access that is gone ends the
 * connection; an account that may not charge has its links off until it may again. Returns the connection as it is now.
 */
export async function checkAccess(app: App, connection: Connection): Promise<Connection> {
  if (!hasAccess(connection)) return connection
  const ctx = contextOf(app, connection.account_id, { type: 'stripe' })
  const answer = await askTwice(ctx, connection)
  return ctx.transaction(async (tx) => {
    const now = await lockActiveConnection(tx, ctx.accountId, 'update')
    // Ended or given other keys meanwhile: what was said is of something else.
    if (now?.id !== connection.id || now.secret_key_sealed !== connection.secret_key_sealed)
      return (await findConnection(tx, connection.id)) ?? connection
    if (typeof answer === 'string') {
      await endStripe(ctx, tx, now, answer)
      return (await findConnection(tx, connection.id))!
    }
    return noteAccount(ctx, tx, now, answer)
  })
}

/** A refusal counts when it is repeated. @throws Refusal `stripe_unavailable` when Stripe does not say. */
async function askTwice(ctx: Context, connection: Connection): Promise<Stripe.Account | EndReason> {
  const first = await ask(ctx, connection)
  return typeof first === 'string' ? ask(ctx, connection) : first
}

async function ask(ctx: Context, connection: Connection): Promise<Stripe.Account | EndReason> {
  try {
    return await (await stripeOf(ctx, connection)).accounts.retrieveCurrent()
  } catch (error) {
    const fault = stripeFault(error)
    const isConnect = connection.provider === 'connect'
    // Of Connect a 401 is about the platform's key: the operator's trouble, and no business of theirs ends for it.
    if (fault?.type === 'StripeAuthenticationError' && fault.statusCode === 401 && !isConnect)
      return 'key_revoked'
    if (fault?.statusCode === 403 && fault.code === 'account_invalid')
      return isConnect ? 'deauthorized' : 'access_lost'
    throw asRefusal(error)
  }
}

async function noteAccount(
  ctx: Context,
  tx: Tx,
  connection: Connection,
  account: Stripe.Account,
): Promise<Connection> {
  const facts = accountFacts(account)
  const restriction = restrictionOf(facts.charges_enabled, connection)
  const updated = await updateConnection(tx, ctx.accountId, connection.id, {
    ...facts,
    restriction,
    restricted_at: restriction ? (connection.restricted_at ?? ctx.now()) : null,
    checked_at: ctx.now(),
  })
  const was = connection.restriction
  if (was === restriction) return updated
  const links = await followConnection(ctx, tx, restriction ? 'restricted' : 'unrestricted')
  // Whoever just finished at Stripe's pages needs no mail about it.
  if (was !== 'onboarding')
    await tellOfStripe(ctx, tx, updated, {
      what: restriction ? 'restricted' : 'unrestricted',
      links,
      unsettled: (await listOpenPayments(tx, ctx.accountId)).length,
    })
  return updated
}
