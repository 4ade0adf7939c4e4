import { Refusal } from '@quittance/core/refusal'
import { Hono } from 'hono'
import { z } from 'zod'
import type { App, Context } from '../../context.ts'
import { type Http, type Variables } from '../../platform/http/endpoint.ts'
import { pdfResponse } from '../../platform/http/pdf-response.ts'
import { BadRequest, faultsOf, problem, problemOf, problemResponse } from '../../platform/http/problem.ts'
import { clientAddress, readSessionCookie } from '../../platform/http/session-cookie.ts'
import { words } from '../../words/words.ts'
import { contextOf, identifyActor } from '../accounts/identify-actor.ts'
import { attachmentName } from '../invoices/deliver-invoice.ts'
import { noteView } from '../invoices/note-view.ts'
import { documentOf } from '../invoices/snapshot.ts'
import type { Payment } from '../payments/queries.ts'
import { receiptName, receiptOf } from '../payments/receipt.ts'
import { refreshPayment } from '../payments/refresh-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { languageOf, notFound, page, plainHeaders } from './answer.ts'
import { isClosed, renderClosedPage } from './closed.ts'
import { consentOf } from './consent.ts'
import { renderErrorPage } from './error.ts'
import { openPayLink, type PayTarget } from './open-pay-link.ts'
import type { PayAssets } from './pay-document.ts'
import { payPageHtml } from './remember-page.ts'
import { isCustomersOwn } from './saved-proof.ts'
import { savedMethodsRoutes } from './saved-routes.ts'
import { renderResultPage } from './success.ts'
import type { IntentAnswer } from './view.ts'

// A card tester tries cards by the dozen; a person does not (case 69).
const perLink = { points: 15, duration: 600 }
const perClient = { points: 60, duration: 600 }
// Whoever reloads the result page all day must not use up what Stripe answers the business.
const askedPerLink = { points: 30, duration: 60 }

const pay = z.strictObject({
  amount: z.int(),
  currency: z.string().max(3),
  revision: z.int(),
  save: z.boolean().default(false),
})

/** The pages under /pay. A GET changes nothing but `viewed` (R16). */
export function payPageRoutes(assets: PayAssets): Hono<{ Variables: Variables }> {
  const routes = new Hono<{ Variables: Variables }>()

  routes.onError((error, http) => {
    http.var.app.log.error({ error: error.message }, 'a payment page could not be shown')
    return http.html(renderErrorPage(languageOf(http as Http), assets), 503, {
      'retry-after': '5',
      ...plainHeaders,
    })
  })

  routes.get('/:token', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    await noteOpening(http, target)
    const { view } = target
    if (isClosed(view.state))
      return page(
        http,
        renderClosedPage(view, assets),
        view.simulated,
        view.state === 'cancelled' ? 410 : 200,
      )
    const shown =
      view.state === 'payable' ? { ...view, isCustomersOwn: await isCustomersOwn(http, target) } : view
    return page(http, payPageHtml(target.invoice.id, shown, assets), view.simulated)
  })

  routes.get('/:token/invoice.pdf', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    const { snapshot, view } = target
    if (view.state === 'cancelled') return page(http, renderClosedPage(view, assets), view.simulated, 410)
    return pdfResponse(
      await http.var.app.pdf.render('invoice', documentOf(http.var.app, target, snapshot)),
      attachmentName(snapshot.number),
    )
  })

  routes.get('/:token/receipt.pdf', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    const paid = target?.payments.filter((payment) => payment.status === 'succeeded').at(-1)
    const receipt = target && paid ? await receiptOf(http.var.app.db, target.accountId, paid.id) : null
    if (!receipt) return notFound(http, assets)
    return pdfResponse(await http.var.app.pdf.render('receipt', receipt), receiptName(receipt.receiptNumber))
  })

  routes.get('/:token/result', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    const asked = await askStripe(http.var.app, target)
    // What the browser brings proves nothing and holds a secret: dropped from the address bar (stripe.md 4).
    if (new URL(http.req.url).search) return http.redirect(`/pay/${target.view.token}/result`, 303)
    const now = (await openPayLink(http.var.app, http.req.param('token')))!
    const outcome = outcomeOf(now, asked)
    if (outcome === null) return http.redirect(`/pay/${now.view.token}`, 303)
    return page(
      http,
      renderResultPage({ outcome, view: now.view, message: now.view.lastFailure }, assets),
      now.view.simulated,
    )
  })

  routes.post('/:token/intent', async (http) => {
    try {
      return http.json(await startFromPage(http), 200, { 'cache-control': 'no-store' })
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof BadRequest))
        http.var.app.log.error(
          { error: error instanceof Error ? error.message : String(error) },
          'a payment could not be started',
        )
      return problemResponse(problemOf(error))
    }
  })
  routes.route('/', savedMethodsRoutes(assets))
  routes.all('*', (http) => notFound(http as Http, assets))
  return routes
}

async function startFromPage(http: Http): Promise<IntentAnswer> {
  const { app } = http.var
  const token = http.req.param('token')!
  const target = await openPayLink(app, token)
  if (!target) throw new Refusal('not_found', 'There is no such payment link.')
  if (!/^application\/json\b/.test(http.req.header('content-type') ?? ''))
    throw new BadRequest(problem(415, 'unsupported_media_type', 'Send JSON.'))
  const body = pay.safeParse(await http.req.json().catch(() => null))
  if (!body.success)
    throw new BadRequest(problem(422, 'invalid_fields', 'The request is not valid.', faultsOf(body.error)))
  const address = clientAddress(http, app.config.trustProxy)
  await app.limits.spend(perLink, target.invoice.id)
  await app.limits.spend(perClient, address)
  const ctx: Context = contextOf(app, target.accountId, { type: 'payer' })
  const say = words(target.view.language)
  const starting = startPayment(ctx, {
    invoiceId: target.invoice.id,
    amount: body.data.amount,
    currency: body.data.currency,
    revision: body.data.revision,
    forCustomer: await isCustomersOwn(http, target),
    consent: body.data.save
      ? consentOf(http, {
          text: say('pay.mandate', { company: target.view.snapshot.company.name }),
          language: target.view.language,
          invoiceId: target.invoice.id,
        })
      : null,
  })
  const { clientSecret } = await withinPatience(starting)
  return {
    client_secret: clientSecret,
    return_url: `${new URL(app.config.publicUrl).origin}/pay/${token}/result`,
  }
}

const patienceMs = 10_000

/** A payer is answered within 12 s however slow Stripe is (F8). What was begun goes on; the next press or look finds it. */
async function withinPatience<T>(asking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Refusal(
            'stripe_unavailable',
            'Stripe does not answer right now. Nothing was charged; please try again in a moment.',
          ),
        ),
      patienceMs,
    )
  })
  try {
    return await Promise.race([asking, enough])
  } finally {
    clearTimeout(timer)
  }
}

/** The success page is true at once: it asks Stripe and does not wait for the webhook (R27). False: Stripe did not answer. */
async function askStripe(app: App, target: PayTarget): Promise<boolean> {
  const open = openPayment(target)
  if (!open?.intent_id) return true
  try {
    await app.limits.spend(askedPerLink, target.invoice.id)
    await withinPatience(refreshPayment(app, open))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** null: nothing was tried yet, the page itself is where to go. */
function outcomeOf(
  target: PayTarget,
  asked: boolean,
): 'succeeded' | 'processing' | 'failed' | 'pending' | null {
  const open = openPayment(target)
  if (open?.status === 'processing') return 'processing'
  if (open?.status === 'failed') return 'failed'
  // Unknown is said as unknown; the webhook or the reconciler will tell (trap 11).
  if (open?.intent_id && !asked) return 'pending'
  // Money that came by hand is not what this payer did.
  const last = target.payments.filter((payment) => payment.source === 'stripe').at(-1)
  return last?.status === 'succeeded' ? 'succeeded' : null
}

function openPayment({ payments }: PayTarget): Payment | undefined {
  return payments.find((payment) => payment.source === 'stripe' && payment.closed_at === null)
}

/** Known scanners and previews do not count as the customer; nor does whoever works here. */
const scanners =
  /bot|crawl|spider|preview|scan|proofpoint|mimecast|barracuda|safelinks|googleimageproxy|facebookexternalhit|slack|whatsapp|telegram|curl|wget|python|headless-check/i

async function noteOpening(http: Http, target: PayTarget): Promise<void> {
  const { app } = http.var
  if (
    target.invoice.viewed_at ||
    http.req.method !== 'GET' ||
    scanners.test(http.req.header('user-agent') ?? 'bot')
  )
    return
  const sessionToken = readSessionCookie(http, app.config.publicUrl)
  if (
    sessionToken &&
    target.account.kind !== 'tour' &&
    (await identifyActor(app, { apiKey: null, sessionToken }))?.ctx.accountId === target.accountId
  )
    return
  await noteView(contextOf(app, target.accountId, { type: 'payer' }), target.invoice.id)
}
