import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { expect } from 'vitest'

/** The pinned SDK against a simulator, or a proxy before it. */
export function stripeAt(url: string, key: string, config: Partial<Stripe.StripeConfig> = {}): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...config,
  })
}

/** A meaningful idempotency key of its own for each call of a test. */
export function once(): Stripe.RequestOptions {
  return { idempotencyKey: `test:${randomUUID()}` }
}

/** A fresh account, made through the test controls. */
export async function openAccount(url: string, choices: object = {}) {
  const keys = await control(url, 'accounts', choices)
  return keys as { account: string; secret_key: string; publishable_key: string }
}

/** Calls one of the test controls and gives back its answer. */
export async function control(url: string, name: string, body: object): Promise<unknown> {
  const response = await fetch(`${url}/_sim/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  expect(response.status, JSON.stringify(answer)).toBe(200)
  return answer
}

/** A call as Stripe.js makes it, with the publishable key. */
export async function fromBrowser(url: string, path: string, form: Record<string, string>) {
  const body = new URLSearchParams({ ...form, _stripe_version: '2026-10-28.endive' })
  const response = await fetch(`${url}${path}`, { method: 'POST', body })
  return { status: response.status, json: (await response.json()) as never }
}

/** The error that a call was refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<Stripe.errors.StripeError & { [field: string]: unknown }> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error, 'the call was not refused').toBeInstanceOf(Stripe.errors.StripeError)
  return error as never
}
