import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { type Account, findAccount } from '../accounts/queries.ts'
import { type CardRequest, findCardRequestByToken, stateOf } from '../card-requests/queries.ts'
import { findCustomer } from '../customers/queries.ts'
import { activeConnection, type Connection } from '../stripe-connection/queries.ts'

/** What a token under /card opens. */
export interface CardTarget {
  accountId: AccountId
  account: Account
  request: CardRequest
  connection: Connection | undefined
  /** The customer's, BCP 47. */
  language: string
  /** Lower-case: what they are usually billed in. */
  currency: string
  /** `closed`: used up, replaced, revoked or expired. `unavailable`: Stripe was removed. */
  state: 'open' | 'saved' | 'closed' | 'unavailable'
}

/** null for everything that never led anywhere: one 404 (R17). The token is a gate: it makes the AccountId. */
export async function openCardLink(app: App, token: string): Promise<CardTarget | null> {
  if (!/^[A-Za-z0-9]{20,40}$/.test(token)) return null
  const request = await findCardRequestByToken(app.db, hashToken(token))
  if (!request) return null
  const accountId = request.account_id as AccountId
  const [account, customer, connection] = await Promise.all([
    findAccount(app.db, accountId),
    findCustomer(app.db, accountId, request.customer_id),
    activeConnection(app.db, accountId),
  ])
  if (!customer) return null
  const standing = stateOf(request, app.now())
  const state =
    standing === 'saved'
      ? 'saved'
      : standing !== 'open'
        ? 'closed'
        : connection?.restriction === null
          ? 'open'
          : 'unavailable'
  return {
    accountId,
    account,
    request,
    connection,
    language: customer.language ?? account.language,
    currency: customer.currency ?? account.currency,
    state,
  }
}
