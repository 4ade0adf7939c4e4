import { describe, expect, test } from 'vitest'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { formatDate, words } from './words.ts'

describe('words', () => {
  test('fall back from a region to its language, and from an unknown language to English', () => {
    expect(words('fr-CA')('invoice.title')).toBe('Facture')
    expect(words('DE')('invoice.title')).toBe('Rechnung')
    expect(words('tlh')('invoice.title')).toBe('Invoice')
    expect(words('constructor')('invoice.title')).toBe('Invoice')
    expect(words('')('invoice.title')).toBe('Invoice')
  })

  test('take values as they are, markup and braces included', () => {
    expect(words('en')('invoice.titleNumber', { number: '<b>{x}</b>' })).toBe('Invoice <b>{x}</b>')
  })

  test('use the same values in every language, and leave nothing empty', () => {
    for (const catalogue of [fr, de, es, ar]) {
      for (const [key, phrase] of Object.entries(en)) {
        const translated = catalogue[key as keyof typeof en]
        expect(translated.trim(), key).not.toBe('')
        expect(placeholders(translated), key).toEqual(placeholders(phrase))
      }
    }
  })

  test('write a date in the long form, on the day it says, and survive a bad language tag', () => {
    expect(formatDate('2025-03-07', 'en')).toBe('March 7, 2025')
    expect(formatDate('2025-03-07', 'fr')).toBe('7 mars 2025')
    expect(formatDate('2025-12-31', 'de-AT')).toBe('31. Dezember 2025')
    expect(formatDate('2025-03-07', '!!')).toBe('March 7, 2025')
  })
})

function placeholders(phrase: string): string[] {
  return [...phrase.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').sort()
}
