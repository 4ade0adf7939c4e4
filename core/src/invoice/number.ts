import { refuseField } from '../refusal.ts'

/** Which counter a number pattern draws from: patterns that name the year (or month) start again with each. */
export function numberSeries(pattern: string, issueDate: string): string {
  if (pattern.includes('{MM}')) return issueDate.slice(0, 7)
  return pattern.includes('{YYYY}') || pattern.includes('{YY}') ? issueDate.slice(0, 4) : ''
}

/**
 * An invoice's number (R4): ('INV-{YYYY}-{0000}', 7, '2026-03-01') → 'INV-2026-0007'. The zeros give the least width;
 * larger counters simply grow.
 */
export function formatNumber(pattern: string, counter: number, issueDate: string): string {
  return pattern
    .replaceAll('{YYYY}', issueDate.slice(0, 4))
    .replaceAll('{YY}', issueDate.slice(2, 4))
    .replaceAll('{MM}', issueDate.slice(5, 7))
    .replace(/\{(0+)\}/, (_, zeros: string) => String(counter).padStart(zeros.length, '0'))
}

/** Refuses a pattern that could give one number twice or that cannot stand on a statement. */
export function checkNumberPattern(pattern: string): void {
  const counters = pattern.match(/\{0+\}/g)?.length ?? 0
  const rest = pattern.replace(/\{(0+|YYYY|YY|MM)\}/g, '')
  if (counters !== 1)
    throw refuseField('/number_pattern', 'The pattern needs exactly one counter, such as {0000}.')
  if (pattern.includes('{MM}') && !pattern.includes('{YY'))
    throw refuseField(
      '/number_pattern',
      'A pattern with {MM} needs {YYYY} or {YY} too, or numbers would repeat.',
    )
  if (!/^[A-Za-z0-9 ./_-]*$/.test(rest) || pattern.length > 40) {
    throw refuseField(
      '/number_pattern',
      'Beside {YYYY}, {YY}, {MM} and the counter, use letters, digits, spaces and . / _ - (40 characters at most).',
    )
  }
}
