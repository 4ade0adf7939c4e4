/** ISO 4217 exponents where they are not 2. */
const exponents: Record<string, number> = {
  bif: 0,
  clp: 0,
  djf: 0,
  gnf: 0,
  isk: 0,
  jpy: 0,
  kmf: 0,
  krw: 0,
  pyg: 0,
  rwf: 0,
  ugx: 0,
  vnd: 0,
  vuv: 0,
  xaf: 0,
  xof: 0,
  xpf: 0,
  bhd: 3,
  jod: 3,
  kwd: 3,
  omr: 3,
  tnd: 3,
}

/** The currencies an invoice may have: those that Stripe charges ("Supported currencies"). */
export const currencies = (
  'aed afn all amd aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop ' +
  'dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr ' +
  'lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar ' +
  'sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'
).split(' ')

/** How many decimals the currency's minor unit stands for (ISO 4217): jpy 0, eur 2, kwd 3. `currency` is lower-case. */
export function exponentOf(currency: string): number {
  return exponents[currency] ?? 2
}

/** Whether `currency` (lower-case) is one an invoice may have. */
export function isCurrency(currency: string): boolean {
  return currencies.includes(currency)
}

/**
 * Where Stripe's smallest unit differs from ISO 4217's ("Supported currencies", special cases): isk and ugx travel with
 * two decimals that must be 00, mga without decimals, and the last digit of three-decimal currencies must be 0.
 */
const stripeScale: Record<string, { multiply: number; divide: number; step: number }> = {
  isk: { multiply: 100, divide: 1, step: 1 },
  ugx: { multiply: 100, divide: 1, step: 1 },
  mga: { multiply: 1, divide: 100, step: 100 },
  bhd: { multiply: 1, divide: 1, step: 10 },
  jod: { multiply: 1, divide: 1, step: 10 },
  kwd: { multiply: 1, divide: 1, step: 10 },
  omr: { multiply: 1, divide: 1, step: 10 },
  tnd: { multiply: 1, divide: 1, step: 10 },
}
const plain = { multiply: 1, divide: 1, step: 1 }

/** Minor units that Stripe can charge are multiples of this (10 fils in kwd, 1 nearly everywhere). */
export function chargeStep(currency: string): number {
  return (stripeScale[currency] ?? plain).step
}

/** Our minor units → Stripe's `amount`. Throws when Stripe cannot charge exactly this amount. */
export function toStripeAmount(amount: number, currency: string): number {
  const scale = stripeScale[currency] ?? plain
  if (amount % scale.step !== 0)
    throw new Error(`Stripe cannot charge ${amount} ${currency}: not a multiple of ${scale.step}`)
  return (amount * scale.multiply) / scale.divide
}

/** Stripe's `amount` → our minor units. */
export function fromStripeAmount(amount: number, currency: string): number {
  const scale = stripeScale[currency] ?? plain
  return Math.round((amount * scale.divide) / scale.multiply)
}

/** Stripe's minimum charge in our minor units ("Minimum and maximum charge amounts"); where no figure is published, 0.50 of the unit, or 50 units without decimals. */
export function minimumCharge(currency: string): number {
  return minimums[currency] ?? (exponentOf(currency) === 0 ? 50 : exponentOf(currency) === 3 ? 500 : 50)
}

const minimums: Record<string, number> = {
  usd: 50,
  eur: 50,
  cad: 50,
  aud: 50,
  nzd: 50,
  chf: 50,
  sgd: 50,
  brl: 50,
  inr: 50,
  gbp: 30,
  aed: 200,
  myr: 200,
  pln: 200,
  ron: 200,
  bgn: 100,
  czk: 1500,
  dkk: 250,
  hkd: 400,
  huf: 17500,
  jpy: 50,
  mga: 100,
  mxn: 1000,
  nok: 300,
  sek: 300,
  thb: 1000,
}

/** Stripe charges at most eight digits of its smallest unit. */
export const maximumStripeAmount = 99_999_999
