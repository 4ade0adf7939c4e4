import { createHmac, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import type { Database } from '../../src/database.ts'
import { sealPurpose } from '../../src/features/stripe-connection/stripe-of.ts'
import type { Sealer } from '../../src/platform/crypto/sealer.ts'
import type { MoodyMailServer } from '../moody-mail-server.ts'
import { type Answer, type Business, simulate, stripeAccountOf, type World } from '../world.ts'
import type { Gate } from './gate.ts'

/** What all lives share. */
export interface Stage {
  world: World
  mail: MoodyMailServer
  db: Kysely<Database>
  sealer: Sealer
  gate: Gate
  /** How often something worth reaching was reached, by its name. */
  reached: Map<string, number>
}

/** One business, from its first day to its last, apart from all others. */
export interface Life extends Stage {
  business: Business
  account: string
  /** Where its payers sit: the product counts by address. */
  payerAddress: string
  /** Everybody its mails go to. */
  addresses: string[]
  /** What happened in this life that is worth counting. */
  happened: Set<string>
  /** Tells the addresses of one life from those of another. */
  name: string
}

export async function beginLife(stage: Stage): Promise<Life> {
  const business = await stage.gate.together(() => stage.world.business())
  const [a = 0, b = 0, c = 0] = randomBytes(3)
  return {
    ...stage,
    business,
    account: stripeAccountOf(business),
    payerAddress: `10.${a}.${b}.${c}`,
    addresses: [business.ownerEmail],
    happened: new Set(),
    name: business.ownerEmail.replace(/\D/g, ''),
  }
}

export function reach(life: Life, what: string): void {
  if (life.happened.has(what)) return
  life.happened.add(what)
  life.reached.set(what, (life.reached.get(what) ?? 0) + 1)
}

/** A control of the simulator that may say no: a charge that cannot be disputed twice, a refund that is too much. */
export async function tryControl(life: Life, control: string, body: object): Promise<Answer['body'] | null> {
  const response = await fetch(`${life.world.simulatorUrl}/_sim/${control}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: life.account, ...body }),
  })
  const answer = await response.json()
  expect(response.status, JSON.stringify(answer)).toBeLessThan(500)
  return response.ok ? answer : null
}

export async function moveClock(life: Life, seconds: number): Promise<void> {
  await simulate(life.world, 'clock', { advance_seconds: seconds })
}

/** Delivers an event as Stripe does, signed with the secret of the connection it is for; returns the answer's status. */
export async function deliverEvent(life: Life, event: object): Promise<number> {
  const connection = await life.db
    .selectFrom('stripe_connections')
    .select(['id', 'webhook_secret_sealed'])
    .where('account_id', '=', life.business.accountId)
    .orderBy('connected_at', 'desc')
    .executeTakeFirstOrThrow()
  const secret = life.sealer.open(
    connection.webhook_secret_sealed!,
    sealPurpose(life.business.accountId, 'webhook_secret'),
  )
  const body = JSON.stringify(event)
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  const response = await fetch(`${life.world.url}/webhooks/stripe/${connection.id}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` },
  })
  await response.arrayBuffer()
  return response.status
}
