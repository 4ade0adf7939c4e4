import { createHash } from 'node:crypto'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import type { KeptAnswer } from '../../database.ts'
import {
  type HeldKey,
  keepAlive,
  keepAliveEveryMs,
  keepAnswer,
  markCommitted,
  releaseKey,
  takeKey,
} from '../db/idempotency-keys.ts'
import { insistBehind } from '../db/insist.ts'
import type { Http } from './endpoint.ts'
import { refuseKey } from './fields.ts'

const keptHeaders = ['content-type', 'etag', 'location']

/**
 * `Idempotency-Key` (contract): the same key and body gives the same answer for 24 h; another body 422; while the first
 * runs 409. The verb's own transaction marks the key, so a crash between effect and answer can never repeat the effect.
 * Answers are kept sealed: some show a secret this once (R50).
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
  const begun = await begin(ctx, key, fingerprint)
  if ('answer' in begun) return replay(ctx, key, begun.answer)
  const { held } = begun
  const { transaction } = ctx
  ctx.transaction = (work) =>
    transaction(async (tx) => {
      const result = await work(tx)
      if (!(await markCommitted(tx, held))) throw inUse('Another request took this Idempotency-Key over.')
      return result
    })
  // Where it fails, whoever takes the key over is told apart by the mark above.
  const alive = setInterval(() => void keepAlive(ctx.db, held).catch(() => {}), keepAliveEveryMs)
  try {
    const response = await run()
    const kept = await asKept(ctx, key, response.clone())
    // Done is done, whether or not the database goes away before the answer is kept.
    await insistBehind(() => keepAnswer(ctx.db, held, kept))
    return response
  } catch (error) {
    // Refused or failed before anything was committed: the key may be used again.
    await insistBehind(() => releaseKey(ctx.db, held))
    throw error
  } finally {
    clearInterval(alive)
  }
}

async function begin(
  ctx: Context,
  key: string,
  fingerprint: string,
): Promise<{ held: HeldKey } | { answer: KeptAnswer }> {
  const standing = await takeKey(ctx.db, ctx.accountId, key, fingerprint)
  if ('held' in standing) return standing
  const { kept } = standing
  if (kept.fingerprint !== fingerprint)
    throw new Refusal(
      'idempotency_key_reused',
      'This Idempotency-Key was used with another request. Use a fresh key.',
    )
  if (kept.answer) return { answer: kept.answer }
  throw inUse(
    kept.committed
      ? 'The first request took effect, but its answer is not here. Read the resource instead.'
      : 'The first request with this Idempotency-Key is still running.',
  )
}

function inUse(detail: string): Refusal {
  return new Refusal('idempotency_key_in_use', detail)
}

function replay(ctx: Context, key: string, { status, headers, body }: KeptAnswer): Response {
  return new Response(ctx.sealer.open(body, answerPurpose(ctx.accountId, key)) || null, {
    status,
    headers: { ...headers, 'idempotent-replayed': 'true' },
  })
}

async function asKept(ctx: Context, key: string, response: Response): Promise<KeptAnswer> {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])),
  )
  const body = ctx.sealer.seal(await response.text(), answerPurpose(ctx.accountId, key))
  return { status: response.status, headers, body }
}

/** What a kept answer is sealed for. */
export function answerPurpose(accountId: string, key: string): string {
  return `${accountId}/idempotency/${key}`
}
