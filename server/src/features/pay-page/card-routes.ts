import { Refusal } from '@quittance/core/refusal'
import { Hono } from 'hono'
import { type Http, type Variables } from '../../platform/http/endpoint.ts'
import { BadRequest, problem, problemOf, problemResponse } from '../../platform/http/problem.ts'
import { clientAddress } from '../../platform/http/session-cookie.ts'
import { words } from '../../words/words.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { refreshCardRequest, type SetupOutcome } from '../card-requests/refresh-card-request.ts'
import { startCardSetup } from '../card-requests/start-card-setup.ts'
import { browserStripeOf } from '../stripe-connection/stripe-of.ts'
import { languageOf, notFound, page, plainHeaders } from './answer.ts'
import { type CardPageView, renderCardPage } from './card-page.ts'
import { consentOf } from './consent.ts'
import { renderErrorPage } from './error.ts'
import { type CardTarget, openCardLink } from './open-card-link.ts'
import type { PayAssets } from './pay-document.ts'

// A card tester tries cards by the dozen; a person does not (case 69).
const perLink = { points: 15, duration: 600 }
const perClient = { points: 60, duration: 600 }
const askedPerLink = { points: 30, duration: 60 }

/** The pages under /card: saving a payment method on request (R42). A GET creates nothing at Stripe. */
export function cardPageRoutes(assets: PayAssets): Hono<{ Variables: Variables }> {
  const routes = new Hono<{ Variables: Variables }>()

  routes.onError((error, http) => {
    http.var.app.log.error({ error: error.message }, 'a card page could not be shown')
    return http.html(renderErrorPage(languageOf(http as Http), assets), 503, {
      'retry-after': '5',
      ...plainHeaders,
    })
  })

  routes.get('/:token', async (http) => {
    const target = await openCardLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    return show(http, target, target.state, assets)
  })

  routes.get('/:token/result', async (http) => {
    const { app } = http.var
    const token = http.req.param('token')
    const target = await openCardLink(app, token)
    if (!target) return notFound(http, assets)
    const { outcome, message } = await askStripe(http, target)
    // What the browser brings proves nothing and holds a secret: dropped from the address bar (stripe.md 4).
    if (new URL(http.req.url).search) return http.redirect(`/card/${token}/result`, 303)
    if (outcome === 'open') return http.redirect(`/card/${token}`, 303)
    return show(http, target, outcome, assets, message)
  })

  routes.post('/:token/intent', async (http) => {
    try {
      return http.json(await startFromPage(http), 200, { 'cache-control': 'no-store' })
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof BadRequest))
        http.var.app.log.error({ error: String(error) }, 'saving a payment method could not be started')
      return problemResponse(problemOf(error))
    }
  })
  routes.all('*', (http) => notFound(http as Http, assets))
  return routes
}

async function startFromPage(http: Http): Promise<{ client_secret: string }> {
  const { app } = http.var
  const target = await openCardLink(app, http.req.param('token')!)
  if (!target) throw new Refusal('not_found', 'There is no such link.')
  if (!/^application\/json\b/.test(http.req.header('content-type') ?? ''))
    throw new BadRequest(problem(415, 'unsupported_media_type', 'Send JSON.'))
  const address = clientAddress(http, app.config.trustProxy)
  await app.limits.spend(perLink, target.request.id)
  await app.limits.spend(perClient, address)
  const { clientSecret } = await startCardSetup(contextOf(app, target.accountId, { type: 'payer' }), {
    requestId: target.request.id,
    consent: consentOf(http, {
      text: words(target.language)('card.mandate', { company: target.account.name }),
      language: target.language,
      invoiceId: null,
    }),
  })
  return { client_secret: clientSecret }
}

/** Unknown is said as unknown; the webhook or the reconciler will tell. */
async function askStripe(http: Http, { request }: CardTarget): Promise<SetupOutcome> {
  try {
    await http.var.app.limits.spend(askedPerLink, request.id)
    return await refreshCardRequest(http.var.app, request)
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'pending', message: null }
    throw error
  }
}

function show(
  http: Http,
  { account, connection, language, currency }: CardTarget,
  state: CardPageView['state'],
  assets: PayAssets,
  message: string | null = null,
): Response {
  const simulated = account.kind === 'tour'
  const view: CardPageView = {
    state,
    token: http.req.param('token')!,
    language,
    company: { name: account.name, email: account.email, phone: account.phone },
    stripe:
      state === 'open' && connection
        ? {
            ...browserStripeOf(http.var.app, connection),
            currency,
          }
        : null,
    message,
    simulated,
  }
  return page(http, renderCardPage(view, assets), simulated)
}
