import { serveStatic } from '@hono/node-server/serve-static'
import { Refusal } from '@quittance/core/refusal'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { createApi, openApiDocument } from './api.ts'
import { adminFolder, browserFile, browserFolder } from './assets.ts'
import type { App } from './context.ts'
import { apiDocs } from './docs-page.ts'
import { identifyActor } from './features/accounts/identify-actor.ts'
import { cardPageRoutes } from './features/pay-page/card-routes.ts'
import { payPageRoutes } from './features/pay-page/routes.ts'
import { connectionRoutes } from './features/payments/connection-routes.ts'
import { receiveConnectEvent, receiveStripeEvent } from './features/payments/receive-stripe-event.ts'
import { tourRoutes } from './features/tour/routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import type { Http, Variables } from './platform/http/endpoint.ts'
import { BadRequest, isUnstorable, problem, problemOf, problemResponse } from './platform/http/problem.ts'
import { readSessionCookie } from './platform/http/session-cookie.ts'

const apiBodyBytes = 2 * 1024 * 1024
const webhookBodyBytes = 256 * 1024

/** Table of contents: each address, and who answers. */
export function createRoutes(app: App): Hono<{ Variables: Variables }> {
  const routes = new Hono<{ Variables: Variables }>({ strict: false })
  routes.use(async (http, next) => {
    http.set('app', app)
    await next()
  })
  routes.onError((error, http) => refuse(app, error, http as Http))

  routes.route('/', operatorRoutes)
  routes.post('/webhooks/stripe', limit(webhookBodyBytes), receiveConnectWebhook)
  routes.post('/webhooks/stripe/:connection_id', limit(webhookBodyBytes), receiveWebhook)
  routes.all('/webhooks/*', () =>
    problemResponse(
      problem(405, 'method_not_allowed', 'Webhooks are POSTed to /webhooks/stripe/{connection_id}.'),
    ),
  )

  routes.route('/stripe', connectionRoutes())
  routes.use('/pay/*', limit(64 * 1024))
  routes.route('/pay', payPageRoutes({ scriptUrl: browserFile('pay'), styleUrl: browserFile('pay.css') }))
  routes.use('/card/*', limit(64 * 1024))
  routes.route('/card', cardPageRoutes({ scriptUrl: browserFile('card'), styleUrl: browserFile('pay.css') }))
  routes.get(
    '/browser/*',
    serveStatic({
      root: browserFolder,
      rewriteRequestPath: (path) => path.replace('/browser', ''),
      onFound: immutable,
    }),
  )

  routes.use('/tour/*', sameOrigin)
  routes.use('/tour', sameOrigin)
  routes.route('/tour', tourRoutes({ styleUrl: browserFile('mailbox.css') }))

  let openApi: string | null = null
  routes.get('/openapi.json', (http) => {
    openApi ??= JSON.stringify(openApiDocument())
    return http.body(openApi, 200, { 'content-type': 'application/json' })
  })
  routes.route('/api/docs', apiDocs)

  const api = createApi()
  // Routed apart, so that the gate stands before every address of the API and nowhere else.
  routes.use('/api/*', limit(apiBodyBytes), sameOrigin, gate)
  routes.route('/api/v1', api)
  routes.all('/api/*', () => {
    throw new Refusal('not_found', 'There is no such address in the API. See /api/docs.')
  })

  routes.use(adminHeaders)
  routes.get('/assets/*', serveStatic({ root: adminFolder, onFound: immutable }))
  routes.get('/assets/*', (http) => http.notFound())
  routes.get('*', async (http, next) => (isRoom(http.req.path) ? next() : http.notFound()))
  routes.get(
    '*',
    serveStatic({
      root: adminFolder,
      rewriteRequestPath: (path) => (isFile(path) ? path : '/index.html'),
      onFound: (_, http) => http.header('cache-control', 'no-cache'),
    }),
  )
  return routes
}

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => problemResponse(problem(413, 'too_large', `At most ${maxSize / 1024} KiB are taken.`)),
  })
}

async function receiveWebhook(http: Http): Promise<Response> {
  const outcome = await receiveStripeEvent(http.var.app, {
    connectionId: http.req.param('connection_id')!,
    rawBody: Buffer.from(await http.req.arrayBuffer()),
    signature: http.req.header('stripe-signature'),
  })
  if (outcome === 'stored') return http.json({ received: true })
  return problemResponse(
    outcome === 'bad_signature'
      ? problem(400, 'bad_signature', 'The signature does not fit.')
      : problem(404, 'not_found', 'There is no such connection.'),
  )
}

/** The operator's endpoint for Connect. */
async function receiveConnectWebhook(http: Http): Promise<Response> {
  const outcome = await receiveConnectEvent(http.var.app, {
    rawBody: Buffer.from(await http.req.arrayBuffer()),
    signature: http.req.header('stripe-signature'),
  })
  if (outcome === 'taken') return http.json({ received: true })
  return problemResponse(
    outcome === 'bad_signature'
      ? problem(400, 'bad_signature', 'The signature does not fit.')
      : problem(404, 'not_found', 'This server has no Stripe platform.'),
  )
}

function isFile(path: string): boolean {
  return /^\/[a-z-]+\.(svg|png|ico|webmanifest|txt)$/.test(path)
}

/** A room of the admin app has no dot in its address: /.env, /.git/config and the like are nothing here (case 149). */
function isRoom(path: string): boolean {
  return isFile(path) || !/\.|%2e/i.test(path)
}

/** Who sends this? An API key wins over a cookie; a wrong key is a stranger. */
async function gate(http: Http, next: () => Promise<void>): Promise<void> {
  const { app } = http.var
  const bearer = /^Bearer\s+(\S+)$/i.exec(http.req.header('authorization') ?? '')
  const identity = await identifyActor(app, {
    apiKey: bearer?.[1] ?? null,
    sessionToken: bearer ? null : readSessionCookie(http, app.config.publicUrl),
  })
  http.set('ctx', identity?.ctx ?? null)
  http.set('role', identity?.role ?? null)
  await next()
}

/** A cookie must not act for a page of somebody else (CSRF): the browser says where a request comes from. */
async function sameOrigin(http: Http, next: () => Promise<void>): Promise<void> {
  const origin = http.req.header('origin')
  const reads = http.req.method === 'GET' || http.req.method === 'HEAD'
  if (!reads && origin !== undefined && !http.req.header('authorization') && !isOurs(http, origin))
    throw new Refusal('forbidden', 'This request came from another site.')
  await next()
}

function isOurs(http: Http, origin: string): boolean {
  if (origin === new URL(http.var.app.config.publicUrl).origin) return true
  return URL.canParse(origin) && new URL(origin).host === http.req.header('host')
}

function refuse(app: App, error: unknown, http: Http): Response {
  if (!(error instanceof Refusal || error instanceof BadRequest || isUnstorable(error))) {
    app.log.error(
      {
        method: http.req.method,
        path: http.req.routePath,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      },
      'a request failed',
    )
  }
  return problemResponse(problemOf(error))
}

function immutable(_: string, http: { header(name: string, value: string): void }): void {
  http.header('cache-control', 'public, max-age=31536000, immutable')
}

const adminHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // react-aria positions its popovers by style attributes; the e-mail preview is a srcdoc frame with the mail's own styles.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    frameSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'same-origin',
  strictTransportSecurity: false,
})
