import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../../../blocks/amount-text.ts'
import { cellsOf } from './cells.ts'
import { type Pasted, readPasted } from './pasted-rows.ts'

const german = { currency: 'eur', language: 'de' }
const english = { currency: 'eur', language: 'en' }

function read(text: string, reader = english): Pasted {
  const pasted = readPasted(text, reader)
  expect(pasted).not.toBeNull()
  return pasted!
}

/** description · quantity · price of each row. */
function brief(text: string, reader = english): string[] {
  return read(text, reader).rows.map((row) => [row.description, row.quantity, row.price].join(' · '))
}

describe('rows pasted from a spreadsheet', () => {
  it('come in any order of columns, with a heading', () => {
    expect(brief('Unit price (EUR)\tQty\tItem\n80.00\t1.5\tConsulting\n1,200\t2\tWorkshop')).toEqual([
      'Consulting · 1.5 · 80.00',
      'Workshop · 2 · 1200',
    ])
    expect(brief('Bezeichnung;Menge;Einzelpreis\nBeratung;1,5;80,00\nWorkshop;2;1.200,00', german)).toEqual([
      'Beratung · 1.5 · 80.00',
      'Workshop · 2 · 1200.00',
    ])
  })

  it('come without a heading: quantity before price, unless money is written first', () => {
    expect(brief('Consulting\t2\t80\nWorkshop\t1\t450')).toEqual([
      'Consulting · 2 · 80',
      'Workshop · 1 · 450',
    ])
    expect(brief('€80.00\t2\tConsulting\n€450.00\t1\tWorkshop')).toEqual([
      'Consulting · 2 · 80.00',
      'Workshop · 1 · 450.00',
    ])
    expect(brief('Hosting\t25\nDomain\t12')).toEqual(['Hosting · 1 · 25', 'Domain · 1 · 12'])
  })

  it('are billed once, not by their line totals or row numbers', () => {
    expect(brief('1\tConsulting\t2\t80.00\t160.00\n2\tWorkshop\t3\t50.00\t150.00')).toEqual([
      'Consulting · 2 · 80.00',
      'Workshop · 3 · 50.00',
    ])
    const { rows } = read('Item\tQty\tAmount\nScrews\t3\t10.00')
    expect(rows).toMatchObject([{ quantity: '1', price: '10.00', detail: 'Qty: 3' }])
  })

  it('keep a cell that is no number in its field, and name it', () => {
    const { rows, bad } = read('Item\tQty\tPrice\nConsulting\ttwo\t80.00\nWorkshop\t1\ton request')
    expect(rows).toMatchObject([
      { quantity: 'two', price: '80.00' },
      { quantity: '1', price: 'on request' },
    ])
    expect(bad).toEqual([
      { row: 0, field: 'quantity', text: 'two' },
      { row: 1, field: 'price', text: 'on request' },
    ])
  })

  it('name amounts that the currency cannot hold, and credits', () => {
    expect(read('Item\tPrice\nA\t1.234567\nB\t-5.00\nC\t2.50').bad.map((cell) => cell.text)).toEqual([
      '1.234567',
      '-5.00',
    ])
  })

  it('read 1.234 as their readers write it, unless the table tells', () => {
    expect(brief('A\t1.234', german)).toEqual(['A · 1 · 1234'])
    expect(brief('A\t1,234', english)).toEqual(['A · 1 · 1234'])
    // The second row shows that a point stands before the decimals here.
    expect(read('A\t1,234\nB\t12.50', german).rows.map((row) => row.price)).toEqual(['1234', '12.50'])
  })

  it('keep columns without a meaning, and what is below the first line of a cell, in the detail', () => {
    const { rows } = read('Item\tColour\tPrice\n"Chair\nwith ""arms"""\tred\t20')
    expect(rows).toMatchObject([{ description: 'Chair', detail: 'with "arms" · Colour: red', price: '20' }])
  })

  it('are lines of text, one description each, where there is no table', () => {
    expect(brief('Design, logo\nPrint')).toEqual(['Design, logo · 1 · ', 'Print · 1 · '])
    expect(brief('Logo 12,50\nPrint 13,50', german)).toEqual(['Logo 12,50 · 1 · ', 'Print 13,50 · 1 · '])
  })

  it('are not seen in a word, a sentence or bare figures', () => {
    for (const text of ['Consulting', 'Design, print, 3 drafts', '12.50', '1\t2\n3\t4', '\t\n', ''])
      expect(readPasted(text, english)).toBeNull()
  })

  it('survive whatever the spreadsheet formats: each locale’s own amounts come out to the cent', () => {
    const rows = fc.array(
      fc.record({
        description: fc.stringMatching(/^[A-Za-z]{4}[A-Za-z ]{0,20}[A-Za-z]$/),
        quantity: fc.integer({ min: 1, max: 999 }),
        price: fc.integer({ min: 0, max: 99_999_999 }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const locale = fc.constantFrom('en-US', 'en-IN', 'de-DE', 'de-CH', 'fr-FR', 'es-ES', 'ar-EG')
    const order = fc.shuffledSubarray(['Description', 'Quantity', 'Price'], { minLength: 3 })
    fc.assert(
      fc.property(rows, locale, order, fc.constantFrom('\t', ';'), (rows, language, order, separator) => {
        const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' })
        const count = new Intl.NumberFormat(language)
        const lines = rows.map((row) => {
          const cells: Record<string, string> = {
            Description: row.description,
            Quantity: count.format(row.quantity),
            // Exact: a string of digits, not a float.
            Price: money.format(
              `${(row.price - (row.price % 100)) / 100}.${String(row.price % 100).padStart(2, '0')}` as never,
            ),
          }
          return order.map((name) => cells[name]).join(separator)
        })
        const { rows: read, bad } = readPasted([order.join(separator), ...lines].join('\r\n'), {
          currency: 'eur',
          language,
        })!
        expect(bad).toEqual([])
        expect(read.map((row) => [row.description, row.quantity, parseAmount(row.price, 'eur')])).toEqual(
          rows.map((row) => [row.description, String(row.quantity), row.price]),
        )
      }),
    )
  })

  it('never lose a word: every cell is somewhere in the lines', () => {
    // No word of these letters is a heading.
    const cell = fc.stringMatching(/^[xyz0-9.,€ "-]{1,12}$/).map((text) => text.trim())
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 5 }),
      )
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join('\t'))
          .join('\n')
        const filled = rows.filter((row) => row.some(Boolean))
        expect(cellsOf(text, '\t')).toEqual(filled)
        const pasted = readPasted(text, english)
        if (!pasted) return
        expect(pasted.rows).toHaveLength(filled.length)
        const all = JSON.stringify(pasted.rows)
        for (const bad of pasted.bad) expect(all).toContain(JSON.stringify(bad.text).slice(1, -1))
        for (const word of filled
          .flat()
          .join(' ')
          .match(/[xyz]{4,}/g) ?? [])
          expect(all).toContain(word)
      }),
    )
  })
})
