import { Refusal } from '@quittance/core/refusal'
import { Hono } from 'hono'
import type { Context } from '../../context.ts'
import { type Http, type Variables } from '../../platform/http/endpoint.ts'
import { problemOf, problemResponse } from '../../platform/http/problem.ts'
import { clientAddress } from '../../platform/http/session-cookie.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { askForCode } from '../saved-methods/ask-for-code.ts'
import { checkCode } from '../saved-methods/check-code.ts'
import { openCustomerSession } from '../saved-methods/open-customer-session.ts'
import { notFound, plainHeaders } from './answer.ts'
import { openPayLink, type PayTarget } from './open-pay-link.ts'
import type { PayAssets } from './pay-document.ts'
import { renderSavedPage, type SavedPageView } from './saved-page.ts'
import { forgetCodeId, isCustomersOwn, keepCodeId, readCodeId } from './saved-proof.ts'

// Counted whether or not there is anything to send: what is refused tells nothing.
const codesPerInvoice = { points: 3, duration: 600 }
const codesPerCustomer = { points: 6, duration: 3600 }
const codesPerClient = { points: 10, duration: 600 }
const triesPerClient = { points: 20, duration: 600 }
const sessionsPerInvoice = { points: 20, duration: 600 }

/**
 * The pages under /pay/{token}/saved: the customer's own saved methods, after a code to their own address (R24). Every
 * answer is the same whether or not something is saved.
 */
export function savedMethodsRoutes(assets: PayAssets): Hono<{ Variables: Variables }> {
  const routes = new Hono<{ Variables: Variables }>()

  routes.get('/:token/saved', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    if (target.view.state !== 'payable' || (await isCustomersOwn(http, target)))
      return toPayment(http, target)
    return show(http, target, readCodeId(http, target) ? 'enter' : 'ask', null, assets)
  })

  routes.post('/:token/saved/code', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    if (target.view.state !== 'payable') return toPayment(http, target)
    try {
      await http.var.app.limits.spend(codesPerClient, clientAddress(http, http.var.app.config.trustProxy))
      await http.var.app.limits.spend(codesPerInvoice, target.invoice.id)
      await http.var.app.limits.spend(codesPerCustomer, target.invoice.customer_id)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return show(http, target, readCodeId(http, target) ? 'enter' : 'ask', 'too_many', assets)
    }
    keepCodeId(http, target, await askForCode(payer(http, target), { invoiceId: target.invoice.id }))
    return http.redirect(`/pay/${target.view.token}/saved`, 303)
  })

  routes.post('/:token/saved/check', async (http) => {
    const target = await openPayLink(http.var.app, http.req.param('token'))
    if (!target) return notFound(http, assets)
    try {
      await http.var.app.limits.spend(triesPerClient, clientAddress(http, http.var.app.config.trustProxy))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return show(http, target, 'enter', 'too_many', assets)
    }
    const { code } = await http.req.parseBody()
    const digits = typeof code === 'string' ? code.replace(/\D/g, '') : ''
    const codeId = readCodeId(http, target) ?? 'code_none'
    const invoiceId = target.invoice.id
    if (!(await checkCode(payer(http, target), { codeId, invoiceId, digits })))
      return show(http, target, 'enter', 'wrong', assets)
    return toPayment(http, target)
  })

  routes.post('/:token/saved/session', async (http) => {
    try {
      const target = await openPayLink(http.var.app, http.req.param('token'))
      if (!target) throw new Refusal('not_found', 'There is no such payment link.')
      if (target.view.state !== 'payable' || !(await isCustomersOwn(http, target)))
        throw new Refusal('forbidden', 'Enter the code that was mailed first.')
      await http.var.app.limits.spend(sessionsPerInvoice, target.invoice.id)
      const secret = await openCustomerSession(payer(http, target), { invoiceId: target.invoice.id })
      if (secret === null) forgetCodeId(http, target)
      return http.json({ client_secret: secret }, 200, { 'cache-control': 'no-store' })
    } catch (error) {
      if (!(error instanceof Refusal))
        http.var.app.log.error({ error: String(error) }, 'saved methods could not be shown')
      return problemResponse(problemOf(error))
    }
  })
  return routes
}

function payer(http: { var: Variables }, target: PayTarget): Context {
  return contextOf(http.var.app, target.accountId, { type: 'payer' })
}

function toPayment(http: Http, target: PayTarget): Response {
  return http.redirect(`/pay/${target.view.token}`, 303)
}

function show(
  http: Http,
  target: PayTarget,
  state: SavedPageView['state'],
  trouble: SavedPageView['trouble'],
  assets: PayAssets,
): Response {
  const status = trouble === 'too_many' ? 429 : trouble === 'wrong' ? 422 : 200
  return http.html(
    renderSavedPage({ state, trouble, page: target.view }, assets),
    status,
    plainHeaders,
  ) as Response
}
