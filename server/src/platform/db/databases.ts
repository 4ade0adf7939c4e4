import pg from 'pg'

/** The same server, another database of it. */
export function databaseUrlOf(databaseUrl: string, name: string): string {
  return databaseUrl.replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
}

/** A statement about whole databases, which none of them can say of itself. */
export async function onServer(databaseUrl: string, statement: string): Promise<void> {
  await withClient(databaseUrlOf(databaseUrl, 'postgres'), (client) => client.query(statement))
}

/** A connection for one piece of work; what was begun and not committed is rolled back. */
export async function withClient<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
