import { z } from '@hono/zod-openapi'
import { refuseField } from '@quittance/core/refusal'
import { type RawBuilder, sql } from 'kysely'
import { decodeCursor, encodeCursor } from './keyset.ts'

/** What a list can be ordered by besides the time its rows were made: an indexed expression, and the type of its values. */
export interface SortColumn {
  value: RawBuilder<unknown>
  type: 'date' | 'bigint' | 'text'
}

/** How a list goes on from row to row, and from page to page. */
export interface ListOrder {
  /** To be selected as `sort_value`. */
  value: RawBuilder<string | null>
  /** The rows behind the one that a cursor names. @throws Refusal `invalid_fields` for a cursor of another list or order. */
  after(cursor: string): RawBuilder<boolean>
  by: RawBuilder<unknown>
  cursorOf(row: { id: string; sort_value: string | null }): string
}

/** Every order a list of these columns can be asked for, `-` before it for the greatest first. */
export function ordersOf<Key extends string>(columns: Record<Key, SortColumn>) {
  return ['created', ...Object.keys(columns)].flatMap((key) => [key, `-${key}`]) as [
    'created' | '-created' | Key | `-${Key}`,
  ]
}

/**
 * The order that `sort` names; newest first when it names none. Rows of equal value follow by their id, so that a keyset
 * cursor, the value and the id of a page's last row, meets each row once.
 */
export function listOrder(
  sort: string | undefined,
  id: string,
  columns: Record<string, SortColumn>,
): ListOrder {
  const isDescending = sort === undefined || sort.startsWith('-')
  const key = sort?.replace(/^-/, '') ?? 'created'
  const column = columns[key]
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  const beyond = sql.raw(isDescending ? '<' : '>')
  if (!column)
    return {
      value: sql<string | null>`null`,
      after: (cursor) => sql<boolean>`${sql.ref(id)} ${beyond} ${decodeCursor(cursor)}`,
      by: sql`${sql.ref(id)} ${direction}`,
      cursorOf: (row) => encodeCursor(row.id),
    }
  const type = sql.raw(column.type)
  return {
    value: sql<string | null>`(${column.value})::text`,
    after(cursor) {
      const last = readCursor(cursor, key, column)
      return sql<boolean>`((${column.value}), ${sql.ref(id)}) ${beyond} (${last.value}::${type}, ${last.id})`
    },
    by: sql`(${column.value}) ${direction}, ${sql.ref(id)} ${direction}`,
    cursorOf: (row) => Buffer.from(JSON.stringify([key, row.sort_value, row.id])).toString('base64url'),
  }
}

const shapes: Record<SortColumn['type'], z.ZodType<string>> = {
  date: z.iso.date(),
  bigint: z.string().regex(/^-?\d{1,15}$/),
  // No store holds a zero byte.
  text: z
    .string()
    .max(500)
    .regex(/^[^\0]*$/),
}

function readCursor(cursor: string, key: string, { type }: SortColumn): { value: string; id: string } {
  const [of, value, id] = partsOf(cursor)
  const sound = shapes[type].safeParse(value)
  if (of === key && sound.success && typeof id === 'string')
    return { value: sound.data, id: decodeCursor(encodeCursor(id)) }
  throw refuseField('/cursor', 'This cursor was made by a list in another order. Start again without one.')
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
