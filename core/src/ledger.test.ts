import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type InvoiceClaim,
  type Posting,
  post,
  postDispute,
  postFee,
  postInvoice,
  postPayment,
  postRefunds,
  sumsOf,
} from './ledger.ts'
import { applySuccess } from './payment.ts'

const currency = 'eur'
const draft: InvoiceClaim = { issued: false, cancelled: false, currency, total: 0, settled: 0 }

type Step =
  | { type: 'issue' | 'edit' | 'pay' | 'fee'; amount: number }
  | { type: 'cancel' }
  | { type: 'refund' | 'dispute'; which: number; amount: number }
  | { type: 'fail refund' | 'reinstate'; which: number }

const amount = fc.integer({ min: 1, max: 1_000_000 })
const which = fc.nat(2)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constantFrom('issue', 'edit', 'pay', 'pay', 'fee'), amount }),
  fc.record({ type: fc.constant('cancel' as const) }),
  fc.record({ type: fc.constantFrom('refund', 'dispute'), which, amount }),
  fc.record({ type: fc.constantFrom('fail refund', 'reinstate'), which }),
)

/** Lives an invoice's life, keeping plain sums beside the postings. */
function live(steps: Step[]) {
  let invoice = draft
  const postings: Posting[] = []
  const payments: { amount: number; unapplied: number; refunds: number[]; withdrawn: number }[] = []
  let fees = 0
  const keep = (posting: Posting | null) => posting && postings.push(posting)
  const become = (next: InvoiceClaim) => {
    keep(postInvoice(invoice, next))
    invoice = next
  }
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
  for (const step of steps) {
    const payment = 'which' in step ? payments[step.which] : undefined
    if (step.type === 'issue' && !invoice.issued) become({ ...invoice, issued: true, total: step.amount })
    if (step.type === 'edit' && !invoice.cancelled) become({ ...invoice, total: step.amount })
    if (step.type === 'cancel' && invoice.issued) become({ ...invoice, cancelled: true })
    if (step.type === 'pay' && invoice.issued) {
      const due = Math.max(0, invoice.total - invoice.settled)
      const { applied, unapplied } = applySuccess(
        { cancelled: invoice.cancelled, currency, due },
        { amount: step.amount, currency },
      )
      keep(postPayment('stripe_balance', { currency, applied, unapplied }))
      become({ ...invoice, settled: invoice.settled + applied })
      payments.push({ amount: step.amount, unapplied, refunds: [], withdrawn: 0 })
    }
    if (step.type === 'fee') {
      keep(postFee(currency, step.amount))
      fees += step.amount
    }
    if (!payment) continue
    const before = sum(payment.refunds)
    if (step.type === 'refund') payment.refunds.push(Math.min(step.amount, payment.amount - before))
    if (step.type === 'fail refund') payment.refunds.shift()
    keep(
      postRefunds('stripe_balance', { currency, unapplied: payment.unapplied }, before, sum(payment.refunds)),
    )
    const held = payment.withdrawn
    if (step.type === 'dispute') payment.withdrawn = Math.min(step.amount, payment.amount)
    if (step.type === 'reinstate') payment.withdrawn = 0
    keep(postDispute(currency, held, payment.withdrawn))
  }
  return { invoice, postings, payments, fees, sum }
}

function balanceOf(postings: Posting[], account: string): number {
  return postings
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.account === account)
    .reduce((total, entry) => total + entry.amount, 0)
}

describe('the ledger', () => {
  test('balances after any life of an invoice, and every posting by itself (I5)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        for (const { entries } of live(steps).postings)
          expect(entries.reduce((total, entry) => total + entry.amount, 0)).toBe(0)
      }),
    )
  })

  test('says what was settled, refunded and withdrawn, what is due, and what Stripe holds (I3, I4, I24)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const { invoice, postings, payments, fees, sum } = live(steps)
        expect(sumsOf(postings)).toEqual({
          settled: invoice.settled,
          refunded: sum(payments.map((one) => Math.max(0, sum(one.refunds) - one.unapplied))),
          withdrawn: sum(payments.map((one) => one.withdrawn)),
        })
        const claim = !invoice.issued ? 0 : invoice.cancelled ? invoice.settled : invoice.total
        expect(balanceOf(postings, 'receivable')).toBe(claim - invoice.settled)
        const toGiveBack = sum(payments.map((one) => Math.max(0, one.unapplied - sum(one.refunds))))
        expect(balanceOf(postings, 'unapplied') + toGiveBack).toBe(0)
        expect(balanceOf(postings, 'stripe_balance')).toBe(
          sum(payments.map((one) => one.amount - sum(one.refunds) - one.withdrawn)) - fees,
        )
      }),
    )
  })

  test('keeps a fee in the currency that Stripe settles in, apart from the payment’s', () => {
    expect(postFee('usd', 59)).toEqual({
      fact: 'fee',
      entries: [
        { account: 'fees', currency: 'usd', amount: 59 },
        { account: 'stripe_balance', currency: 'usd', amount: -59 },
      ],
    })
  })

  test('refuses what does not balance in each currency, and what is no whole minor unit', () => {
    expect(() =>
      post('payment', [
        { account: 'cash', currency: 'eur', amount: 100 },
        { account: 'receivable', currency: 'usd', amount: -100 },
      ]),
    ).toThrow('out of balance')
    expect(() => postFee('eur', 0.5)).toThrow('no amount in minor units')
  })

  test('posts nothing where nothing changed', () => {
    expect(postInvoice(draft, draft)).toBeNull()
    expect(postDispute(currency, 70, 70)).toBeNull()
  })
})
