/** What a column of a pasted table is. `total` is computed here again and not taken; `rest` is kept in the detail. */
export type Column = 'description' | 'detail' | 'quantity' | 'unit' | 'price' | 'total' | 'position' | 'rest'

const heads: [Column, RegExp][] = [
  [
    'quantity',
    /^(quantity|qty|count|hours|hrs|days|menge|anzahl|stunden|tage|quantité|quantite|qté|qte|heures|jours|cantidad|cant|horas|días|dias|الكمية|ساعات)$/,
  ],
  [
    'price',
    /^(price|unit price|price per unit|unit cost|cost|rate|hourly rate|day rate|preis|einzelpreis|stückpreis|stundensatz|tagessatz|satz|prix|prix unitaire|p\.?u\.?|p\.?u\.? ht|tarif|precio|precio unitario|precio unidad|tarifa|السعر|سعر الوحدة)$/,
  ],
  [
    'total',
    /^(total|line total|amount|sum|subtotal|net amount|betrag|gesamt|gesamtpreis|summe|montant|montant ht|total ht|importe|monto|المبلغ|الإجمالي|المجموع)$/,
  ],
  [
    'description',
    /^(description|item|service|product|article|name|title|task|work|activity|beschreibung|bezeichnung|artikel|leistung|produkt|désignation|designation|libellé|libelle|prestation|produit|descripción|descripcion|concepto|servicio|producto|artículo|articulo|الوصف|البند|الخدمة)$/,
  ],
  [
    'detail',
    /^(detail|details|note|notes|comment|comments|einzelheiten|bemerkung|détail|détails|remarque|detalle|detalles|nota|notas|التفاصيل|ملاحظات)$/,
  ],
  ['unit', /^(unit|units|uom|einheit|unité|unite|unidad|الوحدة)$/],
  ['position', /^(no\.?|nr\.?|n°|#|pos\.?|position|line|row|zeile|ligne|línea|linea|رقم)$/],
]

/** What each cell of a first row names, or null when that row is no heading: a heading has words, no numbers. */
export function columnsByHeading(first: string[], isNumber: (cell: string) => boolean): Column[] | null {
  if (first.some((cell) => isNumber(cell))) return null
  const named = first.map((cell) => headOf(cell))
  const telling = named.filter(
    (column) => column !== null && !['unit', 'position', 'detail'].includes(column),
  )
  if (telling.length === 0) return null
  const taken = new Set<Column>()
  const columns = named.map((column): Column => {
    if (column === null || taken.has(column)) return 'rest'
    taken.add(column)
    return column
  })
  if (!taken.has('description')) {
    const spare = columns.indexOf('rest')
    const instead = spare >= 0 ? spare : columns.indexOf('detail')
    if (instead >= 0) columns[instead] = 'description'
  }
  return withTotalAsPrice(columns)
}

/** '  Unit price (EUR): ' → price. */
function headOf(cell: string): Column | null {
  const words = cell
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]|[:*]|\p{Sc}|\b(eur|usd|gbp|chf)\b/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return heads.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}

/** Where only totals stand, a total is the price of one; the quantity beside it is then told in the detail. */
function withTotalAsPrice(columns: Column[]): Column[] {
  if (columns.includes('price') || !columns.includes('total')) return columns
  return columns.map((column) => (column === 'total' ? 'price' : column === 'quantity' ? 'rest' : column))
}

/**
 * What the columns are, told from what stands in them. `numbers`: each cell as plain digits, null for words. Columns come
 * as quantity, price unless money is written in the first of them; a column that multiplies two others is the total.
 * null without a column of words: then nothing says what is billed.
 */
export function columnsByContent(rows: string[][], numbers: (string | null)[][]): Column[] | null {
  const width = Math.max(...rows.map((row) => row.length))
  const indices = Array.from({ length: width }, (_, index) => index)
  const filled = (index: number) => rows.flatMap((row, at) => (row[index] ? [at] : []))
  const isNumeric = (index: number) => {
    const cells = filled(index)
    return cells.length > 0 && cells.filter((at) => numbers[at]![index] !== null).length * 2 > cells.length
  }
  const numeric = indices.filter(isNumeric)
  const wordy = indices.filter((index) => !numeric.includes(index) && filled(index).length > 0)
  if (wordy.length === 0) return null
  const length = (index: number) => rows.reduce((sum, row) => sum + (row[index]?.length ?? 0), 0)
  const description = wordy.toSorted((a, b) => length(b) - length(a))[0]!

  const columns = indices.map((index): Column => (index === description ? 'description' : 'rest'))
  const [quantity, price, total, position] = figures(numeric, rows, numbers)
  if (quantity !== undefined) columns[quantity] = 'quantity'
  if (price !== undefined) columns[price] = 'price'
  if (total !== undefined) columns[total] = 'total'
  if (position !== undefined) columns[position] = 'position'
  return columns
}

type Found = number | undefined

function figures(
  numeric: number[],
  rows: string[][],
  numbers: (string | null)[][],
): [quantity: Found, price: Found, total: Found, position: Found] {
  if (numeric.length <= 1) return [undefined, numeric[0], undefined, undefined]
  const counted = numeric.filter((index) => !numbers.every((row, at) => row[index] === String(at + 1)))
  const position =
    numeric.length > 2 && counted.length === numeric.length - 1
      ? numeric.find((index) => !counted.includes(index))
      : undefined
  const left = position === undefined ? numeric : counted
  const product = left.length > 2 ? multiplied(left, numbers) : null
  const [first, second] = product ? [product.a, product.b] : [left[0]!, left[1]!]
  const isMoneyFirst = looksLikeMoney(first, rows, numbers) && !looksLikeMoney(second, rows, numbers)
  return isMoneyFirst ? [second, first, product?.total, position] : [first, second, product?.total, position]
}

function multiplied(
  columns: number[],
  numbers: (string | null)[][],
): { a: number; b: number; total: number } | null {
  for (const total of columns.toReversed())
    for (const [at, a] of columns.entries())
      for (const b of columns.slice(at + 1)) {
        if (a === total || b === total) continue
        const rows = numbers.filter((row) => row[a] && row[b] && row[total])
        // A guess of what a column means may be made in floats: no amount is computed by it.
        const fits = (row: (string | null)[]) =>
          Math.abs(Number(row[a]) * Number(row[b]) - Number(row[total])) < 0.011
        if (rows.length > 0 && rows.every(fits)) return { a, b, total }
      }
  return null
}

/** Money carries its currency, or the same two decimals in every row. */
function looksLikeMoney(index: number, rows: string[][], numbers: (string | null)[][]): boolean {
  const cells = rows.flatMap((row, at) => (row[index] && numbers[at]![index] !== null ? [at] : []))
  return (
    cells.some((at) => /\p{Sc}|[A-Za-z]{3}/u.test(rows[at]![index]!)) ||
    (cells.length > 0 && cells.every((at) => /\.\d{2}$/.test(numbers[at]![index]!)))
  )
}
