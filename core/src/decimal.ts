/**
 * A decimal string as an integer of 10^-places units: ('1.5', 6) → 1500000n. Accepts only plain digits with an optional
 * point ('12', '0.5'); returns null for anything else (signs, exponents, commas, more than `places` decimals).
 */
export function parseDecimal(text: string, places: number): bigint | null {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text)
  if (!match || (match[2]?.length ?? 0) > places) return null
  return BigInt(match[1] + (match[2] ?? '').padEnd(places, '0'))
}

/** The shortest form of a decimal string: '2.500' → '2.5', '3.0' → '3'. */
export function normalizeDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
