import createClient, { type Middleware } from 'openapi-fetch'
import { problemFrom } from './problem.ts'
import type { paths } from './schema.d.ts'

/** The public API, same origin, by the session cookie. Whatever is refused is thrown as ApiProblem. */
export const api = createClient<paths>({ baseUrl: '/api/v1' })

/** POSTs under way. One that got no answer is repeated under the same key, so it takes effect once (contract). */
const unanswered = new Map<string, string>()

const repeatSafely: Middleware = {
  async onRequest({ request }) {
    if (request.method !== 'POST') return undefined
    const act = await actOf(request)
    const key = unanswered.get(act) ?? randomKey()
    unanswered.set(act, key)
    request.headers.set('Idempotency-Key', key)
    return request
  },
  async onResponse({ request }) {
    const key = request.headers.get('Idempotency-Key')
    for (const [act, kept] of unanswered) if (kept === key) unanswered.delete(act)
    return undefined
  },
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response)
    return undefined
  },
}

api.use(throwProblems, repeatSafely)

/** The body of an answer; refusals were thrown before. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

async function actOf(request: Request): Promise<string> {
  return `${request.url} ${await request.clone().text()}`
}

/** crypto.randomUUID is missing where the app is opened by plain http on a home network. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
