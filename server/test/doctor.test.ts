// The doctor finds what is broken, names it, and what it names stands still while everything else goes on.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../src/database.ts'
import { findBreaches } from '../src/features/doctor/find-breaches.ts'
import { pay, sentInvoice, startWorld, type World } from './world.ts'

let world: World
let db: Kysely<Database>
beforeAll(async () => {
  world = await startWorld()
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 })
  db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}, 60_000)
afterAll(async () => {
  await db?.destroy()
  await world?.stop()
})

it('finds nothing in a business that lived through everything', async () => {
  const business = await world.business()
  const paid = await sentInvoice(business)
  await pay(world, business, paid)
  const [payment] = (await business.call('GET', `/payments?invoice_id=${paid.id}`)).body.data
  expect((await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 500 })).status).toBe(201)
  await sentInvoice(business, { amount: 0, link: false })
  const edited = await sentInvoice(business)
  const freed = { lines: [{ description: 'On the house', quantity: '1', unit_amount: 0 }] }
  expect((await business.call('PATCH', `/invoices/${edited.id}`, freed)).body).toMatchObject({
    status: 'paid',
  })
  const cancelled = await sentInvoice(business)
  expect((await business.call('POST', `/invoices/${cancelled.id}/cancel`)).status).toBe(200)
  await world.eventually(() => expect(world.mailTo(business.ownerEmail).length).toBeGreaterThan(0))

  expect(await findBreaches(db)).toEqual([])
})
