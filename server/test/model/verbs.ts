// What people do to an invoice, each with what the plain model says must come of it.
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { debit, ibans } from '../payment-forms.ts'
import { type Answer, confirmAtStripe, declinedCard } from '../world.ts'
import { type Life, reach, tryControl } from './life.ts'
import type { PlainInvoice, PlainModel } from './plain-model.ts'
import { intentsAtStripe, type StripeSums, sumsOf } from './truth.ts'

/** `sure`: nobody else is at the invoice, so the answer is foretold. */
export type Sure = boolean

export const cards = {
  visa: 'pm_card_visa',
  declined: declinedCard,
  sepa: debit(ibans.succeeds),
  sepa_slow: debit(ibans.succeedsLater),
  sepa_fails: debit(ibans.fails),
  sepa_fails_slow: debit(ibans.failsLater),
} as const

/** What Stripe and the model say together. */
export interface Standing extends StripeSums {
  /** What a payer still owes, by what was truly collected. */
  due: number
}

export async function standingOf(life: Life, invoice: PlainInvoice): Promise<Standing> {
  const sums = sumsOf(await intentsAtStripe(life.world, life.business), invoice.id)
  return { ...sums, due: Math.max(0, invoice.total - invoice.byHand - sums.collected) }
}

/** The answer must be one of those foretold; a Stripe that fails may make it 503, and then nothing has changed. */
function expectStatus(model: PlainModel, answer: Answer, foretold: number[], sure: Sure): void {
  const { status } = answer
  const words = `${status} ${JSON.stringify(answer.body)}`
  if (status === 503 && model.troubled) return
  expect(status, words).toBeLessThan(500)
  // A held lease, or a lock that lasted: whoever is alone never meets one.
  if (sure) expect(foretold, words).toContain(status)
}

const refused = [409]
const either = [200, 201, 409, 422]

export async function createInvoice(
  model: PlainModel,
  life: Life,
  wish: { amount: number; link: boolean | undefined; issue: 'draft' | 'mark_sent' | 'send'; twice: boolean },
): Promise<void> {
  const email = `customer${model.invoices.length}.${life.name}@example.com`
  const key = { 'idempotency-key': randomUUID() }
  const ask = () =>
    life.business.call(
      'POST',
      '/invoices',
      {
        customer: { name: 'Example Customer', email },
        ...(wish.link === undefined ? {} : { payment_link: wish.link }),
        lines: [{ description: 'Consulting', quantity: '1', unit_amount: wish.amount }],
      },
      key,
    )
  const answers = wish.twice ? await Promise.all([ask(), ask()]) : [await ask()]
  if (wish.link && !model.connected) {
    for (const { status } of answers) expect(status, 'R11: a link needs Stripe').toBe(409)
    return
  }
  const made = answers.filter(({ status }) => status === 201)
  expect(made.length, JSON.stringify(answers.map(({ body }) => body))).toBeGreaterThan(0)
  // I20: the same key is the same invoice, or nothing.
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
  for (const { status } of answers) expect([201, 409]).toContain(status)
  const { body } = made[0]!
  const invoice: PlainInvoice = {
    id: body.id,
    email,
    total: wish.amount,
    issued: false,
    cancelled: false,
    settledAtCancel: 0,
    byHand: 0,
    linkOn: body.payment_link?.state === 'active',
    url: body.payment_link?.url ?? null,
    deadUrls: [],
    isStale: false,
    hadDebit: false,
    seen: { status: 'draft', paid: 0 },
  }
  expect(body).toMatchObject({ status: 'draft', total: wish.amount, amount_paid: 0 })
  if (model.connected)
    expect(invoice.linkOn, 'R11, R12: a link where one was asked for').toBe(wish.link ?? model.linkByDefault)
  model.invoices.push(invoice)
  life.addresses.push(email)
  if (wish.issue !== 'draft') await issueInvoice(model, life, invoice, wish.issue, true)
}

export async function issueInvoice(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  way: 'mark_sent' | 'send',
  sure: Sure,
): Promise<void> {
  const answer = await life.business.call('POST', `/invoices/${invoice.id}/${way}`)
  expectStatus(model, answer, invoice.cancelled ? refused : way === 'send' ? [200, 429] : [200, 409], sure)
  if (answer.status !== 200) return
  invoice.issued = true
  invoice.isStale = false
}

export async function editInvoice(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  amount: number,
  sure: Sure,
): Promise<void> {
  const { collected, processing, payable } = await standingOf(life, invoice)
  const answer = await life.business.call('PATCH', `/invoices/${invoice.id}`, {
    lines: [{ description: 'Changed', quantity: '1', unit_amount: amount }],
  })
  const hasMoney = collected + invoice.byHand > 0
  const foretold =
    processing > 0 || invoice.hadDebit ? either : invoice.cancelled || hasMoney ? refused : [200]
  expectStatus(model, answer, foretold, sure)
  if (answer.status !== 200) return
  if (payable > 0) reach(life, 'edited while a payer had the page open')
  expect(answer.body.total).toBe(amount)
  invoice.total = amount
  invoice.isStale = invoice.issued
}

export async function cancelInvoice(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  sure: Sure,
): Promise<void> {
  const { due, processing, payable } = await standingOf(life, invoice)
  const answer = await life.business.call('POST', `/invoices/${invoice.id}/cancel`)
  const foretold =
    processing > 0 || invoice.hadDebit
      ? either
      : !invoice.issued || invoice.cancelled || due === 0
        ? refused
        : [200]
  expectStatus(model, answer, foretold, sure)
  if (answer.status !== 200) return
  if (payable > 0) reach(life, 'cancelled while a payer had the page open')
  if (answer.body.amount_paid > 0) reach(life, 'cancelled with a part paid')
  invoice.cancelled = true
  invoice.settledAtCancel = answer.body.amount_paid
}

export async function payByHand(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  part: 'all' | 'third' | 'too_much',
  sure: Sure,
): Promise<void> {
  const { due, processing, payable } = await standingOf(life, invoice)
  const amount = part === 'all' ? due : part === 'third' ? Math.ceil(due / 3) : due + 1
  if (amount === 0) return
  const answer = await life.business.call('POST', `/invoices/${invoice.id}/payments`, {
    amount,
    method: 'cash',
  })
  const isOpen = invoice.issued && !invoice.cancelled && due > 0
  const foretold =
    processing > 0 || invoice.hadDebit ? either : !isOpen ? refused : amount > due ? [422] : [201]
  expectStatus(model, answer, foretold, sure)
  if (answer.status !== 201) return
  if (payable > 0) reach(life, 'paid by hand while a payer had the page open')
  reach(life, 'paid by hand')
  expect(answer.body.amount).toBe(amount)
  invoice.byHand += amount
}

export async function changeLink(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  what: 'add' | 'remove' | 'reset',
  sure: Sure,
): Promise<void> {
  const address = `/invoices/${invoice.id}/payment_link`
  const { payable } = await standingOf(life, invoice)
  const answer =
    what === 'add'
      ? await life.business.call('POST', address)
      : what === 'remove'
        ? await life.business.call('DELETE', address)
        : await life.business.call('POST', `${address}/reset`)
  expectStatus(model, answer, either, sure)
  if (answer.status !== 200) return
  if (payable > 0 && what !== 'add') reach(life, 'link taken off or reset while a payer had the page open')
  const url = answer.body.payment_link?.url ?? null
  if (url && invoice.url && url !== invoice.url) invoice.deadUrls.push(invoice.url)
  if (url) invoice.url = url
  invoice.linkOn = url !== null && answer.body.payment_link.state === 'active'
  if (sure) expect(invoice.linkOn).toBe(what === 'remove' ? false : what === 'add' ? true : invoice.linkOn)
}

/** The payer presses Pay on the page as they see it; `stale`: the page shows another amount than is due. */
export async function pressPay(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  page: 'fresh' | 'stale',
  sure: Sure,
): Promise<string | null> {
  if (!invoice.url) return null
  const standing = await standingOf(life, invoice)
  const shown = (await life.business.call('GET', `/invoices/${invoice.id}`)).body
  const response = await fetch(`${invoice.url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': life.payerAddress },
    body: JSON.stringify({
      amount: page === 'fresh' ? shown.amount_due : shown.amount_due + 100,
      currency: 'eur',
      revision: shown.sent_revision,
      save: false,
    }),
  })
  const answer = { status: response.status, headers: response.headers, body: await response.json() }
  expectStatus(model, answer, foretoldOfPress(model, invoice, standing, page), sure)
  if (response.status !== 200) return null
  if (standing.collected + invoice.byHand > 0) reach(life, 'the rest asked for after a part was paid')
  const secret = answer.body.client_secret as string
  model.secrets.push({ invoiceId: invoice.id, secret })
  return secret
}

function foretoldOfPress(
  model: PlainModel,
  invoice: PlainInvoice,
  standing: Standing,
  page: 'fresh' | 'stale',
): number[] {
  const no = [404, 409, 410, 422, 429]
  const isPayable =
    invoice.issued &&
    !invoice.cancelled &&
    invoice.linkOn &&
    model.connected &&
    page === 'fresh' &&
    standing.due > 0
  if (!isPayable) return no
  // Stripe takes nothing below its minimum; an edit nobody sent is not what the payer sees.
  const isUncertain = standing.processing > 0 || invoice.hadDebit || standing.due < 100 || invoice.isStale
  if (isUncertain) return [200, ...no]
  return [200, 429]
}

/** Two or eight people press Pay at the same moment: all meet one PaymentIntent, or are told no. */
export async function burst(model: PlainModel, life: Life, invoice: PlainInvoice): Promise<void> {
  const secrets = await Promise.all(
    Array.from({ length: 8 }, () => pressPay(model, life, invoice, 'fresh', false)),
  )
  const got = secrets.filter((secret) => secret !== null)
  expect(new Set(got).size, 'I9: one PaymentIntent for all').toBeLessThanOrEqual(1)
  if (got.length > 1) reach(life, 'eight at once met one PaymentIntent')
}

/** Whoever has a client secret in hand confirms at Stripe, whatever became of the invoice since. */
export async function confirm(
  model: PlainModel,
  life: Life,
  held: PlainModel['secrets'][number],
  method: keyof typeof cards,
): Promise<void> {
  const answer = await confirmAtStripe(life.world, life.business, held.secret, cards[method])
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500)
  const status = answer.body.status ?? answer.body.error?.payment_intent?.status
  if (answer.status === 200 && status === 'succeeded') reach(life, 'a card succeeded')
  if (answer.status === 200 && status === 'processing') {
    reach(life, 'a debit began')
    const invoice = model.invoices.find(({ id }) => id === held.invoiceId)
    if (invoice) invoice.hadDebit = true
  }
  if (answer.status === 402) reach(life, 'a card was declined')
  if (answer.status === 400 && status === 'canceled') reach(life, 'an old page could not pay')
  if (model.secrets.length > 20) model.secrets.shift()
}

/** The payer is back from Stripe: the page is true at once (R27). */
export async function comeBack(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  sure: Sure,
): Promise<void> {
  if (!invoice.url) return
  const before = await standingOf(life, invoice)
  const response = await fetch(`${invoice.url}/result`, {
    headers: { 'x-forwarded-for': life.payerAddress },
    redirect: 'manual',
  })
  const page = await response.text()
  expect(response.status).toBeLessThan(model.troubled ? 504 : 500)
  const outcome = /data-outcome="(\w+)"/.exec(page)?.[1]
  if (!sure || model.troubled || !model.connected || !outcome) return
  if (outcome !== 'succeeded') return
  const { amount_paid: paid } = (await life.business.call('GET', `/invoices/${invoice.id}`)).body
  if (invoice.cancelled) return
  // Stripe's clock is everybody's: another life may have moved it, and a debit cleared meanwhile.
  const after = await standingOf(life, invoice)
  const settledBy = (collected: number) => Math.min(invoice.total, collected + invoice.byHand)
  expect(paid, 'R27: who is told that it succeeded sees it booked').toBeGreaterThanOrEqual(
    settledBy(before.collected),
  )
  expect(paid).toBeLessThanOrEqual(settledBy(after.collected))
}

/** The payer, or somebody with an old address, opens the page. */
export async function openPage(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  old: boolean,
): Promise<void> {
  const url = old ? invoice.deadUrls.at(-1) : invoice.url
  if (!url) return
  const response = await fetch(url, { headers: { 'user-agent': 'Mozilla/5.0' }, redirect: 'manual' })
  const page = await response.text()
  if (old) reach(life, 'an address that was reset opened nothing')
  const foretold = old || !invoice.issued ? 404 : invoice.cancelled ? 410 : 200
  expect(response.status, `I21: ${url}`).toBe(foretold)
  if (foretold === 200 && !model.connected)
    expect(page, 'case 50: no form without Stripe').not.toContain('id="pay-form"')
}

/** Refunds from the office or from Stripe's Dashboard; `twice`: two people at once. */
export async function refund(
  model: PlainModel,
  life: Life,
  invoice: PlainInvoice,
  wish: { part: 'all' | 'third'; from: 'office' | 'dashboard'; twice: boolean },
  sure: Sure,
): Promise<void> {
  const paid = (await life.business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data.find(
    (one: { status: string; source: string }) => one.status === 'succeeded' && one.source === 'stripe',
  )
  if (!paid) return
  const amount = wish.part === 'all' ? undefined : Math.ceil(paid.amount / 3)
  const ask = async (): Promise<boolean> => {
    if (wish.from === 'dashboard') {
      const made = await tryControl(life, 'refund', {
        payment_intent: paid.stripe_payment_intent,
        amount,
      })
      if (made) reach(life, 'refunded in Stripe’s Dashboard')
      return made !== null
    }
    const answer = await life.business.call('POST', `/payments/${paid.id}/refunds`, amount ? { amount } : {})
    expectStatus(model, answer, [201, 409, 422], sure)
    if (answer.status === 201) reach(life, 'refunded')
    return answer.status === 201
  }
  const made = await Promise.all(wish.twice ? [ask(), ask()] : [ask()])
  if (wish.twice && wish.part === 'all') {
    expect(made.filter(Boolean).length, 'I22: of two full refunds at once, one').toBeLessThanOrEqual(1)
    if (made.includes(true)) reach(life, 'two full refunds at once')
  }
}
