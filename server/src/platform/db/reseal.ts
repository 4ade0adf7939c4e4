import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Sealer } from '../crypto/sealer.ts'

/** A place in the database where sealed texts stand: rows are found by `account_id` and `key`. */
export interface SealedPlace {
  table: string
  key: string
  /** Within `column`, a JSON document, the field that is sealed; the column itself when left out. */
  column: string
  field?: string
  purpose(accountId: string, key: string): string
}

const atOnce = 500

/** Seals what stands there with the sealer's current key; rows that others change meanwhile stay as those left them. Returns how many. */
export async function resealPlace(
  db: Reader,
  sealer: Sealer,
  { table, key, column, field, purpose }: SealedPlace,
): Promise<number> {
  const [rows, id, stored] = [sql.table(table), sql.ref(key), sql.ref(column)]
  const text = field ? sql`${stored} ->> ${field}` : stored
  let resealed = 0
  let after = { account_id: '', key: '' }
  for (;;) {
    const page = await sql<{ account_id: string; key: string; sealed: string }>`
      select account_id, ${id} as key, ${text} as sealed from ${rows}
      where ${text} is not null and (account_id, ${id}) > (${after.account_id}, ${after.key})
      order by account_id, ${id} limit ${atOnce}`.execute(db)
    await db.transaction().execute(async (tx) => {
      for (const row of page.rows) {
        const fresh = sealer.reseal(row.sealed, purpose(row.account_id, row.key))
        if (fresh === null) continue
        const value = field
          ? sql`jsonb_set(${stored}, array[${field}], to_jsonb(${fresh}::text))`
          : sql`${fresh}`
        // Replaced meanwhile by a process that knows the new key: then there is nothing to do.
        await sql`
          update ${rows} set ${stored} = ${value}
          where account_id = ${row.account_id} and ${id} = ${row.key} and ${text} = ${row.sealed}`.execute(tx)
        resealed += 1
      }
    })
    if (page.rows.length < atOnce) return resealed
    after = page.rows.at(-1)!
  }
}
