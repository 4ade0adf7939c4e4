/** A copy of a kept object without its private notes, ready for an answer or an event. */
export function publicForm<Shown extends object = Record<string, unknown>>(object: object): Shown {
  return strip(object) as Shown
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip)
  if (value === null || typeof value !== 'object') return value
  const shown: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(value)) {
    if (name !== '_private' && entry !== undefined) shown[name] = strip(entry)
  }
  return shown
}
