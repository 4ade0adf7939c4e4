import { createHash } from 'node:crypto'
import { Refusal } from '@quittance/core/refusal'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { KeptAnswer } from '../../database.ts'
import type { Http } from './endpoint.ts'
import { refuseKey } from './fields.ts'

const keptHeaders = ['content-type', 'etag', 'location']
const abandonedAfterSeconds = 60

/**
 * `Idempotency-Key` (contract): the same key and body gives the same answer for 24 h; another body 422; while the first
 * runs 409. The verb's own transaction marks the key, so a crash between effect and answer can never repeat the effect.
 */
export async function idempotently(http: Http, ctx: Context, run: () => Promise<Response>): Promise<Response> {
  const key = http.req.header('idempotency-key')
  if (key === undefined) return run()
  refuseKey(key)
  const fingerprint = createHash('sha256').update(`${http.req.method} ${http.req.path}\n`).update(await http.req.text()).digest('hex')
  const kept = await begin(ctx, key, fingerprint)
  if (kept) return new Response(kept.body || null, { status: kept.status, headers: { ...kept.headers, 'idempotent-replayed': 'true' } })
  ctx.transaction = marking(ctx, key)
  try {
    const response = await run()
    await keep(ctx, key, response.clone())
    return response
  } catch (error) {
    // Refused or failed before anything was committed: the key may be used again.
    await ctx.db.deleteFrom('idempotency_keys').where('account_id', '=', ctx.accountId).where('key', '=', key).where('committed', '=', false).execute()
    throw error
  }
}

async function begin(ctx: Context, key: string, fingerprint: string): Promise<KeptAnswer | null> {
  const { rows } = await sql<{ key: string }>`
    insert into idempotency_keys (account_id, key, fingerprint) values (${ctx.accountId}, ${key}, ${fingerprint})
    on conflict (account_id, key) do update
      set fingerprint = excluded.fingerprint, started_at = now(), committed = false, answer = null
      where idempotency_keys.started_at < now() - interval '24 hours'
         or (not idempotency_keys.committed and idempotency_keys.answer is null
             and idempotency_keys.fingerprint = excluded.fingerprint
             and idempotency_keys.started_at < now() - make_interval(secs => ${abandonedAfterSeconds}))
    returning key`.execute(ctx.db)
  if (rows.length) return null
  const row = await ctx.db.selectFrom('idempotency_keys').selectAll().where('account_id', '=', ctx.accountId).where('key', '=', key).executeTakeFirst()
  if (row && row.fingerprint !== fingerprint) throw new Refusal('idempotency_key_reused', 'This Idempotency-Key was used with another request. Use a fresh key.')
  if (row?.answer) return row.answer
  const detail = row?.committed ? 'The first request took effect, but its answer was lost. Read the resource instead.' : 'The first request with this Idempotency-Key is still running.'
  throw new Refusal('idempotency_key_in_use', detail)
}

function marking(ctx: Context, key: string): Context['transaction'] {
  const transaction = ctx.transaction
  return (work) =>
    transaction(async (tx) => {
      const result = await work(tx)
      await tx.updateTable('idempotency_keys').set({ committed: true }).where('account_id', '=', ctx.accountId).where('key', '=', key).execute()
      return result
    })
}

async function keep(ctx: Context, key: string, response: Response): Promise<void> {
  const headers = Object.fromEntries(keptHeaders.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])))
  const answer: KeptAnswer = { status: response.status, headers, body: await response.text() }
  await ctx.db.updateTable('idempotency_keys').set({ answer: JSON.stringify(answer) }).where('account_id', '=', ctx.accountId).where('key', '=', key).execute()
}
