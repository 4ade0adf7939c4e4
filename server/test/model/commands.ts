// The commands of the model test (reliability.md 2), each a name, its arguments and what it does. Indices are tiny, so
// that commands meet at the same invoice.
import fc from 'fast-check'
import { expect } from 'vitest'
import { atStripe, simulate } from '../world.ts'
import { deliverEvent, type Life, moveClock, reach, tryControl } from './life.ts'
import { lookAround } from './look-around.ts'
import { type PlainInvoice, type PlainModel, pick } from './plain-model.ts'
import { disputesAtStripe, intentsAtStripe, refundsAtStripe } from './truth.ts'
import {
  burst,
  cancelInvoice,
  cards,
  changeLink,
  comeBack,
  confirm,
  createInvoice,
  editInvoice,
  issueInvoice,
  openPage,
  payByHand,
  pressPay,
  refund,
} from './verbs.ts'

export type LifeCommand = fc.AsyncCommand<PlainModel, Life>

/** How often each command ran, by its name. */
export const ran = new Map<string, number>()

type Run<A> = (model: PlainModel, life: Life, args: A) => Promise<void>

/** A command as fast-check wants it; `alone`: nobody else may ask the product anything meanwhile. */
function command<A extends object>(
  name: string,
  args: { [Key in keyof A]: fc.Arbitrary<A[Key]> },
  run: Run<A>,
  { needsInvoice = true, alone = false } = {},
): fc.Arbitrary<LifeCommand> {
  return fc.record(args).map((chosen) => ({
    check: (model) => (needsInvoice ? model.invoices.length > 0 : true),
    async run(model, life) {
      ran.set(name, (ran.get(name) ?? 0) + 1)
      const work = () => run(model, life, chosen as A)
      await (alone ? life.gate.alone(work) : life.gate.together(work))
      await life.gate.together(() => lookAround(model, life))
    },
    toString: () => `${name}(${JSON.stringify(chosen).replaceAll('"', '')})`,
  }))
}

const index = fc.nat(2)
const amount = fc.constantFrom(1_000, 3_000, 12_000)
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constant('visa' as const) },
  { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(cards) as (keyof typeof cards)[])) },
)

const create = command(
  'create',
  {
    amount,
    link: fc.constantFrom(true, true, undefined),
    issue: fc.constantFrom('mark_sent', 'mark_sent', 'send', 'draft'),
    twice: fc.constantFrom(false, false, true),
  },
  async (model, life, args) => {
    if (model.invoices.length < 3) await createInvoice(model, life, args)
  },
  { needsInvoice: false },
)

const issue = command(
  'issue',
  { i: index, way: fc.constantFrom('mark_sent', 'send') },
  (model, life, { i, way }) => issueInvoice(model, life, pick(model.invoices, i), way, true),
)

const edit = command('edit', { i: index, amount }, (model, life, args) =>
  editInvoice(model, life, pick(model.invoices, args.i), args.amount, true),
)

const link = command(
  'link',
  { i: index, what: fc.constantFrom('add', 'remove', 'reset') },
  (model, life, { i, what }) => changeLink(model, life, pick(model.invoices, i), what, true),
)

const toggleAll = command(
  'toggle all',
  { on: fc.boolean() },
  (model, life, { on }) => linkByDefault(model, life, on),
  { needsInvoice: false },
)

async function linkByDefault(model: PlainModel, life: Life, on: boolean): Promise<void> {
  const { status } = await life.business.call('PATCH', '/settings/invoicing', { payment_link_default: on })
  expect(status).toBe(200)
  model.linkByDefault = on
}

const open = command('open page', { i: index, old: fc.boolean() }, (model, life, { i, old }) =>
  openPage(model, life, pick(model.invoices, i), old),
)

const start = command(
  'start pay',
  { i: index, page: fc.constantFrom('fresh', 'fresh', 'fresh', 'stale') },
  async (model, life, { i, page }) => {
    await pressPay(model, life, pick(model.invoices, i), page, true)
  },
)

const startAndConfirm = command('pay', { i: index, method }, async (model, life, { i, method: by }) => {
  const invoice = pick(model.invoices, i)
  const secret = await pressPay(model, life, invoice, 'fresh', true)
  if (secret) await confirm(model, life, { invoiceId: invoice.id, secret }, by)
})

const confirmHeld = command(
  'confirm an open page',
  { page: fc.nat(3), method },
  async (model, life, { page, method: by }) => {
    if (model.secrets.length > 0) await confirm(model, life, pick(model.secrets.toReversed(), page), by)
  },
)

const back = command('come back', { i: index }, (model, life, { i }) =>
  comeBack(model, life, pick(model.invoices, i), true),
)

const eightAtOnce = command('burst of 8', { i: index }, (model, life, { i }) =>
  burst(model, life, pick(model.invoices, i)),
)

const cancel = command('cancel', { i: index }, (model, life, { i }) =>
  cancelInvoice(model, life, pick(model.invoices, i), true),
)

const byHand = command(
  'pay by hand',
  { i: index, part: fc.constantFrom('all', 'third', 'third', 'too_much') },
  (model, life, { i, part }) => payByHand(model, life, pick(model.invoices, i), part, true),
)

const giveBack = command(
  'refund',
  {
    i: index,
    part: fc.constantFrom('all', 'third'),
    from: fc.constantFrom('office', 'office', 'dashboard'),
    twice: fc.boolean(),
  },
  (model, life, { i, ...wish }) => refund(model, life, pick(model.invoices, i), wish, true),
)

const refundFails = command('refund comes back', { which: index }, async (_, life, { which }) => {
  const standing = (await refundsAtStripe(life.world, life.business)).filter(
    ({ status }) => status !== 'failed',
  )
  if (standing.length === 0) return
  const failed = await tryControl(life, 'refund/fail', { refund: pick(standing, which).id })
  if (failed) reach(life, 'a refund came back')
})

const dispute = command(
  'dispute',
  { which: index, reason: fc.constantFrom('fraudulent', 'product_not_received', 'inquiry') },
  async (_, life, { which, reason }) => {
    const paid = (await intentsAtStripe(life.world, life.business)).filter(
      ({ status }) => status === 'succeeded',
    )
    if (paid.length === 0) return
    const intent = pick(paid, which)
    const isRefunded = (await refundsAtStripe(life.world, life.business)).some(
      (one) => one.payment_intent === intent.id,
    )
    const opened = await tryControl(life, 'dispute', { payment_intent: intent.id, reason })
    if (opened) reach(life, isRefunded ? 'disputed after a refund' : 'disputed')
  },
)

const disputeEnds = command(
  'dispute ends',
  { which: index, outcome: fc.constantFrom('won', 'lost', 'lost', 'escalated') },
  async (_, life, { which, outcome }) => {
    const disputes = await disputesAtStripe(life.world, life.business)
    if (disputes.length === 0) return
    const ended = await tryControl(life, 'dispute', { dispute: pick(disputes, which).id, outcome })
    if (ended) reach(life, `a dispute was ${outcome}`)
  },
)

const news = command(
  'news again',
  { which: fc.nat(19), as: fc.constantFrom('replay', 'twin'), times: fc.integer({ min: 1, max: 3 }) },
  async (model, life, { which, as, times }) => {
    const { data } = await atStripe(life.world, life.business, 'GET', '/v1/events?limit=100')
    if (data.length === 0) return
    await tellAgain(model, life, pick(data, which), as, times)
  },
)

const lateFailure = command('late failure', { which: index }, async (model, life, { which }) => {
  const { data } = await atStripe(
    life.world,
    life.business,
    'GET',
    '/v1/events?limit=100&type=payment_intent.payment_failed',
  )
  const intents = await intentsAtStripe(life.world, life.business)
  const statusOf = (event: StripeEvent) =>
    intents.find(({ id }) => id === (event.data.object as { id: string }).id)?.status
  const late = (data as StripeEvent[]).filter((event) => statusOf(event) === 'succeeded')
  const told = late.length > 0 ? late : (data as StripeEvent[])
  if (told.length === 0) return
  if (late.length > 0) reach(life, 'a failure told after the success')
  await tellAgain(model, life, pick(told, which), 'twin', 1)
})

interface StripeEvent {
  id: string
  type: string
  data: { object: object }
}

async function tellAgain(
  model: PlainModel,
  life: Life,
  event: StripeEvent,
  as: 'replay' | 'twin',
  times: number,
): Promise<void> {
  const id = as === 'twin' ? `${event.id}twin${life.happened.size}` : event.id
  const statuses = await Promise.all(
    Array.from({ length: times }, () => deliverEvent(life, { ...event, id })),
  )
  for (const status of statuses) expect(status, 'a signed event is taken').toBeLessThan(300)
  reach(life, as === 'twin' ? 'the same news under another event id' : 'the same event again')
  if (!model.connected) reach(life, 'news while Stripe was removed')
}

const disconnect = command('disconnect', {}, removeStripe, { needsInvoice: false })

async function removeStripe(model: PlainModel, life: Life): Promise<void> {
  const answer = await life.business.call('DELETE', '/stripe_connection')
  if (answer.status === 503 && model.troubled) return
  expect(answer.status, JSON.stringify(answer.body)).toBe(model.connected ? 200 : 409)
  if (answer.status !== 200) return
  const intents = await intentsAtStripe(life.world, life.business)
  if (intents.some(({ status }) => status === 'processing'))
    reach(life, 'Stripe removed while a debit was on its way')
  model.connected = false
  for (const invoice of model.invoices) {
    invoice.linkOn = false
    invoice.isStale = invoice.issued
  }
}

const connect = command(
  'connect',
  { restore: fc.constantFrom(true, true, false) },
  async (model, life, { restore }) => {
    await connectAgain(model, life)
    if (restore && model.connected) await restoreLinks(model, life)
  },
  { needsInvoice: false },
)

/** Connects Stripe with the keys it had. */
export async function connectAgain(model: PlainModel, life: Life): Promise<void> {
  const answer = await life.business.call('PUT', '/stripe_connection', life.business.stripeKeys)
  if (answer.status === 503 && model.troubled) return
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  if (model.connected) return
  reach(life, 'Stripe connected again')
  model.connected = true
  // What came back or stayed open meanwhile is closed when the books catch up, at once but not within the request.
  await life.world.eventually(() => lookAround(model, life), 30_000)
}

async function restoreLinks(model: PlainModel, life: Life): Promise<void> {
  const answer = await life.business.call('POST', '/stripe_connection/restore_links')
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  await readLinks(model, life)
}

/** What links are on is not foretold after a removal: a link taken off stays off, the others come back (R19). */
async function readLinks(model: PlainModel, life: Life): Promise<void> {
  for (const invoice of model.invoices) {
    const { payment_link: shown } = (await life.business.call('GET', `/invoices/${invoice.id}`)).body
    invoice.linkOn = shown?.state === 'active'
    invoice.isStale = invoice.issued
    if (shown) expect(shown.url, 'R19: the same addresses').toBe(invoice.url)
  }
}

const mailServer = command(
  'mail server',
  { up: fc.boolean() },
  async (_, life, { up }) => {
    for (const address of life.addresses) life.mail.be(up ? null : 'later', address)
    if (!up) reach(life, 'the mail server said: later')
  },
  { needsInvoice: false },
)

const webhooks = command(
  'webhooks',
  { mode: fc.constantFrom('deliver', 'duplicate', 'shuffle', 'drop', 'hold', 'missign') },
  async (_, life, { mode }) => {
    await simulate(life.world, 'webhooks', { account: life.account, mode })
    if (mode === 'drop') reach(life, 'webhooks never came')
    if (mode === 'hold') reach(life, 'webhooks were held back')
  },
  { needsInvoice: false },
)

const flush = command(
  'webhooks at once',
  { order: fc.constantFrom('created', 'reversed', 'random') },
  async (_, life, { order }) => {
    const { attempted } = await simulate(life.world, 'webhooks/flush', { account: life.account, order })
    if (attempted > 1 && order !== 'created') reach(life, 'webhooks came out of order')
  },
  { needsInvoice: false },
)

const stripeFails = command(
  'stripe fails',
  {
    kind: fc.constantFrom(
      'rate_limit',
      'lock_timeout',
      'error_before',
      'error_after',
      'drop_before',
      'drop_after',
    ),
    path: fc.constantFrom(
      '/v1/payment_intents',
      '/v1/payment_intents/*/cancel',
      '/v1/payment_intents/*',
      '/v1/refunds',
    ),
    times: fc.constantFrom(1, 1, 4),
  },
  async (model, life, fault) => {
    model.troubled = true
    // The payer's own confirmation and our looks at the books are no part of this.
    const verb = fault.path.endsWith('*') ? 'GET' : 'POST'
    await simulate(life.world, 'faults', { ...fault, method: verb, account: life.account })
    reach(life, 'Stripe failed')
  },
  { needsInvoice: false },
)

const clock = command(
  'clock',
  { seconds: fc.constantFrom(4, 200) },
  async (_, life, { seconds }) => {
    await moveClock(life, seconds)
  },
  { needsInvoice: false },
)

const crash = command(
  'crash',
  {},
  async (_, life) => {
    await life.world.restartProduct()
    reach(life, 'the product was restarted')
  },
  { needsInvoice: false, alone: true },
)

/** Two things at the same moment: whoever wins, the books are right afterwards. */
const race = command(
  'at once',
  { i: index, one: fc.nat(20), other: fc.nat(20), amount, method },
  async (model, life, { i, one, other, ...chosen }) => {
    const invoice = pick(model.invoices, i)
    const before = invoice.total
    await Promise.all([
      pick(racers, one).act(model, life, invoice, chosen),
      pick(racers, other).act(model, life, invoice, chosen),
    ])
    await readTotal(life, invoice, [before, chosen.amount])
    reach(life, `at once: ${[pick(racers, one).name, pick(racers, other).name].toSorted().join(' + ')}`)
  },
)

/** Which of two edits was the last is theirs to know. */
async function readTotal(life: Life, invoice: PlainInvoice, possible: number[]): Promise<void> {
  const { total } = (await life.business.call('GET', `/invoices/${invoice.id}`)).body
  expect(possible).toContain(total)
  invoice.total = total
}

interface Racer {
  name: string
  act(
    model: PlainModel,
    life: Life,
    invoice: PlainInvoice,
    chosen: { amount: number; method: keyof typeof cards },
  ): Promise<unknown>
}

const racers: Racer[] = [
  {
    name: 'pay',
    async act(model, life, invoice, chosen) {
      const secret = await pressPay(model, life, invoice, 'fresh', false)
      if (secret) await confirm(model, life, { invoiceId: invoice.id, secret }, chosen.method)
    },
  },
  {
    name: 'confirm',
    async act(model, life, invoice, chosen) {
      const held = model.secrets.findLast(({ invoiceId }) => invoiceId === invoice.id)
      if (held) await confirm(model, life, held, chosen.method)
    },
  },
  {
    name: 'edit',
    act: (model, life, invoice, chosen) => editInvoice(model, life, invoice, chosen.amount, false),
  },
  { name: 'cancel', act: (model, life, invoice) => cancelInvoice(model, life, invoice, false) },
  { name: 'by hand', act: (model, life, invoice) => payByHand(model, life, invoice, 'all', false) },
  { name: 'a third by hand', act: (model, life, invoice) => payByHand(model, life, invoice, 'third', false) },
  {
    name: 'take the link off',
    act: (model, life, invoice) => changeLink(model, life, invoice, 'remove', false),
  },
  { name: 'come back', act: (model, life, invoice) => comeBack(model, life, invoice, false) },
  {
    name: 'refund',
    act: (model, life, invoice) =>
      refund(model, life, invoice, { part: 'all', from: 'office', twice: false }, false),
  },
]

function weighted(weight: number, arbitrary: fc.Arbitrary<LifeCommand>) {
  return { weight, arbitrary }
}

/** All commands; those that lead into interesting states come oftener. */
export const commands: fc.Arbitrary<LifeCommand>[] = [
  weighted(4, create),
  weighted(1, issue),
  weighted(2, edit),
  weighted(2, link),
  weighted(1, toggleAll),
  weighted(1, open),
  weighted(3, start),
  weighted(7, startAndConfirm),
  weighted(3, confirmHeld),
  weighted(2, back),
  weighted(1, eightAtOnce),
  weighted(1, cancel),
  weighted(2, byHand),
  weighted(3, giveBack),
  weighted(1, refundFails),
  weighted(2, dispute),
  weighted(2, disputeEnds),
  weighted(2, news),
  weighted(2, lateFailure),
  weighted(1, disconnect),
  weighted(3, connect),
  weighted(1, mailServer),
  weighted(1, webhooks),
  weighted(1, flush),
  weighted(1, stripeFails),
  weighted(2, clock),
  weighted(4, race),
].flatMap(({ weight, arbitrary }) => Array.from({ length: weight }, () => arbitrary))

export const crashCommand = crash
