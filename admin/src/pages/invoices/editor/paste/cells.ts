/**
 * A table that was copied as text: ('a\t"b ""c"""\r\nd', '\t') → [['a', 'b "c"'], ['d']]. A cell in quotes may hold the
 * separator, line breaks and doubled quotes; a quote in the middle of a cell is a quote. Rows without a word are left out.
 */
export function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  let wasQuoted = false

  function endCell(): void {
    row.push(cell.trim())
    cell = ''
    wasQuoted = false
  }
  function endRow(): void {
    endCell()
    if (row.some((one) => one !== '')) rows.push(row)
    row = []
  }

  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[++at]!
      else isQuoted = false
    } else if (letter === '"' && cell.trim() === '' && !wasQuoted && closes(text, at)) {
      isQuoted = true
      wasQuoted = true
      cell = ''
    } else if (letter === separator) endCell()
    else if (letter === '\n' || letter === '\r') endRow()
    else cell += letter
  }
  endRow()
  return rows
}

/** An inch sign that nobody closes must not swallow the rows after it. */
function closes(text: string, quoteAt: number): boolean {
  return text.includes('"', quoteAt + 1)
}
