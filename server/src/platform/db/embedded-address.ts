import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { clusterPaths } from './embedded-cluster.ts'

/** Whether a Postgres listens on the data folder, usable or not yet or no longer. */
export function answers(dataDir: string): Promise<boolean> {
  const address = socketAddress(dataDir)
  return new Promise<boolean>((resolve) => {
    const socket = net.connect(path.join(address.folder, '.s.PGSQL.5432'))
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  }).finally(address.remove)
}

/** Whether the Postgres on the data folder lets us in: neither starting up nor shutting down. */
export async function canLogIn(dataDir: string): Promise<boolean> {
  const address = socketAddress(dataDir)
  try {
    await withClient(
      urlFor(dataDir, address.folder, { user: 'postgres', database: 'postgres' }),
      async () => {},
    )
    return true
  } catch {
    return false
  } finally {
    address.remove()
  }
}

export async function withClient(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** A libpq-style address. Port and sslmode are named so that PGPORT and PGSSLMODE of the operator's shell change nothing. */
export function urlFor(
  dataDir: string,
  folder: string,
  { user, database }: { user: string; database: string },
): string {
  const query = new URLSearchParams({ host: folder, port: '5432', sslmode: 'disable' })
  return `postgresql://${user}:${password(dataDir)}@/${database}?${query}`
}

export function password(dataDir: string): string {
  return fs.readFileSync(clusterPaths(dataDir).passwordFile, 'utf8').trim()
}

/**
 * The folder of the socket by a name short enough for a socket's address (107 bytes on Linux, 103 on macOS): a link in
 * the temporary folder when DATA_DIR is deep.
 */
export function socketAddress(dataDir: string): { folder: string; remove(): void } {
  const { home, socket } = clusterPaths(dataDir)
  if (Buffer.byteLength(socket) <= 100) return { folder: home, remove: () => {} }
  const base = Buffer.byteLength(os.tmpdir()) <= 60 ? os.tmpdir() : '/tmp'
  const holder = fs.mkdtempSync(path.join(base, 'quittance-'))
  const folder = path.join(holder, 'db')
  fs.symlinkSync(home, folder)
  return { folder, remove: () => fs.rmSync(holder, { recursive: true, force: true }) }
}
