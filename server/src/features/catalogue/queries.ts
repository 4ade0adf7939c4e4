import type { AccountId } from '@quittance/core/ids'
import type { Selectable } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { cutPage, decodeCursor } from '../../platform/db/keyset.ts'
import { escapeLike } from '../../platform/db/like.ts'

export type Service = Selectable<Database['services']>

export async function findService(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<Service | undefined> {
  return db
    .selectFrom('services')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Newest first. `q` is looked for in name and description. */
export async function listServices(
  db: Reader,
  accountId: AccountId,
  page: { limit: number; cursor?: string | undefined; q?: string | undefined; archived: boolean },
) {
  let query = db
    .selectFrom('services')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('archived_at', page.archived ? 'is not' : 'is', null)
  if (page.cursor) query = query.where('id', '<', decodeCursor(page.cursor))
  if (page.q) {
    const like = `%${escapeLike(page.q)}%`
    query = query.where((eb) => eb.or([eb('name', 'ilike', like), eb('description', 'ilike', like)]))
  }
  return cutPage(
    await query
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute(),
    page.limit,
  )
}
