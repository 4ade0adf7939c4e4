import type { ServerResponse } from 'node:http'
import { browserAsset } from '../browser-assets.ts'
import type { Simulator } from '../simulator.ts'
import { authenticatePage } from './authenticate-page.ts'
import { authorizePage } from './authorize-page.ts'
import { elementSession } from './element-session.ts'
import { messagePage, type Page } from './html.ts'
import { onboardingPage } from './onboarding-page.ts'

export type BrowserRequest = { method: string; url: URL; body: string }

/** Where Stripe.js may be asked for: our own name, a release train's, and the old `v3`. */
const scriptPath = /^\/(js|v3|[a-z]+)\/(stripe\.js)?$/

/** Card fields and challenges load nothing from elsewhere and run no inline script. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'"

/** Answers what browsers ask for besides the API. False when it is nothing of that. */
export async function answerBrowser(
  simulator: Simulator,
  { method, url, body }: BrowserRequest,
  response: ServerResponse,
): Promise<boolean> {
  const path = url.pathname
  if (path === '/') return sendPage(response, welcome)
  if (path === '/oauth/authorize') return sendPage(response, authorizePage(simulator, method, url, body))
  if (path.startsWith('/setup/s/')) return sendPage(response, onboardingPage(simulator, method, path, body))
  if (method === 'GET' && scriptPath.test(path)) return sendAsset(response, 'stripe.js')
  if (!path.startsWith('/js/')) return false
  if (path.startsWith('/js/authenticate/')) {
    return sendPage(response, authenticatePage(simulator, method, path, body))
  }
  if (path === '/js/session') return sendSession(simulator, { method, url, body }, response)
  return sendAsset(response, path.slice('/js/'.length))
}

/** Sends a page, or the browser on to the next. A private one no other site may read or put into a frame. */
export function sendPage(response: ServerResponse, page: Page, isPrivate = false): true {
  if ('html' in page) return send(response, page.status, 'text/html', page.html, isPrivate)
  response
    .writeHead(303, {
      location: page.redirect,
      'cache-control': 'no-store',
      ...(page.cookie && { 'set-cookie': page.cookie }),
    })
    .end()
  return true
}

async function sendAsset(response: ServerResponse, name: string): Promise<boolean> {
  const text = await browserAsset(name)
  if (text === null) return send(response, 404, 'text/plain', 'no such file\n')
  const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' }
  return send(response, 200, types[name.split('.').at(-1)!] ?? 'text/plain', text)
}

function sendSession(
  simulator: Simulator,
  { method, url, body }: BrowserRequest,
  response: ServerResponse,
): boolean {
  try {
    const detach = method === 'POST' ? new URLSearchParams(body).get('detach') : null
    const session = elementSession(simulator, url.searchParams, detach)
    return send(response, 200, 'application/json', JSON.stringify(session))
  } catch (error) {
    return send(
      response,
      400,
      'application/json',
      JSON.stringify({ error: { message: (error as Error).message } }),
    )
  }
}

function send(response: ServerResponse, status: number, type: string, text: string, isPrivate = false): true {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-cache',
    ...(!isPrivate && { 'access-control-allow-origin': '*' }),
    'cross-origin-resource-policy': isPrivate ? 'same-origin' : 'cross-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(type === 'text/html' && {
      'content-security-policy': isPrivate ? `${policy}; frame-ancestors 'none'` : policy,
    }),
  })
  response.end(text)
  return true
}

const welcome = messagePage(
  200,
  'Pretend Stripe',
  "A simulator of Stripe's API for tests and demos. The API is at /v1/, the test controls at /_sim/.",
)
