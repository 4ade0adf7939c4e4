import { sql } from 'kysely'
import { expect } from 'vitest'
import { invariants } from '../../src/features/doctor/invariants.ts'
import { simulate } from '../world.ts'
import { connectAgain } from './commands.ts'
import { type Life, moveClock } from './life.ts'
import { lookAround } from './look-around.ts'
import type { PlainModel } from './plain-model.ts'
import { disputesAtStripe, intentsAtStripe, refundsAtStripe, sumsOf } from './truth.ts'

/** Has everything mended that the life broke, waits until all is at rest, and holds the books against everything known. */
export async function checkEverything(model: PlainModel, life: Life): Promise<void> {
  await life.gate.together(() => mendAll(model, life))
  await life.gate.together(() => letMoneyArrive(life))
  const together = () =>
    life.gate.together(async () => {
      await lookAround(model, life)
      expect(await contradictions(model, life)).toEqual([])
    })
  await life.world.eventually(() => life.gate.together(() => expectRest(life)), 30_000)
  await life.world.eventually(together, 20_000)
}

async function mendAll(model: PlainModel, life: Life): Promise<void> {
  const { account, world } = life
  await simulate(world, `faults?account=${account}`, undefined, 'DELETE')
  await simulate(world, 'webhooks', { account, mode: 'deliver' })
  for (const address of life.addresses) life.mail.be(null, address)
  if (!model.connected) await connectAgain(model, life)
  await simulate(world, 'webhooks/flush', { account, order: 'created' })
  const { data } = (await life.business.call('GET', '/messages?limit=100')).body
  for (const message of data)
    if (message.state !== 'sent') await life.business.call('POST', `/messages/${message.id}/retry`)
}

/** Debits clear, refunds reach the bank: by Stripe's clock, in no time. */
async function letMoneyArrive(life: Life): Promise<void> {
  const [intents, refunds] = await Promise.all([
    intentsAtStripe(life.world, life.business),
    refundsAtStripe(life.world, life.business),
  ])
  const isUnderWay =
    intents.some(({ status }) => status === 'processing') ||
    refunds.some(({ status }) => status === 'pending')
  if (isUnderWay) await moveClock(life, 200)
}

/** Nothing is left to do: every event applied, every effect done. What is put off on purpose (a decline told later) may wait. */
async function expectRest(life: Life): Promise<void> {
  const { rows } = await sql<{ waiting: string }>`
    select event ->> 'type' as waiting from outbox
      where account_id = ${life.business.accountId} and finished_at is null
        and (attempts > 0 or run_at < now() + interval '1 minute')
    union all
    select 'event ' || type from stripe_events where account_id = ${life.business.accountId} and applied_at is null`.execute(
    life.db,
  )
  expect(rows.map(({ waiting }) => waiting)).toEqual([])
}

/** Where the product's books, the plain model and Stripe's books do not say the same. */
async function contradictions(model: PlainModel, life: Life): Promise<string[]> {
  const stripe = await stripesBooks(life)
  const ours = await ourBooks(life)
  const found = [
    ...invoicesAgainst(model, stripe, ours),
    ...paymentsAgainst(stripe, ours),
    ...refundsAgainst(stripe, ours),
    ...disputesAgainst(stripe, ours),
    ...sumsAgainst(stripe, ours),
    ...mailsAgainst(life, ours),
  ]
  // They are dear: asked once all the rest is right.
  return found.length > 0 ? found : brokenInvariants(life)
}

async function stripesBooks(life: Life) {
  const { world, business, account } = life
  const [intents, refunds, disputes, ledger] = await Promise.all([
    intentsAtStripe(world, business),
    refundsAtStripe(world, business),
    disputesAtStripe(world, business),
    simulate(world, `ledger?account=${account}`),
  ])
  return {
    intents,
    refunds,
    disputes,
    net: (ledger[account]?.eur?.net ?? 0) as number,
    fees: (ledger[account]?.eur?.fees ?? 0) as number,
  }
}

async function ourBooks({ db, business }: Life) {
  const of = business.accountId
  const [invoices, payments, refunds, disputes, messages, waiting, held] = await Promise.all([
    db.selectFrom('invoices').selectAll().where('account_id', '=', of).execute(),
    db.selectFrom('payments').selectAll().where('account_id', '=', of).execute(),
    db.selectFrom('refunds').selectAll().where('account_id', '=', of).execute(),
    db.selectFrom('disputes').selectAll().where('account_id', '=', of).execute(),
    db.selectFrom('messages').selectAll().where('account_id', '=', of).execute(),
    db
      .selectFrom('outbox')
      .selectAll()
      .where('account_id', '=', of)
      .where('finished_at', 'is', null)
      .execute(),
    db
      .selectFrom('ledger_entries')
      .select('amount')
      .where('account_id', '=', of)
      .where('ledger_account', '=', 'stripe_balance')
      .execute(),
  ])
  return {
    invoices,
    payments,
    refunds,
    disputes,
    messages,
    waiting,
    held: total(held, ({ amount }) => amount),
  }
}

type StripesBooks = Awaited<ReturnType<typeof stripesBooks>>
type OurBooks = Awaited<ReturnType<typeof ourBooks>>

/** I3, I4, I8, I11: what is settled follows from what came in, and a cancelled invoice takes nothing. */
function invoicesAgainst(model: PlainModel, stripe: StripesBooks, ours: OurBooks): string[] {
  return model.invoices.flatMap((plain) => {
    const invoice = ours.invoices.find(({ id }) => id === plain.id)!
    const came = plain.byHand + sumsOf(stripe.intents, plain.id).collected
    const settled = plain.cancelled ? plain.settledAtCancel : Math.min(plain.total, came)
    const unapplied = ours.payments
      .filter(({ invoice_id }) => invoice_id === plain.id)
      .reduce((sum, one) => sum + one.unapplied, 0)
    return [
      ...differ(`I3: ${invoice.number} settled`, invoice.settled, settled),
      ...differ(`I8: ${invoice.number} unapplied`, unapplied, came - settled),
      ...differ(`${invoice.number} total`, invoice.total, plain.total),
      ...differ(`${invoice.number} processing`, invoice.processing, false),
    ]
  })
}

/** I6, I8, I10: each PaymentIntent that succeeded is one payment, of Stripe's amount; nothing else is. */
function paymentsAgainst(stripe: StripesBooks, ours: OurBooks): string[] {
  const found: string[] = []
  const booked = ours.payments.filter(({ source }) => source === 'stripe')
  for (const intent of stripe.intents) {
    const rows = booked.filter(({ intent_id }) => intent_id === intent.id)
    if (rows.length > 1) found.push(`I6: ${intent.id} is booked ${rows.length} times`)
    const [payment] = rows
    if (intent.status === 'succeeded') {
      if (payment?.status !== 'succeeded')
        found.push(`I8: ${intent.id} succeeded, the books say ${payment?.status}`)
      else if (payment.amount !== intent.amount_received || payment.currency !== intent.currency)
        found.push(`I10: ${intent.id} brought ${intent.amount_received}, the books say ${payment.amount}`)
    } else if (payment?.status === 'succeeded')
      found.push(`I8: ${intent.id} is ${intent.status} at Stripe, paid here`)
    else if (intent.status !== 'canceled' && (!payment || payment.closed_at))
      found.push(`I9: ${intent.id} is ${intent.status} at Stripe and closed here`)
  }
  for (const payment of booked)
    if (payment.status === 'succeeded' && !stripe.intents.some(({ id }) => id === payment.intent_id))
      found.push(`I8: ${payment.id} is paid by ${payment.intent_id}, which Stripe does not have`)
  return found
}

/** I22: each refund at Stripe is one of ours, with the same amount and end; and the other way round. */
function refundsAgainst(stripe: StripesBooks, ours: OurBooks): string[] {
  const booked = ours.refunds.filter(({ method }) => method === 'stripe')
  const found = stripe.refunds.flatMap((refund) => {
    const rows = booked.filter(({ stripe_refund_id }) => stripe_refund_id === refund.id)
    return differ(
      `I22: ${refund.id}`,
      rows.map(({ amount, status }) => `${amount} ${status}`).join(', '),
      `${refund.amount} ${refund.status}`,
    )
  })
  for (const row of booked)
    if (row.status === 'succeeded' && !stripe.refunds.some(({ id }) => id === row.stripe_refund_id))
      found.push(`I22: ${row.id} says ${row.stripe_refund_id}, which Stripe does not have`)
    else if (row.status === 'pending') found.push(`I22: ${row.id} is still on its way`)
  return found
}

function disputesAgainst(stripe: StripesBooks, ours: OurBooks): string[] {
  const found = stripe.disputes.flatMap((dispute) => {
    const taken = dispute.balance_transactions.reduce((sum, { amount }) => sum + amount, 0) < 0
    const rows = ours.disputes.filter(({ stripe_dispute_id }) => stripe_dispute_id === dispute.id)
    return differ(
      `dispute ${dispute.id}`,
      rows.map(({ status, withdrawn }) => `${status} ${withdrawn}`).join(', '),
      `${dispute.status} ${taken ? dispute.amount : 0}`,
    )
  })
  return [...found, ...differ('disputes', ours.disputes.length, stripe.disputes.length)]
}

/** I24: what Stripe holds for the business is what the books say came through it and stayed. */
function sumsAgainst(stripe: StripesBooks, ours: OurBooks): string[] {
  const came = total(
    ours.payments.filter(({ source, status }) => source === 'stripe' && status === 'succeeded'),
    ({ amount }) => amount,
  )
  const went = total(
    ours.refunds.filter(
      ({ method, status }) => method === 'stripe' && status !== 'failed' && status !== 'canceled',
    ),
    ({ amount }) => amount,
  )
  const withdrawn = total(ours.disputes, (dispute) => dispute.withdrawn)
  return [
    ...differ('I24: net at Stripe', came - went - withdrawn, stripe.net),
    ...differ('I24: the ledger’s Stripe balance', ours.held, stripe.net - stripe.fees),
  ]
}

/** I17 to I19: of every payment through Stripe one receipt and one word to the office; every mail written is sent, once. */
function mailsAgainst(life: Life, ours: OurBooks): string[] {
  const found: string[] = []
  for (const payment of ours.payments) {
    if (payment.source !== 'stripe') continue
    const about = ours.messages.filter((message) => message.payment_id === payment.id)
    const expected = payment.status === 'succeeded' ? 1 : 0
    for (const kind of ['receipt', 'payment_notification'])
      found.push(
        ...differ(`I19: ${kind} of ${payment.id}`, about.filter((one) => one.kind === kind).length, expected),
      )
  }
  const inbox = new Map<string, number>()
  for (const address of life.addresses)
    for (const { messageId = '' } of life.mail.heard(address))
      inbox.set(messageId, (inbox.get(messageId) ?? 0) + 1)
  for (const { id, kind, state, recipients, cc } of ours.messages) {
    if (state !== 'sent')
      found.push(
        `I18: the mail ${kind} ${id} is ${state}; waiting: ${JSON.stringify(ours.waiting)} payments: ${JSON.stringify(ours.payments)}`,
      )
    const [messageId] = [...inbox.keys()].filter((one) => one.startsWith(`<${id}@`))
    found.push(
      ...differ(
        `I18: the mail ${kind} ${id} arrived`,
        inbox.get(messageId ?? '') ?? 0,
        recipients.length + cc.length,
      ),
    )
    inbox.delete(messageId ?? '')
  }
  for (const messageId of inbox.keys()) found.push(`I17: ${messageId} arrived, and nobody wrote it`)
  return found
}

/** What `quittance doctor` says of this account. */
async function brokenInvariants({ db, business }: Life): Promise<string[]> {
  const found = await Promise.all(
    invariants.map(async ({ name, query }) => {
      const { rows } = await sql<{ what: string }>`
        select what from (${query}) as broken where account_id = ${business.accountId}`.execute(db)
      return rows.map(({ what }) => `${name}: ${what}`)
    }),
  )
  return found.flat()
}

function differ<T>(what: string, is: T, should: T): string[] {
  return is === should ? [] : [`${what} is ${is}, it should be ${should}`]
}

function total<T>(rows: T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0)
}
