import { expect, test } from 'vitest'
import { formatDecimal, formatPercent } from './figures.ts'

test('decimals keep their digits and take the marks of the language', () => {
  expect(formatDecimal('2.5', 'en')).toBe('2.5')
  expect(formatDecimal('123456.123456', 'de')).toBe('123.456,123456')
  expect(formatDecimal('0.000001', 'fr')).toBe('0,000001')
  expect(formatDecimal('2.500', '!!')).toBe('2.5')
})

test('percentages are given in percent', () => {
  expect(formatPercent('20', 'en')).toBe('20%')
  expect(formatPercent('9.975', 'de').replace('\u00a0', ' ')).toBe('9,975 %')
})
