import { describe, expect, test } from 'vitest'
import { currencies, exponentOf, minimumCharge } from '../currency.ts'
import { Refusal } from '../refusal.ts'
import type { InvoiceStatus } from './lifecycle.ts'
import { assertLinkable, isPayable, type LinkState, linkStateOf, whyNotChargeable } from './payment-link.ts'

const everyStatus: InvoiceStatus[] = ['draft', 'sent', 'partially_paid', 'paid', 'cancelled']
const linked = { everAdded: true, added: true, stripeConnected: true, disabledByRemoval: false }

describe('linkStateOf (R18, R19)', () => {
  test.each([
    ['never added', { everAdded: false, added: false }, null],
    ['added, with Stripe connected', {}, 'active'],
    ['taken off the invoice', { added: false }, 'off'],
    ['Stripe removed', { stripeConnected: false, disabledByRemoval: true }, 'disabled'],
    ['Stripe removed, links not marked', { stripeConnected: false }, 'disabled'],
    ['Stripe connected again, links not yet restored', { disabledByRemoval: true }, 'disabled'],
    [
      'taken off while Stripe is removed',
      { added: false, stripeConnected: false, disabledByRemoval: true },
      'off',
    ],
  ] satisfies [string, Partial<typeof linked>, LinkState | null][])('%s: %o is %s', (_, facts, state) => {
    expect(linkStateOf({ ...linked, ...facts })).toBe(state)
  })

  test('R10, R19: without Stripe no link is active, whatever else is so', () => {
    for (const everAdded of [true, false]) {
      for (const added of [true, false]) {
        for (const disabledByRemoval of [true, false]) {
          expect(linkStateOf({ everAdded, added, stripeConnected: false, disabledByRemoval })).not.toBe(
            'active',
          )
        }
      }
    }
  })

  test('R19: removing Stripe and restoring the links brings each back to what it was', () => {
    for (const before of [
      linked,
      { ...linked, added: false },
      { ...linked, everAdded: false, added: false },
    ]) {
      const removed = { ...before, stripeConnected: false, disabledByRemoval: before.added }
      const reconnected = { ...removed, stripeConnected: true }
      const restored = { ...reconnected, disabledByRemoval: false }
      expect(linkStateOf(reconnected)).toBe(linkStateOf(removed))
      expect(linkStateOf(restored)).toBe(linkStateOf(before))
    }
  })
})

describe('whyNotChargeable (R20)', () => {
  test.each([
    [0, 'eur', 'nothing to pay'],
    [-1, 'eur', 'nothing to pay'],
    [49, 'eur', 'EUR 0.50 at the least, so EUR 0.49'],
    [29, 'gbp', 'GBP 0.30 at the least'],
    [17_499, 'huf', 'HUF 175.00 at the least'],
    [49, 'jpy', 'JPY 50 at the least, so JPY 49'],
    [499, 'kwd', 'KWD 0.500 at the least'],
    [1005, 'kwd', 'KWD in steps of KWD 0.010, so KWD 1.005'],
    [150, 'mga', 'MGA in steps of MGA 1.00'],
    [100_000_000, 'eur', 'EUR 1,000,000.00 is more than'],
    [1_000_000, 'ugx', 'UGX 1,000,000 is more than'],
    [100_000_000, 'jpy', 'JPY 100,000,000 is more than'],
  ])('%i %s: it says %j, in words', (amount, currency, reason) => {
    expect(whyNotChargeable(amount, currency)?.replace(/\s/g, ' ')).toContain(reason)
  })

  test.each([
    [50, 'eur'],
    [30, 'gbp'],
    [17_500, 'huf'],
    [50, 'jpy'],
    [500, 'kwd'],
    [1010, 'kwd'],
    [200, 'mga'],
    [99_999_999, 'eur'],
    [999_999, 'ugx'],
    [99_999_990, 'kwd'],
    [9_999_999_900, 'mga'],
  ])('%i %s can be collected', (amount, currency) => {
    expect(whyNotChargeable(amount, currency)).toBeNull()
  })

  test('in every currency: not a unit below its minimum, but the minimum, and a thousand units', () => {
    for (const currency of currencies) {
      expect([currency, whyNotChargeable(minimumCharge(currency) - 1, currency)]).toEqual([
        currency,
        expect.any(String),
      ])
      expect([currency, whyNotChargeable(minimumCharge(currency), currency)]).toEqual([currency, null])
      expect([currency, whyNotChargeable(1000 * 10 ** exponentOf(currency), currency)]).toEqual([
        currency,
        null,
      ])
    }
  })
})

describe('assertLinkable', () => {
  const linkable = { due: 12_000, currency: 'eur', stripeConnected: true }

  test.each(everyStatus)(
    'R10: without Stripe, a %s invoice is refused because of Stripe, before anything else',
    (status) => {
      for (const due of [0, 12_000]) {
        expect(refusalOf({ ...linkable, status, due, stripeConnected: false })?.code).toBe(
          'stripe_not_connected',
        )
      }
    },
  )

  test.each([
    ['draft', undefined],
    ['sent', undefined],
    ['partially_paid', undefined],
    ['paid', 'invoice_not_payable'],
    ['cancelled', 'invoice_not_payable'],
  ] as const)('with Stripe, a %s invoice: %s', (status, code) => {
    expect(refusalOf({ ...linkable, status })?.code).toBe(code)
  })

  test.each([0, 49, 100_000_000])('R20: %i cents due are refused, and the reason is given', (due) => {
    const refusal = refusalOf({ ...linkable, status: 'sent', due })
    expect(refusal?.code).toBe('invoice_not_payable')
    expect(refusal?.message).toBe(whyNotChargeable(due, 'eur'))
  })
})

test('R18–R20: Pay now is there exactly on an open invoice with an active link and an amount that Stripe collects', () => {
  for (const status of everyStatus) {
    for (const linkState of ['active', 'disabled', 'off', null] as const) {
      for (const due of [0, 49, 50, 12_000, 100_000_000]) {
        const isOpen = status === 'sent' || status === 'partially_paid'
        const expected = isOpen && linkState === 'active' && (due === 50 || due === 12_000)
        const facts = { status, linkState, due, currency: 'eur' }
        expect([facts, isPayable(facts)]).toEqual([facts, expected])
      }
    }
  }
})

function refusalOf(facts: Parameters<typeof assertLinkable>[0]): Refusal | undefined {
  try {
    assertLinkable(facts)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
