import { describe, expect, test } from 'vitest'
import { flatTextOf, hasPoppler, infoOf, linksOf, qrCodeOf } from '../../../test/pdf-reader.ts'
import { sampleParty, sampleReceipt } from '../../../test/sample-documents.ts'
import { drawReceipt } from './receipt-pdf.ts'

describe.skipIf(!hasPoppler)('the receipt PDF', () => {
  test('says what was paid, when, how, for which invoice, and that nothing is left', async () => {
    const pdf = await drawReceipt(sampleReceipt())
    const text = flatTextOf(pdf)
    for (const words of [
      'Receipt',
      'Receipt number RCP-2025-0017',
      'For invoice INV-2025-0042',
      'Paid on March 20, 2025',
      'Visa •••• 4242',
      'Amount received EUR 144.00',
      'Window cleaning 2.5 h EUR 48.00',
      'Remaining due EUR 0.00',
      'The invoice is paid in full.',
      'Northwind Cleaning Ltd',
      'Blue Lagoon Hotel',
    ])
      expect(text).toContain(words)
    expect(infoOf(pdf)).toMatchObject({ Title: 'Receipt RCP-2025-0017', Tagged: 'yes' })
    expect(infoOf(pdf).CreationDate).toContain('Mar 20')
  })

  test('says what is left to pay after a part payment', async () => {
    const text = flatTextOf(
      await drawReceipt(sampleReceipt({}, { amount: 4000, amountPaid: 6000, amountDue: 8400 })),
    )
    expect(text).toContain('Amount received EUR 40.00')
    expect(text).toContain('Paid so far EUR 60.00')
    expect(text).toContain('Remaining due EUR 84.00')
    expect(text).not.toContain('paid in full')
  })

  test('has nothing to click', async () => {
    const pdf = await drawReceipt(sampleReceipt())
    expect(linksOf(pdf)).toEqual([])
    expect(qrCodeOf(pdf)).toBeNull()
  })

  test('speaks the language of the invoice and keeps names in any script', async () => {
    const text = flatTextOf(
      await drawReceipt(
        sampleReceipt(
          { language: 'es', customer: sampleParty({ name: 'فندق البحيرة' }) },
          { method: 'Transferencia' },
        ),
      ),
    )
    for (const words of [
      'Recibo',
      'Pagado el 20 de marzo de 2025',
      'Transferencia',
      '144,00 EUR',
      'فندق البحيرة',
    ])
      expect(text).toContain(words)
  })

  test('is the same file, byte for byte, whenever it is drawn', async () => {
    const first = await drawReceipt(sampleReceipt())
    expect((await drawReceipt(sampleReceipt())).equals(first)).toBe(true)
  })
})
