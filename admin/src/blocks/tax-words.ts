import type { LineTax } from '@quittance/core/invoice/totals'

/** A tax as people say it: 'VAT 20%', 'TVA 5.5% included'. */
export function taxWords(tax: Pick<LineTax, 'name' | 'rate' | 'inclusive'>): string {
  return `${tax.name} ${tax.rate}%${tax.inclusive ? ' included' : ''}`
}
