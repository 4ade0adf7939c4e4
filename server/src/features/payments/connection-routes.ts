import { Refusal } from '@quittance/core/refusal'
import { Hono } from 'hono'
import type { Context } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import type { Http, Variables } from '../../platform/http/endpoint.ts'
import { readSessionCookie } from '../../platform/http/session-cookie.ts'
import { identifyActor } from '../accounts/identify-actor.ts'
import { beginConnect } from '../stripe-connection/begin-connect.ts'
import { finishConnect } from '../stripe-connection/finish-connect.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { checkAccess } from './check-access.ts'

/** How the visit ended; the app says it in words. */
type Outcome = 'connected' | 'denied' | 'expired' | 'onboarding' | 'failed'

interface Owner {
  ctx: Context
  sessionHash: Buffer
}

/** The addresses under /stripe, where Stripe's own pages send the owner's browser back to. They carry secrets: nothing of them is logged. */
export function connectionRoutes(): Hono<{ Variables: Variables }> {
  const routes = new Hono<{ Variables: Variables }>()
  routes.use(async (http, next) => {
    await next()
    http.header('referrer-policy', 'no-referrer')
    http.header('cache-control', 'no-store')
  })

  routes.get('/oauth/return', async (http) =>
    finish(http, async (owner) =>
      finishConnect(owner.ctx, owner.sessionHash, {
        state: http.req.query('state') ?? '',
        code: http.req.query('code') ?? null,
        error: http.req.query('error') ?? null,
      }),
    ),
  )

  routes.get('/onboarding/return', async (http) =>
    finish(http, async ({ ctx }) => {
      const connection = await activeConnection(ctx.db, ctx.accountId)
      if (!connection) return 'expired'
      const now = await checkAccess(ctx, connection)
      return now.restriction ? 'onboarding' : 'connected'
    }),
  )

  // An onboarding link opens once: Stripe sends whoever comes again here, for the next.
  routes.get('/onboarding/refresh', async (http) => {
    const owner = await ownerOf(http)
    if (!owner) return back(http, 'expired')
    try {
      return http.redirect(await beginConnect(owner.ctx, owner.sessionHash), 303)
    } catch (error) {
      return failed(http, error)
    }
  })
  return routes
}

async function finish(http: Http, run: (owner: Owner) => Promise<Outcome>): Promise<Response> {
  const owner = await ownerOf(http)
  if (!owner) return back(http, 'expired')
  try {
    return back(http, await run(owner))
  } catch (error) {
    return failed(http, error)
  }
}

/** Who comes back must be an owner, signed in here. */
async function ownerOf(http: Http): Promise<Owner | null> {
  const { app } = http.var
  const token = readSessionCookie(http, app.config.publicUrl)
  const identity = token ? await identifyActor(app, { apiKey: null, sessionToken: token }) : null
  if (!token || identity?.role !== 'owner') return null
  return { ctx: identity.ctx, sessionHash: hashToken(token) }
}

function failed(http: Http, error: unknown): Response {
  if (!(error instanceof Refusal)) throw error
  http.var.app.log.warn({ code: error.code }, 'a visit to Stripe’s pages did not end in a connection')
  return back(http, 'failed')
}

function back(http: Http, outcome: Outcome): Response {
  return http.redirect(`/settings/stripe?stripe=${outcome}`, 303)
}
