import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maximumAmount } from './money.ts'
import {
  applySuccess,
  decidePayment,
  type IntentFacts,
  isFinal,
  type PaymentChange,
  type PaymentStatus,
} from './payment.ts'

interface StoredPayment {
  status: PaymentStatus
  closed?: boolean
  lastAttemptId: string | null
}

const fresh: StoredPayment = { status: 'pending', lastAttemptId: null }
const declinedFirst = { attemptId: 'ch_1', code: 'card_declined', message: 'Your card was declined.' }
const declinedAgain = { attemptId: 'ch_2', code: 'expired_card', message: 'Your card has expired.' }

/** Everything that one intent may ever say of itself. */
const allFacts = {
  created: factsOf('requires_payment_method'),
  confirmable: factsOf('requires_confirmation'),
  action: factsOf('requires_action'),
  capturable: factsOf('requires_capture'),
  processing: factsOf('processing'),
  processingAfterDecline: factsOf('processing', declinedFirst),
  declined: factsOf('requires_payment_method', declinedFirst),
  declinedAgain: factsOf('requires_payment_method', declinedAgain),
  canceled: factsOf('canceled', declinedFirst),
  succeeded: factsOf('succeeded'),
} satisfies Record<string, IntentFacts>

const unfinished = Object.values(allFacts).filter(
  (facts) => facts.status !== 'succeeded' && facts.status !== 'canceled',
)
const everyStored: StoredPayment[] = (
  ['pending', 'processing', 'succeeded', 'failed', 'canceled'] as const
).flatMap((status) => [null, 'ch_1', 'ch_2'].map((lastAttemptId) => ({ status, lastAttemptId })))

test('of a payment that was closed here, money alone is still news', () => {
  const closed: StoredPayment = { status: 'failed', closed: true, lastAttemptId: null }
  for (const facts of unfinished.concat(allFacts.canceled))
    expect(decidePayment(closed, facts)).toEqual({ type: 'nothing' })
  expect(decidePayment(closed, allFacts.succeeded)).toMatchObject({ type: 'succeeded' })
})

describe('decidePayment: one step', () => {
  test.each([
    ['a new intent says nothing new', fresh, allFacts.created, { type: 'nothing' }],
    ['nor does a customer at the bank’s page', fresh, allFacts.action, { type: 'nothing' }],
    ['a debit under way is processing', fresh, allFacts.processing, { type: 'processing' }],
    ['and says so once', { ...fresh, status: 'processing' }, allFacts.processing, { type: 'nothing' }],
    ['a decline is told with its reason', fresh, allFacts.declined, { type: 'failed', ...declinedFirst }],
    ['and told once', { status: 'failed', lastAttemptId: 'ch_1' }, allFacts.declined, { type: 'nothing' }],
    [
      'another attempt’s decline is told again',
      { status: 'failed', lastAttemptId: 'ch_1' },
      allFacts.declinedAgain,
      { type: 'failed', ...declinedAgain },
    ],
    [
      'a debit that comes back fails',
      { ...fresh, status: 'processing' },
      allFacts.declined,
      { type: 'failed', ...declinedFirst },
    ],
    [
      'a debit given up without a decline is open again',
      { ...fresh, status: 'processing' },
      allFacts.created,
      { type: 'reopened' },
    ],
    [
      'after a decline another try may go through',
      { status: 'failed', lastAttemptId: 'ch_1' },
      allFacts.succeeded,
      { type: 'succeeded', amount: 12_000, currency: 'eur' },
    ],
    ['a canceled intent is canceled', fresh, allFacts.canceled, { type: 'canceled' }],
  ] satisfies [string, StoredPayment, IntentFacts, PaymentChange][])('%s', (_, stored, facts, change) => {
    expect(decidePayment(stored, facts)).toEqual(change)
  })

  test.each([
    [4711, 'sek'],
    [1, 'eur'],
    [0, 'eur'],
    [maximumAmount, 'jpy'],
  ])(
    'I10: %i %s received at Stripe is recorded as just that, even when it is nothing',
    (amountReceived, currency) => {
      const facts = { ...allFacts.succeeded, amountReceived, currency }
      expect(decidePayment(fresh, facts)).toEqual({ type: 'succeeded', amount: amountReceived, currency })
    },
  )
})

describe('decidePayment: any order, any number of times (R28, I7)', () => {
  test('a success is never undone: afterwards, nothing that Stripe says changes anything', () => {
    for (const lastAttemptId of [null, 'ch_1', 'ch_2']) {
      for (const facts of Object.values(allFacts)) {
        expect(decidePayment({ status: 'succeeded', lastAttemptId }, facts)).toEqual({ type: 'nothing' })
      }
    }
  })

  test('trap 9: a failure that comes late, after a success or a cancellation, changes nothing', () => {
    for (const status of ['succeeded', 'canceled'] as const) {
      for (const facts of [allFacts.declined, allFacts.declinedAgain]) {
        expect(decidePayment({ status, lastAttemptId: null }, facts)).toEqual({ type: 'nothing' })
      }
    }
  })

  test('R32: money that arrives for a payment canceled here is taken in', () => {
    const change = decidePayment({ status: 'canceled', lastAttemptId: null }, allFacts.succeeded)
    expect(change).toEqual({ type: 'succeeded', amount: 12_000, currency: 'eur' })
  })

  test('every sequence of up to four facts with a success in it ends succeeded, and succeeds once', () => {
    for (const start of everyStored) {
      for (const sequence of sequencesOf(Object.values(allFacts), 4)) {
        if (!sequence.includes(allFacts.succeeded)) continue
        const { stored, changes } = follow(start, sequence)
        const successes = changes.filter((change) => change.type === 'succeeded').length
        if (stored.status !== 'succeeded' || successes !== (start.status === 'succeeded' ? 0 : 1)) {
          expect.fail(
            `${start.status}: ${sequence.map((facts) => facts.status).join(', ')} → ${stored.status}, ${successes}×`,
          )
        }
      }
    }
  })

  test('every sequence of up to four facts with a cancellation and no success in it ends canceled', () => {
    for (const sequence of sequencesOf([...unfinished, allFacts.canceled], 4)) {
      if (!sequence.includes(allFacts.canceled)) continue
      const { stored, changes } = follow(fresh, sequence)
      expect(stored.status).toBe('canceled')
      expect(changes.filter((change) => change.type === 'canceled')).toHaveLength(1)
    }
  })

  test('every permutation, with repeats, of a long history that ends in a success ends the same', () => {
    const histories = fc
      .array(fc.constantFrom(...unfinished, allFacts.canceled), { maxLength: 12 })
      .chain((history) => {
        const repeated = [...history, allFacts.succeeded]
        return fc.tuple(shuffled([...repeated, ...repeated]), shuffled(repeated))
      })
    fc.assert(
      fc.property(histories, fc.constantFrom(...everyStored), ([one, other], start) => {
        expect(follow(start, one).stored.status).toBe('succeeded')
        expect(follow(start, other).stored.status).toBe('succeeded')
      }),
      { numRuns: 500 },
    )
  })

  test('saying the same thing twice in a row changes nothing the second time', () => {
    for (const start of everyStored) {
      for (const facts of Object.values(allFacts)) {
        const { stored } = follow(start, [facts])
        expect(decidePayment(stored, facts)).toEqual({ type: 'nothing' })
      }
    }
  })

  test('until it is final the last news counts, so callers must pass what Stripe says now, not an event’s old copy', () => {
    const { processing, declined } = allFacts
    expect(follow(fresh, [processing, declined]).stored.status).toBe('failed')
    expect(follow(fresh, [declined, processing]).stored.status).toBe('processing')
  })

  test('succeeded and canceled are final, and nothing else is', () => {
    const final = everyStored.filter((stored) => isFinal(stored.status)).map((stored) => stored.status)
    expect([...new Set(final)]).toEqual(['succeeded', 'canceled'])
  })
})

describe('applySuccess', () => {
  const amounts = fc.oneof(fc.nat(200), fc.integer({ min: 0, max: maximumAmount }))
  const currencies = fc.constantFrom('eur', 'usd')

  test('I8: no money is lost or made: applied and unapplied are the amount, and never more than is due is applied', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        currencies,
        amounts,
        currencies,
        amounts,
        (cancelled, currency, due, paidIn, amount) => {
          const { applied, unapplied } = applySuccess(
            { cancelled, currency, due },
            { amount, currency: paidIn },
          )
          expect(applied + unapplied).toBe(amount)
          expect(applied).toBeGreaterThanOrEqual(0)
          expect(unapplied).toBeGreaterThanOrEqual(0)
          expect(applied).toBeLessThanOrEqual(due)
          if (!cancelled && currency === paidIn) expect(applied).toBe(Math.min(due, amount))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['what is due is paid in full', false, 'eur', 12_000, 12_000, 0],
    ['a part pays a part', false, 'eur', 20_000, 12_000, 0],
    ['R32: what is too much is left to be refunded', false, 'eur', 5000, 5000, 7000],
    ['R32: so is money for an invoice already settled', false, 'eur', 0, 0, 12_000],
    ['R7, I11: and for a cancelled one, which stays cancelled', true, 'eur', 12_000, 0, 12_000],
    ['I10: and money in another currency', false, 'usd', 12_000, 0, 12_000],
  ])('%s', (_, cancelled, currency, due, applied, unapplied) => {
    expect(applySuccess({ cancelled, currency, due }, { amount: 12_000, currency: 'eur' })).toEqual({
      applied,
      unapplied,
    })
  })
})

/** Stores each change as the product does, and returns where that ends and all that happened. */
function follow(
  start: StoredPayment,
  sequence: IntentFacts[],
): { stored: StoredPayment; changes: PaymentChange[] } {
  const changes: PaymentChange[] = []
  let stored = start
  for (const facts of sequence) {
    const change = decidePayment(stored, facts)
    changes.push(change)
    stored = after(stored, change)
  }
  return { stored, changes }
}

function after(stored: StoredPayment, change: PaymentChange): StoredPayment {
  switch (change.type) {
    case 'nothing':
      return stored
    case 'failed':
      return { status: 'failed', lastAttemptId: change.attemptId }
    case 'reopened':
      return { ...stored, status: 'pending' }
    case 'succeeded':
    case 'processing':
    case 'canceled':
      return { ...stored, status: change.type }
  }
}

function* sequencesOf<Item>(items: Item[], longest: number): Generator<Item[]> {
  if (longest === 0) return
  for (const item of items) {
    yield [item]
    for (const rest of sequencesOf(items, longest - 1)) yield [item, ...rest]
  }
}

function shuffled<Item>(items: Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray(items, { minLength: items.length })
}

function factsOf(status: IntentFacts['status'], failure: IntentFacts['failure'] = null): IntentFacts {
  return {
    intentId: 'pi_1',
    status,
    amountReceived: status === 'succeeded' ? 12_000 : 0,
    currency: 'eur',
    failure,
  }
}
