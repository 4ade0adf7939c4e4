import { describe, expect, it } from 'vitest'
import {
  brandOf,
  cvcProblem,
  expiryDigits,
  expiryProblem,
  groupDigits,
  numberProblem,
} from '../src/stripe-js/frame/card-rules.ts'
import { passesLuhn, testCards } from '../src/test-cards.ts'

describe('card fields', () => {
  it('accept every test card of the simulator and know its brand', () => {
    for (const card of testCards) {
      expect(passesLuhn(card.number), card.number).toBe(true)
      expect(numberProblem(card.number), card.number).toBeNull()
      expect(brandOf(card.number).name).toBe(card.brand)
    }
  })

  it('group digits as the brand does', () => {
    expect(groupDigits('4242424242424242')).toBe('4242 4242 4242 4242')
    expect(groupDigits('378282246310005')).toBe('3782 822463 10005')
  })

  it('say what is wrong in Stripe’s words', () => {
    const today = new Date(2026, 10, 23)
    expect(numberProblem('4242')?.message).toBe('Your card number is incomplete.')
    expect(numberProblem('4242424242424241')?.message).toBe('Your card number is invalid.')
    expect(expiryProblem('12', today)?.message).toBe("Your card's expiration date is incomplete.")
    expect(expiryProblem('1026', today)?.message).toBe("Your card's expiration year is in the past.")
    expect(expiryProblem('1126', today)).toBeNull()
    expect(cvcProblem('123', '378282246310005')?.message).toBe("Your card's security code is incomplete.")
    expect(cvcProblem('123', '4242424242424242')).toBeNull()
  })

  it('understand an expiry however it is typed or filled in', () => {
    expect(expiryDigits('3')).toBe('03')
    expect(expiryDigits('12/2034')).toBe('1234')
    expect(expiryDigits('1 / 34')).toBe('0134')
    expect(expiryDigits('12 / 34')).toBe('1234')
    expect(expiryDigits('13')).toBe('1')
  })
})
