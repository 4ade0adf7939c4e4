import { expect, it } from 'vitest'
import { isChargeable, type MethodFacts, methodStateOf } from './payment-method.ts'

const card: MethodFacts = {
  sameStripe: true,
  refused: false,
  mandateEnded: false,
  expMonth: 3,
  expYear: 2027,
}

it.each([
  ['2026-11-30', 'usable'],
  ['2027-02-01', 'expiring'],
  ['2027-03-31', 'expiring'],
  ['2027-04-01', 'expired'],
  ['2028-01-01', 'expired'],
])('a card of 03/2027 on %s is %s', (today, state) => {
  expect(methodStateOf(card, today)).toBe(state)
})

it('a bank account never expires', () => {
  expect(methodStateOf({ ...card, expMonth: null, expYear: null }, '2099-01-01')).toBe('usable')
})

it('what Stripe or the bank says comes before the date; another Stripe before everything', () => {
  expect(methodStateOf({ ...card, refused: true }, '2099-01-01')).toBe('refused')
  expect(methodStateOf({ ...card, refused: true, mandateEnded: true }, '2026-01-01')).toBe('mandate_ended')
  expect(methodStateOf({ ...card, refused: true, sameStripe: false }, '2026-01-01')).toBe('other_stripe')
})

it('is charged unless Stripe or the bank said no', () => {
  expect((['usable', 'expiring', 'expired'] as const).every(isChargeable)).toBe(true)
  expect((['refused', 'mandate_ended', 'other_stripe'] as const).some(isChargeable)).toBe(false)
})
