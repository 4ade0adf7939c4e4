import { currencies } from '@quittance/core/currency'
import { locale } from './locale.ts'

const countryCodes = (
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV ' +
  'CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL ' +
  'IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS ' +
  'MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ ' +
  'SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ')

const euroCountries =
  'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK'.split(' ')

const currencyOfCountry: Record<string, string> = {
  US: 'usd',
  CA: 'cad',
  GB: 'gbp',
  AU: 'aud',
  NZ: 'nzd',
  CH: 'chf',
  LI: 'chf',
  JP: 'jpy',
  CN: 'cny',
  HK: 'hkd',
  SG: 'sgd',
  IN: 'inr',
  BR: 'brl',
  MX: 'mxn',
  DK: 'dkk',
  NO: 'nok',
  SE: 'sek',
  PL: 'pln',
  CZ: 'czk',
  HU: 'huf',
  RO: 'ron',
  IS: 'isk',
  TR: 'try',
  ZA: 'zar',
  AE: 'aed',
  SA: 'sar',
  KW: 'kwd',
  BH: 'bhd',
  QA: 'qar',
  OM: 'omr',
  JO: 'jod',
  IL: 'ils',
  EG: 'egp',
  NG: 'ngn',
  KE: 'kes',
  GH: 'ghs',
  MA: 'mad',
  TN: 'tnd',
  TH: 'thb',
  MY: 'myr',
  ID: 'idr',
  PH: 'php',
  VN: 'vnd',
  KR: 'krw',
  TW: 'twd',
  PK: 'pkr',
  BD: 'bdt',
  LK: 'lkr',
  UA: 'uah',
  RS: 'rsd',
  AR: 'ars',
  CL: 'clp',
  CO: 'cop',
  PE: 'pen',
  UY: 'uyu',
}

export const countryOptions = namedOptions('region', countryCodes)
export const currencyOptions = namedOptions(
  'currency',
  currencies.map((code) => code.toUpperCase()),
)
  .map(({ value, label }) => ({
    value: value.toLowerCase(),
    label: `${value} · ${label}`,
  }))
  .toSorted((a, b) => a.value.localeCompare(b.value))

export const languageOptions = namedOptions('language', ['en', 'fr', 'de', 'es', 'ar'])

/** The country the browser's languages name, or the one its time zone most likely lies in. */
export function guessedCountry(): string {
  for (const tag of navigator.languages) {
    const region = new Intl.Locale(tag).region
    if (region && countryCodes.includes(region)) return region
  }
  return new Intl.Locale(navigator.language).maximize().region ?? 'US'
}

export function guessedCurrency(country: string): string {
  return euroCountries.includes(country) ? 'eur' : (currencyOfCountry[country] ?? 'usd')
}

export function guessedTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function timeZoneOptions(current: string): { value: string; label: string }[] {
  return [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
    .toSorted()
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

export function countryName(code: string): string {
  return countryOptions.find((option) => option.value === code)?.label ?? code
}

function namedOptions(type: Intl.DisplayNamesType, codes: string[]): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type })
  return codes
    .map((code) => ({ value: code, label: names.of(code) ?? code }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}
