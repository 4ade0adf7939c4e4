import type { AccountId } from '@quittance/core/ids'
import type { App, Context } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import type { Role } from '../../platform/http/endpoint.ts'
import type { Actor } from '../../records.ts'
import { findApiKey, findSession } from './queries.ts'
import { touchAccount, touchApiKey } from './store.ts'

export interface Identity {
  ctx: Context
  role: Role
}

const touchEveryMs = 60_000

/** The gate: who sends this API key or session token, or null. Only the gates make an AccountId. */
export async function identifyActor(
  app: App,
  credentials: { apiKey: string | null; sessionToken: string | null },
): Promise<Identity | null> {
  if (credentials.apiKey !== null) {
    const key = await findApiKey(app.db, hashToken(credentials.apiKey))
    if (!key) return null
    await touch(app, key)
    if (app.now().getTime() - (key.last_used_at?.getTime() ?? 0) > touchEveryMs)
      await touchApiKey(app.db, key.account_id, key.id, app.now())
    // Scopes come with R50; until then a key acts for the whole account.
    return {
      ctx: contextOf(app, key.account_id, { type: 'api_key', id: key.id, name: key.name }),
      role: 'owner',
    }
  }
  if (credentials.sessionToken === null) return null
  const session = await findSession(app.db, hashToken(credentials.sessionToken), app.now())
  if (!session) return null
  await touch(app, session)
  return {
    ctx: contextOf(app, session.account_id, { type: 'member', id: session.id, name: session.name }),
    role: session.role,
  }
}

/** A context for work that no person asked for (jobs), or that a payer did. */
export function contextOf(app: App, accountId: string, actor: Actor): Context {
  return {
    ...app,
    accountId: accountId as AccountId,
    actor,
    transaction: (work) => inTransaction(app.db, work),
  }
}

/** Keeps a tour that is used from being deleted as idle (R48). */
async function touch(
  app: App,
  found: { account_id: string; kind: string; last_seen_at: Date },
): Promise<void> {
  if (found.kind === 'tour' && app.now().getTime() - found.last_seen_at.getTime() > touchEveryMs)
    await touchAccount(app.db, found.account_id, app.now())
}
