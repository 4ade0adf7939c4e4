import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { App } from '../../context.ts'
import { hashPassword } from '../../platform/crypto/passwords.ts'
import { inTransaction, violates } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { addApiKey } from './create-api-key.ts'
import { businessExists } from './queries.ts'
import { insertAccount, insertMember, lockSetup } from './store.ts'

export interface SetUpBusiness {
  company: string
  email: string
  password: string
  name?: string | undefined
  currency?: string | undefined
  country?: string | undefined
  timeZone?: string | undefined
  language?: string | undefined
}

export const passwordLength = { min: 10, max: 200 }

/**
 * Makes a business and its owner, with a first API key. `openTo`: 'first' refuses once a business exists (SIGNUP).
 * @throws Refusal `setup_already_done`, `email_taken`.
 */
export async function setUpBusiness(
  app: App,
  input: SetUpBusiness,
  openTo: 'first' | 'open',
): Promise<{ accountId: AccountId; memberId: string; apiKey: string }> {
  const passwordHash = await hashPassword(input.password)
  try {
    return await inTransaction(app.db, async (tx) => {
      if (openTo === 'first') {
        // Of two at once, the second waits and sees the first.
        await lockSetup(tx)
        if (await businessExists(tx))
          throw new Refusal(
            'setup_already_done',
            'A business was already set up here. Sign in, or ask its owner for an invitation.',
          )
      }
      const accountId = newId('acct') as AccountId
      await insertAccount(tx, {
        id: accountId,
        kind: 'business',
        name: input.company,
        email: input.email,
        currency: input.currency ?? 'usd',
        country: input.country ?? 'US',
        time_zone: input.timeZone ?? 'UTC',
        language: input.language ?? 'en',
        address: JSON.stringify(input.country ? { country: input.country } : {}),
      })
      const memberId = newId('mem')
      await insertMember(tx, {
        account_id: accountId,
        id: memberId,
        name: input.name ?? '',
        email: input.email,
        role: 'owner',
        password_hash: passwordHash,
      })
      const { apiKey } = await addApiKey(tx, accountId, 'First key')
      return { accountId, memberId, apiKey }
    })
  } catch (error) {
    if (violates(error, 'members_sign_in'))
      throw new Refusal('email_taken', 'Somebody signs in with this e-mail address already.', {
        errors: [{ pointer: '/email', detail: 'This address is taken.' }],
      })
    throw error
  }
}
