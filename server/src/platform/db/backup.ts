import { once } from 'node:events'
import fs from 'node:fs'
import { finished, pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { withClient } from './databases.ts'

/** What a backup says of itself, in its first line. */
export interface BackupHeader {
  format: 1
  made_at: string
  /** The migrations that the tables it holds have seen. */
  migrations: string[]
  /** The names of the keys that open what is sealed in it; the keys themselves are never in it. */
  keys: string[]
}

export interface BackupSums {
  tables: number
  rows: number
}

const headerMark = '-- Quittance backup '
const endMark = '-- end of the backup '

/**
 * Writes all tables but `skip`, as they are at one moment, into a gzipped SQL script of COPY blocks, while others go on
 * working. The file appears under its name only when it is whole.
 */
export async function writeBackup(
  databaseUrl: string,
  file: string,
  about: { keys: string[]; skip: string[]; madeAt: Date },
): Promise<BackupSums> {
  const growing = `${file}.part`
  const gzip = createGzip()
  const written = pipeline(gzip, fs.createWriteStream(growing, { mode: 0o600, flush: true }))
  try {
    const sums = await withClient(databaseUrl, async (client) => {
      await client.query('begin isolation level repeatable read read only')
      await client.query(
        `set local datestyle = 'ISO'; set local timezone = 'UTC'; set local bytea_output = 'hex'`,
      )
      const header: BackupHeader = {
        format: 1,
        made_at: about.madeAt.toISOString(),
        migrations: await appliedMigrations(client),
        keys: about.keys,
      }
      gzip.write(`${headerMark}${JSON.stringify(header)}\n`)
      let rows = 0
      const tables = (await tablesInOrder(client)).filter((table) => !about.skip.includes(table))
      for (const table of tables) {
        const columns = (await columnsOf(client, table)).map((name) => `"${name}"`).join(', ')
        gzip.write(`COPY "${table}" (${columns}) FROM stdin;\n`)
        const rowsOfTable = client.query(copyTo(`copy "${table}" (${columns}) to stdout`))
        for await (const chunk of rowsOfTable) if (!gzip.write(chunk)) await once(gzip, 'drain')
        rows += rowsOfTable.rowCount
        gzip.write('\\.\n')
      }
      await client.query('commit')
      const end: BackupSums = { tables: tables.length, rows }
      gzip.end(`${endMark}${JSON.stringify(end)}\n`)
      return end
    })
    await written
    fs.renameSync(growing, file)
    return sums
  } catch (error) {
    gzip.destroy()
    await written.catch(() => {})
    fs.rmSync(growing, { force: true })
    throw error
  }
}

/** @throws Error when the file is no backup, or of a format made by a newer version. */
export async function readBackupHeader(file: string): Promise<BackupHeader> {
  const lines = linesOf(file)
  try {
    for await (const line of lines) {
      const text = line.toString('utf8')
      if (!text.startsWith(headerMark)) break
      const header = JSON.parse(text.slice(headerMark.length)) as BackupHeader
      if (header.format !== 1)
        throw new Error(`${file} was made by a newer Quittance; restore it with that version.`)
      return header
    }
  } catch (error) {
    if (!(error instanceof SyntaxError) && !isDamage(error)) throw error
  }
  throw new Error(`${file} is not a backup of Quittance, or it is damaged.`)
}

/**
 * Fills the empty tables of a database that has seen the backup's migrations, in one transaction: all of it or nothing.
 * `afterwards` runs in the same transaction.
 *
 * @throws Error when the file is damaged or cut short.
 */
export async function loadBackup(
  databaseUrl: string,
  file: string,
  afterwards: (client: pg.Client) => Promise<void>,
): Promise<BackupSums> {
  return withClient(databaseUrl, async (client) => {
    await client.query('begin')
    const loaded: BackupSums = { tables: 0, rows: 0 }
    let promised: BackupSums | null = null
    let into: ReturnType<typeof copyFrom> | null = null
    try {
      for await (const line of linesOf(file)) {
        if (into && line.equals(endOfTable)) {
          into.end()
          await finished(into)
          loaded.tables += 1
          loaded.rows += into.rowCount
          into = null
        } else if (into) {
          if (!into.write(Buffer.concat([line, newLine]))) await once(into, 'drain')
        } else if (line.subarray(0, 5).toString() === 'COPY ') {
          into = client.query(copyFrom(line.toString('utf8').replace(/;$/, '')))
          // Reported by whoever waits for it next.
          into.on('error', () => {})
        } else if (line.toString('utf8').startsWith(endMark)) {
          promised = JSON.parse(line.toString('utf8').slice(endMark.length)) as BackupSums
        }
      }
    } catch (error) {
      if (!isDamage(error)) throw error
    }
    if (promised?.rows !== loaded.rows || promised.tables !== loaded.tables)
      throw new Error(`${file} is damaged or was cut short: nothing was restored. Use another backup.`)
    await afterwards(client)
    await client.query('commit')
    return loaded
  })
}

const newLine = Buffer.from('\n')
const endOfTable = Buffer.from('\\.')

/** Lines as COPY means them: a line feed ends one, and nothing else does. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  const source = fs.createReadStream(file)
  const text = createGunzip()
  const whole = pipeline(source, text)
  whole.catch(() => {})
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of text as AsyncIterable<Buffer>) {
    let begin = 0
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, begin)) {
      yield bytes.subarray(begin, end)
      begin = end + 1
    }
    rest = bytes.subarray(begin)
  }
  await whole
  if (rest.length > 0) yield rest
}

/** What gunzip says of a file that is no gzip, altered or cut short. */
function isDamage(error: unknown): boolean {
  return /^Z_(DATA|BUF)_ERROR$/.test(String((error as { code?: unknown }).code))
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name')
  return rows.map(({ name }) => name)
}

/** Every table after those its foreign keys point at. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname not like 'kysely%' order by relname`,
  )
  const { rows: arrows } = await client.query<{ from: string; to: string }>(
    `select f.relname as from, t.relname as to from pg_constraint c
     join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
     where c.contype = 'f' and c.connamespace = current_schema()::regnamespace`,
  )
  const ordered: string[] = []
  const place = (name: string) => {
    if (ordered.includes(name)) return
    for (const { from, to } of arrows) if (from === name && to !== name) place(to)
    ordered.push(name)
  }
  for (const { name } of tables) place(name)
  return ordered
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  )
  return rows.map(({ name }) => name)
}
