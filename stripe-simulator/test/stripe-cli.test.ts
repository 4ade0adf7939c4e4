import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { openAccount, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'

const program = stripeCli()
if (!program) process.stdout.write('skipped: no Stripe CLI for this platform\n')

/** What the official CLI can trigger of the events that a payment integration lives by. */
const events = [
  'payment_intent.created',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.requires_action',
  'payment_intent.processing',
  'payment_intent.amount_capturable_updated',
  'charge.succeeded',
  'charge.failed',
  'charge.captured',
  'charge.refunded',
  'charge.refund.updated',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'setup_intent.succeeded',
  'setup_intent.canceled',
  'setup_intent.setup_failed',
  'payment_method.attached',
  'payment_method.detached',
  'customer.created',
  'customer.updated',
  'customer.deleted',
]

describe.skipIf(!program)("the Stripe CLI's own fixtures run against the simulator", () => {
  let simulator: RunningSimulator
  let stripe: Stripe
  let key: string
  let home: string

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    key = (await openAccount(simulator.url)).secret_key
    stripe = stripeAt(simulator.url, key)
    home = await mkdtemp(join(tmpdir(), 'stripe-cli-'))
  })
  afterAll(async () => {
    await simulator.close()
    await rm(home, { recursive: true, force: true })
  })

  it.each(events)('stripe trigger %s', async (type) => {
    const before = new Set((await stripe.events.list({ type, limit: 100 })).data.map(({ id }) => id))
    // Fails unless the program exits with 0.
    await promisify(execFile)(program!, ['trigger', type, '--api-base', simulator.url, '--api-key', key], {
      env: { PATH: process.env.PATH, HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' },
      timeout: 25_000,
    })
    // Disputes and debits follow a moment later.
    await expect
      .poll(
        async () => (await stripe.events.list({ type, limit: 100 })).data.some(({ id }) => !before.has(id)),
        {
          timeout: 10_000,
        },
      )
      .toBe(true)
  })
})

/** The binary that npm installed for this platform, or null. */
function stripeCli(): string | null {
  const name = process.platform === 'win32' ? 'stripe.exe' : 'stripe'
  try {
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('@stripe/cli/package.json'))
    const path = resolve(`@stripe/cli-${process.platform}-${process.arch}/bin/${name}`)
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}
