import { Refusal } from '@quittance/core/refusal'
import { Hono } from 'hono'
import type { App } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import type { Http, Variables } from '../../platform/http/endpoint.ts'
import { pdfResponse } from '../../platform/http/pdf-response.ts'
import { problemOf, problemResponse } from '../../platform/http/problem.ts'
import { clientAddress, readSessionCookie, writeSessionCookie } from '../../platform/http/session-cookie.ts'
import { contextOf, identifyActor } from '../accounts/identify-actor.ts'
import { findAccount, findOwner, findTourByKey } from '../accounts/queries.ts'
import { openSession } from '../accounts/sign-in.ts'
import { findMessage, listMessages } from '../messages/queries.ts'
import { drawAttachment } from '../notifications/draw-attachment.ts'
import { beginWalk, followWalk } from './follow-walk.ts'
import { mailboxHeaders, messageBodyHeaders, renderMailbox, renderMessageBody } from './mailbox.ts'
import { mailboxHint } from './mailbox-hint.ts'
import { noteRead } from './note-read.ts'
import { startTour } from './start-tour.ts'

const perClient = { points: 60, duration: 600 }

/** The addresses under /tour: start one, enter it again, read its mailbox. */
export function tourRoutes(assets: { styleUrl: string }): Hono<{ Variables: Variables }> {
  const routes = new Hono<{ Variables: Variables }>()
  routes.onError((error, http) => {
    if (!(error instanceof Refusal)) http.var.app.log.error({ error: error.message }, 'the tour failed')
    return problemResponse(problemOf(error))
  })

  routes.post('/', async (http) => {
    const { app } = http.var
    await app.limits.spend(perClient, clientAddress(http, app.config.trustProxy))
    const tour = await startTour(app)
    const { publicUrl } = app.config
    await enter(http, tour.accountId)
    if (!http.req.header('accept')?.includes('application/json')) {
      // Whoever came by a click is shown around; whoever came by the API asks for it.
      await beginWalk(contextOf(app, tour.accountId, { type: 'member', id: tour.memberId, name: 'You' }))
      return http.redirect('/', 303)
    }
    return http.json(
      {
        account_id: tour.accountId,
        api_key: tour.apiKey,
        admin_url: `${publicUrl}/tour/enter?key=${tour.enterToken}`,
        base_url: publicUrl,
        mailbox_url: `${publicUrl}/tour/mailbox?key=${tour.enterToken}`,
        stripe_simulator_url: app.config.stripeSimulatorUrl,
      },
      201,
      { 'cache-control': 'no-store' },
    )
  })

  routes.get('/', (http) => http.redirect('/', 303))

  routes.get('/enter', async (http) => {
    if (!(await enterByKey(http)))
      throw new Refusal('not_found', 'This tour has ended. Start a new one from the first page.')
    return http.redirect('/', 303)
  })

  routes.get('/mailbox', async (http) => {
    if (await enterByKey(http)) return http.redirect('/tour/mailbox', 303)
    const visitor = await tourVisitor(http)
    if (!visitor) return http.redirect('/', 303)
    const { rows } = await listMessages(http.var.app, visitor.accountId, { limit: 100 })
    const account = await findAccount(http.var.app.db, visitor.accountId)
    const hint = mailboxHint(await followWalk(visitor))
    return http.html(
      renderMailbox(
        {
          messages: rows,
          selectedId: http.req.query('message') ?? null,
          timeZone: account.time_zone,
          business: account.name,
          hint,
        },
        assets,
      ),
      200,
      mailboxHeaders,
    )
  })

  routes.get('/mailbox/:id/body', async (http) => {
    const visitor = await tourVisitor(http)
    const message = visitor && (await findMessage(http.var.app, visitor.accountId, http.req.param('id')))
    if (!visitor || !message) throw new Refusal('not_found', 'There is no such message.')
    await noteRead(visitor, message.id)
    return http.html(renderMessageBody(message), 200, messageBodyHeaders)
  })

  routes.get('/mailbox/:id/attachments/:index', async (http) => {
    const visitor = await tourVisitor(http)
    const message = visitor && (await findMessage(http.var.app, visitor.accountId, http.req.param('id')))
    const ref = message?.attachments[Number(http.req.param('index'))]
    const pdf = message && ref && (await drawAttachment(http.var.app, message, ref))
    if (!pdf) throw new Refusal('not_found', 'There is no such attachment.')
    return pdfResponse(pdf, ref.name)
  })
  routes.all('*', () => {
    throw new Refusal('not_found', 'There is nothing at this address of the tour.')
  })
  return routes
}

async function enter(http: Http, accountId: string): Promise<void> {
  const { app } = http.var
  const owner = await findOwner(app.db, accountId)
  const session = await openSession(app, {
    accountId,
    memberId: owner.id,
    userAgent: http.req.header('user-agent') ?? '',
  })
  writeSessionCookie(http, app.config.publicUrl, session.token, session.expiresAt)
}

/** Whether the address carried a tour's key, which signs its holder in. */
async function enterByKey(http: Http): Promise<boolean> {
  const key = http.req.query('key')
  const tour = key ? await findTourByKey(http.var.app.db, hashToken(key)) : undefined
  if (!tour) return false
  await enter(http, tour.account_id)
  return true
}

async function tourVisitor(http: Http) {
  const { app } = http.var as { app: App }
  const identity = await identifyActor(app, {
    apiKey: null,
    sessionToken: readSessionCookie(http, app.config.publicUrl),
  })
  if (!identity) return null
  return (await findAccount(app.db, identity.ctx.accountId)).kind === 'tour' ? identity.ctx : null
}
