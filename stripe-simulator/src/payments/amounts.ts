import { invalidRequest } from '../transport/stripe-error.ts'

const currencies = new Set(
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sll sos srd std svc szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'.split(
    ' ',
  ),
)
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '))
/** Sent with two decimals, which must be zero ("Supported currencies", special cases). */
const wholeUnitsOnly = new Set(['isk', 'ugx'])

/** Minimum charges in minor units ("Supported currencies"). Others are converted by Stripe; not here. */
const minimums: Record<string, number> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
}
const maximum = 99_999_999

/** Lower-cases a currency code; throws 400 for one that Stripe does not take. */
export function readCurrency(text: string): string {
  const currency = text.toLowerCase()
  if (currencies.has(currency)) return currency
  throw invalidRequest(
    `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...currencies].join(', ')}`,
    { param: 'currency' },
  )
}

/**
 * Throws for an amount (minor units) that cannot be charged: below 1, under the currency's minimum, more than
 * eight digits, or with decimals that the currency does not have.
 */
export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  if (amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param,
    })
  }
  const minimum = minimums[currency] ?? 1
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${amountAndCode(minimum, currency)}`, {
      code: 'amount_too_small',
      param,
    })
  }
  if (amount > maximum) {
    throw invalidRequest(`Amount must be no more than ${amountAndCode(maximum, currency)}`, {
      code: 'amount_too_large',
      param,
    })
  }
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw invalidRequest(`Invalid amount for ${currency}: the last digit must be 0.`, { param })
  }
  if (wholeUnitsOnly.has(currency) && amount % 100 !== 0) {
    throw invalidRequest(`Invalid amount for ${currency}: the amount must be divisible by 100.`, { param })
  }
}

/** For error messages and the challenge page: `$10.99`, `€0.50`, `10.00 sek`. */
export function amountInWords(amount: number, currency: string): string {
  const decimals = decimalsOf(currency)
  const number = (amount / 10 ** decimals).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  const sign = { usd: '$', eur: '€', gbp: '£', jpy: '¥' }[currency]
  return sign ? `${sign}${number}` : `${number} ${currency}`
}

/** `$0.50 usd`, as the messages about minimum and maximum have it. */
function amountAndCode(amount: number, currency: string): string {
  const words = amountInWords(amount, currency)
  return words.endsWith(currency) ? words : `${words} ${currency}`
}

/** The simulator's own price list: 2.9 % and 30 cents, whatever the country. */
export function processingFee(amount: number, currency: string): number {
  const fixed = { 0: 30, 2: 30, 3: 300 }[decimalsOf(currency)] ?? 30
  return Math.round(amount * 0.029) + fixed
}

/** How many digits of a minor amount stand behind the point. */
export function decimalsOf(currency: string): number {
  if (zeroDecimal.has(currency)) return 0
  return threeDecimal.has(currency) ? 3 : 2
}
