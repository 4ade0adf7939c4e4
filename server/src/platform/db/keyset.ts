import { refuseField } from '@quittance/core/refusal'

/** A keyset cursor: the id of the page's last row. Ids sort as they were made, so lists go by id, newest first. */
export function encodeCursor(id: string): string {
  return Buffer.from(id).toString('base64url')
}

/** @throws Refusal `invalid_fields` for anything encodeCursor did not make. */
export function decodeCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!/^[a-z]{2,4}_[0-9a-z]{10,40}$/.test(id))
    throw refuseField('/cursor', 'This cursor was not made by this list. Start again without one.')
  return id
}

/** Cuts a page from `limit + 1` rows: the rows, and the cursor of the next page if there is one. */
export function cutPage<Row extends { id: string }>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string = (row) => encodeCursor(row.id),
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? cursorOf(last) : null }
}

/** Every row of a keyset list, a page at a time. */
export async function* allRows<Row>(
  list: (cursor: string | undefined) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): AsyncGenerator<Row> {
  let cursor: string | undefined
  do {
    const { rows, nextCursor } = await list(cursor)
    yield* rows
    cursor = nextCursor ?? undefined
  } while (cursor)
}
