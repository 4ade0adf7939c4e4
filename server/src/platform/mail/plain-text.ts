/**
 * A subject on one line: a line break in a name must never begin another header (reliability 109). At most 200
 * characters.
 */
export function singleLine(subject: string): string {
  const line = subject
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length > 200 ? `${characters.slice(0, 199).join('')}…` : line
}

/** The plain part of an e-mail: paragraphs with an empty line between; empty ones are left out. */
export function paragraphs(...parts: (string | null | false)[]): string {
  return `${parts
    .map((part) => (part ? part.trim() : ''))
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

/** Labels and figures as plain lines; `labelled` ends a label as its language does ('Total:', 'Total :'). */
export function plainRows(
  rows: [label: string, value: string, weight?: string][],
  labelled: (label: string) => string,
): string {
  return rows.map(([label, value]) => `${labelled(label.replace(/\s*\n\s*/g, ', '))} ${value}`).join('\n')
}
