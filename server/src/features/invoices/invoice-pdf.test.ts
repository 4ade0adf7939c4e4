import { formatMoney } from '@quittance/core/money'
import { describe, expect, test } from 'vitest'
import {
  flatTextOf,
  fontsOf,
  hasPoppler,
  infoOf,
  leftEdgeOf,
  linksOf,
  qrCodeOf,
  structureOf,
  textOf,
} from '../../../test/pdf-reader.ts'
import { sampleInvoice, sampleLine, sampleParty, sampleUrl } from '../../../test/sample-documents.ts'
import { drawInvoice } from './invoice-pdf.ts'

describe.skipIf(!hasPoppler)('the invoice PDF', () => {
  test('shows every figure, name and date of the invoice', async () => {
    const lines = [
      sampleLine({
        description: 'Window cleaning',
        detail: 'Ground floor',
        discount: { type: 'percent', percent: '10' },
      }),
      sampleLine({
        description: 'Travel',
        quantity: '1',
        unit: null,
        unitAmount: 3500,
        taxes: [{ id: 'tx_2', name: 'City tax', rate: '9.975', inclusive: true }],
      }),
    ]
    const document = sampleInvoice(
      {
        lines,
        discount: { type: 'amount', amount: 500 },
        serviceDate: '2025-03-05',
        note: 'Keys at the reception.',
        terms: 'Within 30 days.',
      },
      { amountPaid: 2000 },
    )
    document.amountDue = document.snapshot.totals.total - 2000
    const text = flatTextOf(await drawInvoice(document))
    const { totals } = document.snapshot
    const figures = [
      4800,
      3500,
      totals.subtotal,
      -totals.discount,
      totals.total,
      -2000,
      document.amountDue,
      ...totals.lines.map((line) => line.amount),
      -(totals.lines[0]?.discount ?? 0),
      ...totals.taxes.flatMap((tax) => [tax.taxable, tax.amount]),
    ]
    expect(totals.lines[0]?.discount).toBe(1200)
    for (const figure of figures)
      expect(text).toContain(formatMoney(figure, 'eur', 'en').replace('\u00a0', ' '))
    for (const words of [
      'Northwind Cleaning Ltd',
      '12 Harbour Street',
      'Tax ID IE1234567A',
      'Blue Lagoon Hotel',
      'accounts@lagoon.example.com',
      'INV-2025-0042',
      'March 7, 2025',
      'April 6, 2025',
      'March 5, 2025',
      'Ground floor',
      '2.5 h',
      'Discount 10%',
      'VAT 20%',
      'City tax 9.975%',
      '(included)',
      'Amount due',
      'Keys at the reception.',
      'Within 30 days.',
      'Page 1 of 1',
    ])
      expect(text).toContain(words)
  })

  test('leads to the payment page by its button, its printed address and its QR code', async () => {
    const pdf = await drawInvoice(sampleInvoice())
    expect(linksOf(pdf)).toEqual([sampleUrl, sampleUrl])
    expect(textOf(pdf)).toMatch(
      /Pay online +https:\/\/pay\.northwind\.example\.com\/\n +pay\/7Jx2mQ9vKp4TzL8wRb3nYc6H/,
    )
    expect(qrCodeOf(pdf)).toBe(sampleUrl)
  })

  test('prints the address whole, over as many lines as it takes', async () => {
    const paymentUrl = `https://pay.northwind.example.com/${'a'.repeat(120)}/end`
    const pdf = await drawInvoice(sampleInvoice({}, { paymentUrl }))
    expect(structureOf(pdf).replace(/["\s]/g, '')).toContain(paymentUrl)
    expect(qrCodeOf(pdf)).toBe(paymentUrl)
  })

  test('has nothing to click and no code without an active link', async () => {
    const pdf = await drawInvoice(sampleInvoice({}, { paymentUrl: null }))
    expect(linksOf(pdf)).toEqual([])
    expect(qrCodeOf(pdf)).toBeNull()
    expect(textOf(pdf)).not.toContain('Pay online')
    expect(pdf.toString('latin1')).not.toContain('/Annots')
  })

  test('makes nothing but web addresses clickable', async () => {
    for (const paymentUrl of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'http://'])
      expect(linksOf(await drawInvoice(sampleInvoice({}, { paymentUrl })))).toEqual([])
  })

  test('marks what is a draft, paid or cancelled', async () => {
    expect(
      textOf(await drawInvoice(sampleInvoice({ number: null }, { state: 'draft', paymentUrl: null }))),
    ).toMatch(/Invoice\s+Draft/)
    const paid = textOf(
      await drawInvoice(
        sampleInvoice({}, { state: 'paid', paymentUrl: null, amountPaid: 14400, amountDue: 0 }),
      ),
    )
    expect(paid).toMatch(/Invoice\s+Paid/)
    expect(paid).toContain('The invoice is paid in full.')
    expect(paid).toMatch(/Amount due\s+EUR 0\.00/)
    expect(textOf(await drawInvoice(sampleInvoice({}, { state: 'cancelled', paymentUrl: null })))).toMatch(
      /Invoice\s+Cancelled/,
    )
    expect(textOf(await drawInvoice(sampleInvoice()))).not.toMatch(/Draft|Cancelled/)
  })

  test('speaks the language of the invoice and writes its money and dates', async () => {
    const lines = [sampleLine({ unitAmount: 123456789 })]
    const text = flatTextOf(await drawInvoice(sampleInvoice({ language: 'fr-FR', lines })))
    for (const words of [
      'Facture',
      'Échéance',
      '7 mars 2025',
      'Montant à payer',
      'Payer en ligne',
      '1 234 567,89 EUR',
      'VAT 20 %',
    ])
      expect(text).toContain(words)
  })

  test.each([
    ['jpy', 4800, 'JPY 12,000'],
    ['eur', 4800, 'EUR 120.00'],
    ['kwd', 4805, 'KWD 12.013'],
  ])('writes amounts in %s with its decimals', async (currency, unitAmount, amount) => {
    const lines = [sampleLine({ unitAmount, taxes: [] })]
    expect(textOf(await drawInvoice(sampleInvoice({ currency, lines })))).toMatch(
      new RegExp(`Amount due\\s+${amount}`),
    )
  })

  test.each([
    ['Latin', 'Łukasz Żółć & Søren Ærøskøbing — Ñandú Straße'],
    ['Vietnamese', 'Công ty Vệ sinh Nguyễn'],
    ['Greek', 'Ξενοδοχείο Γαλάζια Λίμνη'],
    ['Cyrillic', 'Клининг Їжачок Ўзбек'],
    ['Arabic', 'شركة النور للتنظيف'],
    ['Hebrew', 'מלון הלגונה הכחולה'],
    ['Chinese', '上海蓝色泻湖酒店有限公司'],
    ['traditional Chinese', '臺灣清潔服務'],
    ['Japanese', '株式会社ノースウィンド清掃'],
    ['Korean', '서울청소주식회사'],
    ['Thai', 'บริษัททำความสะอาดที่นี่'],
    ['Devanagari', 'हिन्दी सफाई सेवा'],
    ['emoji', 'Clean 😀 👩‍🔧 ☎'],
    ['letters with combining marks', 'Re\u0301sume\u0301 Z\u0323'],
  ])('gives back %s as it was written', async (_script, name) => {
    const pdf = await drawInvoice(sampleInvoice({ note: name }))
    expect(textOf(pdf).replace(/\s/g, '')).toContain(name.normalize('NFC').replace(/\s/g, ''))
    expect(fontsOf(pdf).some((font) => font.includes('Type 3'))).toBe(false)
  })

  test('begins at the right in a language that does, with the same figures, link and QR code', async () => {
    const middle = 595 / 2
    const [german, arabic] = await Promise.all(
      ['de', 'ar'].map((language) => drawInvoice(sampleInvoice({ language }))),
    )
    // The number of the invoice stands at the end of a line, what was sold at the beginning of one.
    const number = sampleInvoice().snapshot.number!
    expect(leftEdgeOf(german!, number)).toBeGreaterThan(middle)
    expect(leftEdgeOf(arabic!, number)).toBeLessThan(middle)
    expect(leftEdgeOf(german!, 'Window')).toBeLessThan(middle)
    expect(leftEdgeOf(arabic!, 'cleaning')).toBeGreaterThan(middle)
    expect(linksOf(arabic!)).toEqual(linksOf(german!))
    expect(qrCodeOf(arabic!)).toBe(sampleUrl)
  })

  test('shows a box for a letter that no font has, and still gives the letter back', async () => {
    const pdf = await drawInvoice(sampleInvoice({ customer: sampleParty({ name: 'ጤና and ᚠᚢᚦ' }) }))
    expect(textOf(pdf)).toContain('ጤና and ᚠᚢᚦ')
    expect(fontsOf(pdf).filter((font) => font.includes('Type 3'))).toHaveLength(1)
  })

  test('survives texts that are no proper text', async () => {
    const broken = [
      '\ud800 lone',
      'nul \u0000 nul',
      '\ufffe\uffff',
      '\u202e reversed',
      'e' + '\u0301'.repeat(5_000),
      '\u200b\u200d\ufe0f',
      '   ',
      '',
    ]
    for (const name of broken) {
      const pdf = await drawInvoice(
        sampleInvoice({ customer: sampleParty({ name, addressLines: [name] }), note: name }),
      )
      expect(infoOf(pdf).Pages, JSON.stringify(name.slice(0, 10))).toBe('1')
    }
  })

  test('takes markup and PDF syntax for the text it is', async () => {
    const hostile = [
      '<img src="https://evil.example.com/a.png">',
      '<script>alert(1)</script>',
      ') Tj ET /JS (app.alert(1)) endobj',
      '>> endstream endobj 9 0 obj << /OpenAction /JavaScript',
      'javascript:alert(1)',
      '[link](https://evil.example.com)',
      '\\(escape\\)',
      '%PDF-1.4 %%EOF',
    ]
    for (const text of hostile) {
      const pdf = await drawInvoice(
        sampleInvoice({
          number: text,
          company: sampleParty({ name: text, addressLines: [text] }),
          note: text,
          terms: text,
          lines: [
            sampleLine({
              description: text,
              detail: text,
              unit: text,
              taxes: [{ id: 'x', name: text, rate: '1', inclusive: false }],
            }),
          ],
        }),
      )
      const letters = text.replace(/\s/g, '')
      expect(textOf(pdf).replace(/\s/g, '').split(letters).length - 1, text).toBeGreaterThanOrEqual(3)
      const info = infoOf(pdf)
      expect(info).toMatchObject({ JavaScript: 'no', Form: 'none', Tagged: 'yes' })
      expect(info.Title).toContain(text)
      expect(linksOf(pdf)).toEqual([sampleUrl, sampleUrl])
      expect(objectsOf(pdf)).not.toMatch(/\/(OpenAction|AA|JS|JavaScript|Launch|EmbeddedFile|SubmitForm)\b/)
    }
  })

  test('is tagged, titled, in a language, with every font embedded, as PDF/A-3a', async () => {
    const pdf = await drawInvoice(
      sampleInvoice({ language: 'de', company: sampleParty({ name: 'Meier & Söhne <GmbH>' }) }),
    )
    expect(infoOf(pdf)).toMatchObject({
      Title: 'Rechnung INV-2025-0042',
      Author: 'Meier & Söhne <GmbH>',
      Tagged: 'yes',
      'PDF version': '1.7',
    })
    const raw = pdf.toString('utf8')
    expect(raw).toContain('/Lang (de)')
    expect(raw).toContain('/DisplayDocTitle true')
    expect(raw).toContain('<rdf:li>Meier &amp; Söhne &lt;GmbH&gt;</rdf:li>')
    expect(raw).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(raw).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    for (const font of fontsOf(pdf)) expect(font).toMatch(/ yes yes yes /)
    const structure = structureOf(pdf)
    for (const element of ['H1', 'Table', 'THead', 'TBody', 'TR', 'TH', 'TD', 'Link', 'Figure'])
      expect(structure).toMatch(new RegExp(`^ +${element}\\b`, 'm'))
    expect(structure).toMatch(/H1 \(block\)\s+"Rechnung"/)
  })

  test('says English for a language whose words we do not have', async () => {
    const pdf = await drawInvoice(sampleInvoice({ language: 'ja' }))
    expect(pdf.toString('latin1')).toContain('/Lang (en)')
    expect(textOf(pdf)).toContain('2025年3月7日')
  })

  test('is the same file, byte for byte, whenever it is drawn', async () => {
    const name = 'Łódź 上海 שלום 😀 ጤና'
    const first = await drawInvoice(sampleInvoice({ customer: sampleParty({ name }) }))
    await drawInvoice(sampleInvoice({ customer: sampleParty({ name: '別の名前 नमस्ते' }) }))
    const second = await drawInvoice(sampleInvoice({ customer: sampleParty({ name }) }))
    expect(second.equals(first)).toBe(true)
    expect(infoOf(first).CreationDate).toContain('Mar  7')
  })

  test('spreads 100 lines over pages, the head of the table on each', async () => {
    const lines = Array.from({ length: 100 }, (_, index) =>
      sampleLine({ description: `Visit ${index + 1}.`, detail: index % 3 ? null : 'Weekly round' }),
    )
    const pdf = await drawInvoice(sampleInvoice({ lines }))
    const pages = textOf(pdf).split('\f').slice(0, -1)
    expect(pages.length).toBeGreaterThanOrEqual(4)
    expect(Number(infoOf(pdf).Pages)).toBe(pages.length)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
      if (page.includes('Visit')) expect(page).toMatch(/Description\s+Qty\s+Unit price\s+Tax\s+Amount/)
    }
    const visits = [...textOf(pdf).matchAll(/Visit (\d+)\./g)].map((match) => Number(match[1]))
    expect(visits).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  })

  test('wraps a long note over pages and loses none of it', async () => {
    const note = Array.from({ length: 9_000 }, (_, index) => `w${index}`).join(' ')
    const pdf = await drawInvoice(sampleInvoice({ note }))
    expect(note.length).toBeGreaterThan(50_000)
    const words = [...textOf(pdf).matchAll(/\bw(\d+)\b/g)].map((match) => Number(match[1]))
    expect(words).toEqual(Array.from({ length: 9_000 }, (_, index) => index))
    expect(Number(infoOf(pdf).Pages)).toBeGreaterThan(10)
  })

  test('breaks a word of 10,000 characters and cuts a name that long', async () => {
    const word = 'x'.repeat(10_000)
    const pdf = await drawInvoice(
      sampleInvoice({ customer: sampleParty({ name: word }), lines: [sampleLine({ description: word })] }),
    )
    const text = textOf(pdf)
    expect(text).toContain('x…')
    expect((text.match(/x/g) ?? []).length).toBeGreaterThanOrEqual(10_000)
    expect((text.match(/x/g) ?? []).length).toBeLessThan(10_300)
  })

  test('prints the largest amounts whole', async () => {
    const lines = [
      sampleLine({ quantity: '123456.123456', unit: 'square metres of window', unitAmount: 1_234_567 }),
      sampleLine({ quantity: '1', unitAmount: 600_000_000_000 }),
    ]
    const document = sampleInvoice({ lines, language: 'de' })
    const text = flatTextOf(await drawInvoice(document))
    for (const amount of [...document.snapshot.totals.lines.map((line) => line.amount), document.amountDue])
      expect(text).toContain(formatMoney(amount, 'eur', 'de').replace('\u00a0', ' '))
    expect(text).toContain('123.456,123456')
  })

  test('draws 10,000 lines and refuses one more', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      sampleLine({ description: `Visit ${index + 1}.` }),
    )
    const document = sampleInvoice({ lines })
    const pdf = await drawInvoice(document)
    const text = textOf(pdf, Number(infoOf(pdf).Pages) - 1)
    expect(pdf.toString('latin1').match(/\/S \/TR\b/g)).toHaveLength(1 + 10_000 + 4)
    expect(text).toContain('Visit 10000.')
    expect(text).toMatch(/Amount due\s+EUR 1,440,000\.00/)
    await expect(drawInvoice(sampleInvoice({ lines: [...lines, sampleLine()] }))).rejects.toThrow(
      '10000 is the most',
    )
  }, 60_000)
})

/** The PDF's objects without its streams, where text is. */
function objectsOf(pdf: Buffer): string {
  return pdf
    .toString('latin1')
    .replace(/stream\n[\s\S]*?\nendstream/g, '')
    .replace(/\((?:\\.|[^\\)])*\)/g, '()')
}
