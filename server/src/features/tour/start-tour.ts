import { randomBytes } from 'node:crypto'
import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { App, Context } from '../../context.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { addApiKey } from '../accounts/create-api-key.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { insertAccount, insertMember, insertTourKey } from '../accounts/store.ts'
import { connectSimulatedStripe } from './connect-simulated-stripe.ts'
import { seedTour } from './seed.ts'

export interface StartedTour {
  accountId: AccountId
  memberId: string
  apiKey: string
  /** Opens the tour again: stands in its addresses. */
  enterToken: string
}

/** Gives a visitor an account of their own: a demo business, a connected simulated Stripe, a mailbox (R46). */
export async function startTour(app: App): Promise<StartedTour> {
  if (!app.config.tour || !app.config.stripeSimulatorUrl)
    throw new Refusal('tour_off', 'The Live Tour is switched off on this server.')
  const tour = await openAccount(app)
  const ctx: Context = contextOf(app, tour.accountId, { type: 'member', id: tour.memberId, name: 'You' })
  await connectSimulatedStripe(ctx, randomBytes(8).toString('hex'))
  await seedTour(ctx)
  return tour
}

async function openAccount(app: App): Promise<StartedTour> {
  const accountId = newId('acct') as AccountId
  const memberId = newId('mem')
  const enterToken = newToken()
  return inTransaction(app.db, async (tx) => {
    await insertAccount(tx, {
      id: accountId,
      kind: 'tour',
      name: 'Harbour Lane Studio',
      email: 'billing@harbourlane.example.com',
      phone: '+49 30 555 0142',
      website: 'harbourlane.example.com',
      tax_id: 'DE 123 456 789',
      country: 'DE',
      address: JSON.stringify({ line1: 'Hafenweg 12', postal_code: '20457', city: 'Hamburg', country: 'DE' }),
      currency: 'eur',
      time_zone: 'Europe/Berlin',
      terms:
        'Payable within 14 days by the link in this invoice, or by bank transfer to DE00 0000 0000 0000 0000 00 (made up for the tour).',
    })
    await insertMember(tx, {
      account_id: accountId,
      id: memberId,
      name: 'You',
      email: 'you@harbourlane.example.com',
      role: 'owner',
      password_hash: null,
    })
    await insertMember(tx, {
      account_id: accountId,
      id: newId('mem'),
      name: 'Office',
      email: 'office@harbourlane.example.com',
      role: 'administrator',
      password_hash: null,
    })
    await insertTourKey(tx, { token_hash: hashToken(enterToken), account_id: accountId })
    const { apiKey } = await addApiKey(tx, accountId, 'Tour')
    return { accountId, memberId, apiKey, enterToken }
  })
}
