import type { Middleware } from 'openapi-fetch'

/**
 * Gives every POST an `Idempotency-Key`. One that got no answer keeps its key, so pressing the button again after a lost
 * connection takes effect once (contract); with any answer, the next one is a new act.
 */
export function repeatSafely(): Middleware {
  const unanswered = new Map<string, string>()
  return {
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
