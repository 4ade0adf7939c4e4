import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const name = 'quittance'

/** The session token of the request's cookie, or null. */
export function readSessionCookie(http: Context, publicUrl: string): string | null {
  return (isSecure(publicUrl) ? getCookie(http, name, 'host') : getCookie(http, name)) ?? null
}

/** Sets the cookie: HttpOnly, SameSite=Lax, `__Host-` and Secure wherever the browser can keep that (https, or this machine). */
export function writeSessionCookie(http: Context, publicUrl: string, token: string, expiresAt: Date): void {
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', expires: expiresAt } as const
  if (isSecure(publicUrl)) setCookie(http, name, token, { ...options, prefix: 'host', secure: true })
  else setCookie(http, name, token, options)
}

export function clearSessionCookie(http: Context, publicUrl: string): void {
  writeSessionCookie(http, publicUrl, '', new Date(0))
}

/** Browsers take localhost for secure without TLS; plain http elsewhere would lose a Secure cookie. */
function isSecure(publicUrl: string): boolean {
  const url = new URL(publicUrl)
  return url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

/** Who connects: the peer, or the address the last trusted proxy saw. */
export function clientAddress(http: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? http.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded) return forwarded
  try {
    return getConnInfo(http).remote.address ?? 'unknown'
  } catch {
    return 'unknown'
  }
}
