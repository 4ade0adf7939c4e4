import { describe, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import {
  amountDue,
  assertCancellable,
  assertDeletable,
  assertEditable,
  assertSendable,
  type FlagFacts,
  flagsOf,
  type InvoiceFacts,
  type InvoiceStatus,
  isOpen,
  needsResend,
  type SentFacts,
  statusOf,
} from './lifecycle.ts'

const everyStatus: InvoiceStatus[] = ['draft', 'sent', 'partially_paid', 'paid', 'cancelled']
const yesAndNo = [true, false]

/** All combinations of small facts; the sums include more than the total (overpaid) and nothing to pay. */
const everyFacts: InvoiceFacts[] = yesAndNo.flatMap((issued) =>
  yesAndNo.flatMap((cancelled) =>
    [0, 1, 2, 3].flatMap((total) =>
      [0, 1, 2, 3, 4].map((settled) => ({ issued, cancelled, total, settled })),
    ),
  ),
)

describe('statusOf and amountDue follow from the facts (R5)', () => {
  test.each([
    ['a draft', { issued: false }, 'draft', 300],
    ['issued', {}, 'sent', 300],
    ['paid in part', { settled: 1 }, 'partially_paid', 299],
    ['paid but for one unit', { settled: 299 }, 'partially_paid', 1],
    ['paid', { settled: 300 }, 'paid', 0],
    ['paid too much', { settled: 301 }, 'paid', 0],
    ['I3: nothing to pay, so paid at issue', { total: 0 }, 'paid', 0],
    ['nothing to pay, but not yet issued', { total: 0, issued: false }, 'draft', 0],
    ['cancelled', { cancelled: true }, 'cancelled', 0],
    ['I11: cancelled stays cancelled, though money came', { cancelled: true, settled: 300 }, 'cancelled', 0],
  ] satisfies [string, Partial<InvoiceFacts>, InvoiceStatus, number][])(
    '%s: %o is %s, %i due',
    (_, facts, status, due) => {
      const all = { issued: true, cancelled: false, total: 300, settled: 0, ...facts }
      expect(statusOf(all)).toBe(status)
      expect(amountDue(all)).toBe(due)
    },
  )

  test('I3, I4: over all small facts, each status means exactly its definition', () => {
    for (const facts of everyFacts) {
      const { issued, cancelled, total, settled } = facts
      const stands = issued && !cancelled
      expect([
        statusOf(facts) === 'cancelled',
        statusOf(facts) === 'draft',
        statusOf(facts) === 'paid',
        statusOf(facts) === 'partially_paid',
        statusOf(facts) === 'sent',
        amountDue(facts),
      ]).toEqual([
        cancelled,
        !cancelled && !issued,
        stands && settled >= total,
        stands && 0 < settled && settled < total,
        stands && settled === 0 && total > 0,
        cancelled || settled > total ? 0 : total - settled,
      ])
    }
  })

  test('an issued invoice is open exactly as long as something is due', () => {
    for (const facts of everyFacts.filter(({ issued }) => issued)) {
      expect([facts, isOpen(statusOf(facts))]).toEqual([facts, amountDue(facts) > 0])
    }
    expect(isOpen('draft')).toBe(false)
  })
})

describe('what may be done in which status (I12)', () => {
  const allowed: Record<InvoiceStatus, { edit: string; send: string; cancel: string; delete: string }> = {
    draft: { edit: 'yes', send: 'yes', cancel: 'invoice_not_editable', delete: 'yes' },
    sent: { edit: 'yes', send: 'yes', cancel: 'yes', delete: 'invoice_not_deletable' },
    partially_paid: {
      edit: 'invoice_not_editable',
      send: 'yes',
      cancel: 'yes',
      delete: 'invoice_not_deletable',
    },
    paid: {
      edit: 'invoice_not_editable',
      send: 'yes',
      cancel: 'invoice_not_editable',
      delete: 'invoice_not_deletable',
    },
    cancelled: {
      edit: 'invoice_not_editable',
      send: 'invoice_not_sendable',
      cancel: 'invoice_already_cancelled',
      delete: 'invoice_not_deletable',
    },
  }

  test.each(everyStatus)('a %s invoice', (status) => {
    expect({
      edit: answerTo(() => assertEditable(status)),
      send: answerTo(() => assertSendable(status, ['customer@example.com'])),
      cancel: answerTo(() => assertCancellable(status)),
      delete: answerTo(() => assertDeletable(status)),
    }).toEqual(allowed[status])
  })

  test('sending needs somebody to send to, and the refusal names the field', () => {
    for (const status of everyStatus.filter((each) => each !== 'cancelled')) {
      expect(() => assertSendable(status, [])).toThrow(
        expect.objectContaining({
          code: 'invoice_not_sendable',
          errors: [{ pointer: '/to', detail: expect.any(String) }],
        }),
      )
    }
  })

  test('I12: whatever is done in whatever order, an invoice only takes the edges that are allowed', () => {
    const edges = new Set<string>()
    for (const facts of everyFacts.filter(isReachable)) {
      for (const next of nextFacts(facts)) {
        const [from, to] = [statusOf(facts), statusOf(next)]
        if (from !== to) edges.add(`${from} → ${to}`)
      }
    }
    expect([...edges].toSorted()).toEqual([
      'draft → paid',
      'draft → sent',
      'paid → partially_paid',
      'paid → sent',
      'partially_paid → cancelled',
      'partially_paid → paid',
      'partially_paid → sent',
      'sent → cancelled',
      'sent → paid',
      'sent → partially_paid',
    ])
  })

  /** A draft has no money and is not cancelled. */
  function isReachable(facts: InvoiceFacts): boolean {
    return facts.issued || (!facts.cancelled && facts.settled === 0)
  }

  /** Issue, cancel where that is allowed, receive money, lose a dispute. */
  function nextFacts(facts: InvoiceFacts): InvoiceFacts[] {
    const next: InvoiceFacts[] = []
    const status = statusOf(facts)
    if (answerTo(() => assertSendable(status, ['customer@example.com'])) === 'yes')
      next.push({ ...facts, issued: true })
    if (answerTo(() => assertCancellable(status)) === 'yes') next.push({ ...facts, cancelled: true })
    for (let paid = 1; facts.issued && paid <= amountDue(facts); paid += 1)
      next.push({ ...facts, settled: facts.settled + paid })
    for (let lost = 1; lost <= facts.settled; lost += 1)
      next.push({ ...facts, settled: facts.settled - lost })
    return next
  }
})

describe('flagsOf (R5)', () => {
  const plain: FlagFacts = {
    status: 'sent',
    dueDate: '2026-03-31',
    today: '2026-03-31',
    processing: false,
    needsResend: false,
    viewed: false,
    refunded: 0,
    settled: 0,
    disputed: false,
    held: false,
  }

  test.each([
    ['nothing to say', {}, []],
    ['not overdue on the day itself', { today: '2026-03-31' }, []],
    ['overdue the day after', { today: '2026-04-01' }, ['overdue']],
    ['overdue across New Year', { dueDate: '2026-12-31', today: '2027-01-01' }, ['overdue']],
    ['trap 12: not while its money is on its way', { today: '2026-04-01', processing: true }, ['processing']],
    ['partly paid and late', { status: 'partially_paid', today: '2026-04-01' }, ['overdue']],
    ['a draft is never overdue', { status: 'draft', today: '2026-04-01' }, []],
    ['nor what is paid', { status: 'paid', today: '2026-04-01' }, []],
    ['nor what is cancelled', { status: 'cancelled', today: '2026-04-01' }, []],
    ['refunded in part', { status: 'paid', settled: 300, refunded: 299 }, ['partially_refunded']],
    ['refunded', { status: 'paid', settled: 300, refunded: 300 }, ['refunded']],
    ['disputed', { status: 'paid', disputed: true }, ['disputed']],
    ['held by the doctor', { status: 'paid', held: true }, ['held']],
    ['changed since it was sent', { needsResend: true }, ['needs_resend']],
    ['looked at', { viewed: true }, ['viewed']],
  ] satisfies [string, Partial<FlagFacts>, string[]][])('%s: %o', (_, facts, flags) => {
    expect(flagsOf({ ...plain, ...facts })).toEqual(flags)
  })

  test('they stand side by side, in one order', () => {
    const everything = {
      today: '2026-04-01',
      disputed: true,
      held: true,
      needsResend: true,
      viewed: true,
      settled: 2,
      refunded: 1,
    }
    expect(flagsOf({ ...plain, ...everything })).toEqual([
      'held',
      'overdue',
      'partially_refunded',
      'disputed',
      'needs_resend',
      'viewed',
    ])
  })
})

describe('needsResend (R14)', () => {
  const upToDate: SentFacts = {
    status: 'sent',
    currentContent: 'A',
    sentContent: 'A',
    linkActive: true,
    linkSent: true,
  }

  test.each([
    ['the customer holds what is there', {}, false],
    ['edited after sending', { currentContent: 'B' }, true],
    ['edited and edited back', { currentContent: 'A' }, false],
    ['a link added or reset after sending', { linkSent: false }, true],
    ['sent without a link, and there is none', { linkActive: false, linkSent: false }, false],
    ['R18: the link was taken off after sending; its address still answers', { linkActive: false }, false],
    ['issued but never sent', { sentContent: null }, true],
    ['edited while partly paid', { status: 'partially_paid', currentContent: 'B' }, true],
  ] satisfies [string, Partial<SentFacts>, boolean][])('%s: %o', (_, facts, expected) => {
    expect(needsResend({ ...upToDate, ...facts })).toBe(expected)
  })

  test('nobody needs to be sent a draft, a paid or a cancelled invoice again', () => {
    for (const status of ['draft', 'paid', 'cancelled'] as const) {
      expect(needsResend({ ...upToDate, status, currentContent: 'B', linkSent: false })).toBe(false)
    }
  })
})

/** 'yes', or the code of the refusal. */
function answerTo(act: () => void): string {
  try {
    act()
    return 'yes'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
