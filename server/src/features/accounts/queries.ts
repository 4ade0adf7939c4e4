import type { AccountId } from '@quittance/core/ids'
import type { Selectable } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'

export type Account = Selectable<Database['accounts']>
export type Member = Selectable<Database['members']>
export type ApiKey = Selectable<Database['api_keys']>

export async function findAccount(db: Reader, accountId: string): Promise<Account> {
  return db.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()
}

export async function listMembers(db: Reader, accountId: AccountId): Promise<Member[]> {
  return db.selectFrom('members').selectAll().where('account_id', '=', accountId).orderBy('id').execute()
}

export async function findMember(db: Reader, accountId: AccountId, id: string): Promise<Member | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The member who signs in with this address; tours' members never do. */
export async function findMemberByEmail(db: Reader, email: string): Promise<Member | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .where('password_hash', 'is not', null)
    .executeTakeFirst()
}

export async function businessExists(db: Reader): Promise<boolean> {
  return (
    (await db
      .selectFrom('accounts')
      .select('id')
      .where('kind', '=', 'business')
      .limit(1)
      .executeTakeFirst()) !== undefined
  )
}

export async function findSession(db: Reader, tokenHash: Buffer, now: Date) {
  return db
    .selectFrom('sessions as s')
    .innerJoin('members as m', (join) =>
      join.onRef('m.account_id', '=', 's.account_id').onRef('m.id', '=', 's.member_id'),
    )
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .select(['s.account_id', 'm.id', 'm.name', 'm.role', 'a.kind', 'a.last_seen_at'])
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .executeTakeFirst()
}

export async function findApiKey(db: Reader, tokenHash: Buffer) {
  return db
    .selectFrom('api_keys as k')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .select(['k.account_id', 'k.id', 'k.name', 'k.last_used_at', 'a.kind', 'a.last_seen_at'])
    .where('k.token_hash', '=', tokenHash)
    .where('k.revoked_at', 'is', null)
    .executeTakeFirst()
}

export async function findTourByKey(
  db: Reader,
  tokenHash: Buffer,
): Promise<{ account_id: string } | undefined> {
  return db
    .selectFrom('tour_keys')
    .select('account_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
}

export async function findOwner(db: Reader, accountId: string): Promise<Member> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('role', '=', 'owner')
    .orderBy('id')
    .executeTakeFirstOrThrow()
}

export async function listApiKeys(db: Reader, accountId: AccountId): Promise<ApiKey[]> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .execute()
}

export async function listIdleTours(db: Reader, before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('kind', '=', 'tour')
    .where('last_seen_at', '<', before)
    .limit(50)
    .execute()
  return rows.map((row) => row.id)
}
