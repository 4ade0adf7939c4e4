/** A decoded form value: a string, a list written with `[]`, or a map (also a list written `[0]`, `[1]` …). */
export type FormValue = string | FormValue[] | { [name: string]: FormValue }
export type FormMap = { [name: string]: FormValue }

/**
 * Decodes `application/x-www-form-urlencoded` text with bracket nesting the way Stripe reads it: `a[b]=1`,
 * `a[]=1`, `a[0][b]=1`. `x[0]` stays a map with integer names, since only the parameter table knows
 * whether a list or a map is meant. Malformed names are returned as `malformed`.
 */
export function decodeForm(text: string): { form: FormMap; malformed: string[] } {
  const form: FormMap = Object.create(null)
  const malformed: string[] = []
  for (const pair of text.split('&')) {
    if (!pair) continue
    const equals = pair.indexOf('=')
    const name = decodePart(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decodePart(pair.slice(equals + 1))
    const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name)
    if (!match) {
      malformed.push(name)
      continue
    }
    const path = [match[1]!, ...[...match[2]!.matchAll(/\[([^[\]]*)\]/g)].map((bracket) => bracket[1]!)]
    if (!place(form, path, value)) malformed.push(name)
  }
  return { form, malformed }
}

/** A stable text of a parameter tree, for telling whether two requests are the same. */
export function canonicalForm(value: FormValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalForm).join()}]`
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalForm(value[name]!)}`).join()}}`
}

function decodePart(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

function place(root: FormMap, path: string[], value: string): boolean {
  let node: FormValue = root
  for (const [depth, name] of path.entries()) {
    const next = path[depth + 1]
    if (typeof node === 'string') return false
    if (name === '') {
      if (!Array.isArray(node)) return false
      if (next === undefined) {
        node.push(value)
        return true
      }
      // `a[][b]=1&a[][c]=2` belong to one element until a name repeats.
      const last: FormValue | undefined = node.at(-1)
      if (last === undefined || typeof last === 'string' || Array.isArray(last) || next in last) {
        node.push(next === '' ? [] : Object.create(null))
      }
      node = node.at(-1)!
      continue
    }
    if (Array.isArray(node)) return false
    if (next === undefined) {
      node[name] = value
      return true
    }
    node = node[name] ??= next === '' ? [] : Object.create(null)
  }
  return false
}
