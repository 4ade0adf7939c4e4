import { IntlMessageFormat } from 'intl-messageformat'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { type Catalogue, en, type WordKey } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

/** Says a phrase of the catalogue in one language, with its values filled in. */
export type Words = (key: WordKey, values?: Record<string, string | number>) => string

const catalogues: Record<string, Catalogue> = { en, fr, de, es, ar }
const spoken = new Map<string, Words>()

/** The payer's words in `language` (BCP 47). 'fr-CA' speaks French; a language without a catalogue speaks English. */
export function words(language: string): Words {
  const known = catalogueOf(language) ?? 'en'
  let say = spoken.get(known)
  if (!say) {
    say = wordsOf(known, catalogues[known] ?? en)
    spoken.set(known, say)
  }
  return say
}

/** The language that `words(language)` really speaks, for a document's `lang`: 'fr-CA' → 'fr-CA', 'ja' → 'en'. */
export function spokenLanguage(language: string): string {
  return catalogueOf(language) ? readableLanguage(language) : 'en'
}

/** 'YYYY-MM-DD' in the long form of `language`: ('2025-03-07', 'en') → 'March 7, 2025'. */
export function formatDate(date: string, language: string): string {
  return dateFormat(language).format(new Date(`${date}T00:00:00Z`))
}

/** `language` when Intl knows how to read it, else 'en': a tag that someone stored long ago must not stop a document. */
export function readableLanguage(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

function catalogueOf(language: string): string | null {
  const prefix = language.toLowerCase().split('-')[0] ?? ''
  return Object.hasOwn(catalogues, prefix) ? prefix : null
}

function wordsOf(language: string, catalogue: Catalogue): Words {
  const compiled = new Map<WordKey, IntlMessageFormat>()
  return (key, values) => {
    let format = compiled.get(key)
    if (!format) {
      // Our words hold no markup, so a '<' is a '<'.
      format = new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true })
      compiled.set(key, format)
    }
    return String(format.format(values))
  }
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(language: string): Intl.DateTimeFormat {
  let format = dateFormats.get(language)
  if (!format) {
    format = new Intl.DateTimeFormat(readableLanguage(language), { dateStyle: 'long', timeZone: 'UTC' })
    dateFormats.set(language, format)
  }
  return format
}
