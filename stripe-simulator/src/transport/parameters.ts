import { browserParameters, olderParameters, unpublishedOperations } from './extra-parameters.ts'
import type { FormMap, FormValue } from './form.ts'
import table from './parameters.json' with { type: 'json' }
import { invalidRequest } from './stripe-error.ts'

/**
 * What one parameter may look like: `'string'`, `'string:22'` (at most 22 characters), `'integer'`, `'number'`,
 * `'boolean'`, `'#Name'` (a named shape), or an object naming a list, a map, fields, an enum or alternatives.
 */
export type Shape = string | ShapeObject
type ShapeObject = {
  list?: Shape
  map?: Shape
  fields?: Record<string, Shape>
  required?: string[]
  enum?: string[]
  any?: Shape[]
}
export type ParameterValue = string | number | boolean | ParameterValue[] | { [name: string]: ParameterValue }
export type Parameters = { [name: string]: ParameterValue }

/** The API version that the parameter table was generated from, and the only one held to it strictly. */
export const pinnedVersion: string = table.version

const operations = table.operations as Record<string, Shape>
const shapes = table.shapes as Record<string, Shape>

/** Who asks, as far as it changes which parameters exist. */
export type Dialect = { olderVersion: boolean; publishableKey: boolean }

/**
 * Checks the decoded form of one request against the table and turns leaves into their types.
 * Throws `parameter_unknown`, `parameter_missing`, `parameter_invalid_integer`, `parameter_invalid_empty` …
 * as Stripe does, naming the parameter.
 */
export function readParameters(operation: string, form: FormMap, dialect: Dialect): Parameters {
  const published = resolve(operations[operation] ?? unpublishedOperations[operation] ?? { fields: {} })
  const fields = {
    ...published.fields,
    ...(dialect.olderVersion && olderParameters[operation]),
    ...(dialect.publishableKey && browserParameters[operation]),
  }
  return readFields({ ...published, fields }, form, '') as Parameters
}

function read(shape: Shape, value: FormValue, name: string): ParameterValue {
  if (typeof shape === 'string' && !shape.startsWith('#')) return readLeaf(shape, value, name)
  const resolved = resolve(shape)
  if (resolved.any) return readAlternatives(resolved.any, value, name)
  if (resolved.enum) return readEnum(resolved.enum, value, name)
  if (resolved.list) return readList(resolved.list, value, name)
  if (resolved.map) return readMap(value, name)
  return readFields(resolved, value, name)
}

function resolve(shape: Shape): ShapeObject {
  let resolved = shape
  while (typeof resolved === 'string') {
    const named: Shape | undefined = shapes[resolved.slice(1)]
    if (named === undefined) throw new Error(`the parameter table has no shape ${resolved}`)
    resolved = named
  }
  return resolved
}

function readLeaf(shape: string, value: FormValue, name: string): ParameterValue {
  const [type, limit] = shape.split(':')
  if (typeof value !== 'string')
    throw invalidRequest(`Invalid ${type}: ${JSON.stringify(value)}`, { param: name })
  if (type === 'integer') return readInteger(value, name)
  if (type === 'number') return readNumber(value, name)
  if (type === 'boolean') {
    if (value !== 'true' && value !== 'false')
      throw invalidRequest(`Invalid boolean: ${value}`, { param: name })
    return value === 'true'
  }
  if (value === '') throw emptyString(name)
  if (limit && [...value].length > Number(limit)) {
    const start = value.length > 24 ? `${value.slice(0, 10)}...${value.slice(-10)}` : value
    throw invalidRequest(`Invalid string: ${start}; must be at most ${limit} characters`, { param: name })
  }
  return value
}

function readInteger(value: string, name: string): number {
  if (!/^-?\d{1,15}$/.test(value)) {
    throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: name })
  }
  return Number(value)
}

function readNumber(value: string, name: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw invalidRequest(`Invalid decimal: ${value}`, { param: name })
  return Number(value)
}

function readEnum(allowed: string[], value: FormValue, name: string): string {
  if (typeof value === 'string' && allowed.includes(value)) return value
  if (value === '') throw emptyString(name)
  const choices =
    allowed.length > 1 ? `one of ${allowed.slice(0, -1).join(', ')}, or ${allowed.at(-1)}` : `${allowed[0]}`
  throw invalidRequest(`Invalid ${name}: must be ${choices}`, { param: name })
}

function readList(item: Shape, value: FormValue, name: string): ParameterValue[] {
  if (typeof value === 'string') throw invalidRequest('Invalid array', { param: name })
  const entries = Array.isArray(value) ? value : numberedEntries(value, name)
  return entries.map((entry, index) => read(item, entry, `${name}[${index}]`))
}

function numberedEntries(value: FormMap, name: string): FormValue[] {
  const indexes = Object.keys(value)
  if (!indexes.every((index) => /^\d+$/.test(index))) throw invalidRequest('Invalid array', { param: name })
  return indexes
    .map(Number)
    .sort((a, b) => a - b)
    .map((index) => value[index]!)
}

/** The only free maps of the API are metadata: at most 50 names of 40 characters, values of 500 ("Metadata"). */
function readMap(value: FormValue, name: string): ParameterValue {
  if (typeof value === 'string' || Array.isArray(value))
    throw invalidRequest('Invalid object', { param: name })
  const names = Object.keys(value)
  if (names.length > 50) {
    throw invalidRequest(`You can only have up to 50 keys in ${name}, but you passed ${names.length}.`, {
      param: name,
    })
  }
  for (const key of names) {
    const text = value[key]!
    if (key.length > 40) {
      throw invalidRequest(
        `Metadata keys can have up to 40 characters, but you passed in a key that is ${key.length} characters. Invalid key: ${key}`,
        { param: name },
      )
    }
    if (typeof text !== 'string')
      throw invalidRequest(`Metadata values must be strings: ${key}`, { param: name })
    if (text.length > 500) {
      throw invalidRequest(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${text.length} characters. Invalid value: ${text.slice(0, 40)}`,
        { param: name },
      )
    }
  }
  return { ...value } as Record<string, string>
}

function readFields(shape: ShapeObject, value: FormValue, name: string): ParameterValue {
  if (typeof value === 'string' || Array.isArray(value))
    throw invalidRequest('Invalid object', { param: name })
  const result: Parameters = {}
  for (const [key, entry] of Object.entries(value)) {
    const path = name ? `${name}[${key}]` : key
    const field = shape.fields?.[key]
    if (!field) {
      throw invalidRequest(`Received unknown parameter: ${path}`, { code: 'parameter_unknown', param: path })
    }
    result[key] = read(field, entry, path)
  }
  for (const required of shape.required ?? []) {
    if (required in result) continue
    const path = name ? `${name}[${required}]` : required
    throw invalidRequest(`Missing required param: ${path}.`, { code: 'parameter_missing', param: path })
  }
  return result
}

function readAlternatives(alternatives: Shape[], value: FormValue, name: string): ParameterValue {
  let failure: unknown
  for (const alternative of alternatives) {
    try {
      return read(alternative, value, name)
    } catch (error) {
      // The complaint about the alternative of the right nature (map or text) is the useful one.
      const isMap = typeof alternative === 'object' ? !alternative.enum : alternative.startsWith('#')
      if (failure === undefined || isMap === (typeof value !== 'string')) failure = error
    }
  }
  throw failure
}

function emptyString(name: string) {
  return invalidRequest(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: name },
  )
}
