import { createHash } from 'node:crypto'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import type { KeptAnswer } from '../../database.ts'
import { keepAnswer, markCommitted, releaseKey, takeKey } from '../db/idempotency-keys.ts'
import type { Http } from './endpoint.ts'
import { refuseKey } from './fields.ts'

const keptHeaders = ['content-type', 'etag', 'location']

/**
 * `Idempotency-Key` (contract): the same key and body gives the same answer for 24 h; another body 422; while the first
 * runs 409. The verb's own transaction marks the key, so a crash between effect and answer can never repeat the effect.
 */
export async function idempotently(
  http: Http,
  ctx: Context,
  run: () => Promise<Response>,
): Promise<Response> {
  const key = http.req.header('idempotency-key')
  if (key === undefined) return run()
  refuseKey(key)
  const fingerprint = createHash('sha256')
    .update(`${http.req.method} ${http.req.path}\n`)
    .update(await http.req.text())
    .digest('hex')
  const kept = await begin(ctx, key, fingerprint)
  if (kept)
    return new Response(kept.body || null, {
      status: kept.status,
      headers: { ...kept.headers, 'idempotent-replayed': 'true' },
    })
  const { transaction } = ctx
  ctx.transaction = (work) =>
    transaction(async (tx) => {
      const result = await work(tx)
      await markCommitted(tx, ctx.accountId, key)
      return result
    })
  try {
    const response = await run()
    await keepAnswer(ctx.db, ctx.accountId, key, await asKept(response.clone()))
    return response
  } catch (error) {
    // Refused or failed before anything was committed: the key may be used again.
    await releaseKey(ctx.db, ctx.accountId, key)
    throw error
  }
}

async function begin(ctx: Context, key: string, fingerprint: string): Promise<KeptAnswer | null> {
  const standing = await takeKey(ctx.db, ctx.accountId, key, fingerprint)
  if (!standing) return null
  if (standing.fingerprint !== fingerprint)
    throw new Refusal(
      'idempotency_key_reused',
      'This Idempotency-Key was used with another request. Use a fresh key.',
    )
  if (standing.answer) return standing.answer
  const detail = standing.committed
    ? 'The first request took effect, but its answer was lost. Read the resource instead.'
    : 'The first request with this Idempotency-Key is still running.'
  throw new Refusal('idempotency_key_in_use', detail)
}

async function asKept(response: Response): Promise<KeptAnswer> {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])),
  )
  return { status: response.status, headers, body: await response.text() }
}
