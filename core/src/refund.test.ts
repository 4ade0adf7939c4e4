import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type RefundStatus,
  refundable,
  refundedOfApplied,
  refundMoves,
  stands,
  stillUnapplied,
} from './refund.ts'

const statuses: RefundStatus[] = ['pending', 'requires_action', 'succeeded', 'failed', 'canceled']

describe('a refund', () => {
  it('never gives back more than was paid, however it is split', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 12 }),
        fc.array(fc.integer({ min: 1, max: 10 ** 12 }), { maxLength: 20 }),
        (amount, wishes) => {
          let refunded = 0
          for (const wish of wishes) {
            const left = refundable({ status: 'succeeded', amount, unapplied: 0, refunded, disputed: false })
            refunded += Math.min(wish, left)
          }
          expect(refunded).toBeLessThanOrEqual(amount)
          expect(refundable({ status: 'succeeded', amount, unapplied: 0, refunded, disputed: false })).toBe(
            amount - refunded,
          )
        },
      ),
    )
  })

  it('takes the money that no invoice took first, and every unit once', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(10 ** 9), fc.nat(10 ** 9), (unapplied, applied, wish) => {
        const refunded = Math.min(wish, unapplied + applied)
        const left = stillUnapplied({ unapplied, refunded })
        const fromApplied = refundedOfApplied({ unapplied, refunded })
        expect(unapplied - left + fromApplied).toBe(refunded)
        expect(left === 0 || fromApplied === 0).toBe(true)
      }),
    )
  })

  it.each(['pending', 'processing', 'failed', 'canceled'] as const)(
    'gives nothing back of a %s payment',
    (status) => {
      expect(refundable({ status, amount: 100, unapplied: 0, refunded: 0, disputed: false })).toBe(0)
    },
  )

  it('gives nothing back of a disputed payment: the bank has it already', () => {
    expect(refundable({ status: 'succeeded', amount: 100, unapplied: 0, refunded: 0, disputed: true })).toBe(
      0,
    )
  })

  it('ends in the same state whatever the order of the news that contains its end', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['pending', 'succeeded', 'failed'] as const, { minLength: 3 }),
        (news) => {
          const end = news.reduce<RefundStatus>(
            (now, said) => (refundMoves(now, said) ? said : now),
            'pending',
          )
          expect(end).toBe('failed')
        },
      ),
    )
  })

  it('may fail after it succeeded, and never stands up again', () => {
    expect(refundMoves('succeeded', 'failed')).toBe(true)
    for (const said of statuses) expect(refundMoves('failed', said)).toBe(false)
    expect(stands('failed')).toBe(false)
    expect(stands('canceled')).toBe(false)
  })
})
