/**
 * Writes `src/transport/parameters.json`, the table of request parameters that the simulator accepts, from a
 * trimmed OpenAPI document of Stripe's API. Run it when the pinned API version moves:
 *
 *     npx tsx stripe-simulator/tools/generate-parameters.ts path/to/openapi.trimmed.json
 *
 * The simulator itself needs only the JSON. The table is derived from stripe/openapi (MIT, © Stripe, Inc.).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Schema = {
  $ref?: string
  type?: string
  enum?: (string | boolean | number)[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  maxLength?: number
  additionalProperties?: Schema | boolean
}
type Operation = {
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Shape = string | { [key: string]: unknown }

/** Parts of the API that the simulator does not play. */
const LEFT_OUT =
  /^\/v1\/(application_fees|checkout|payouts|payment_method_configurations)|search$|tax_ids|\/balance_transactions$(?<!^\/v1\/balance_transactions)|apply_customer_balance|increment_authorization|amount_details_line_items|verify_microdeposits/

const source = process.argv[2]
if (!source) throw new Error('usage: generate-parameters.ts path/to/openapi.trimmed.json')
const document = JSON.parse(readFileSync(source, 'utf8'))
const schemas: Record<string, Schema> = document.components.schemas

const shapes: Record<string, Shape> = {}
const longEnums = new Map<string, string>()
const operations: Record<string, Shape> = {}

for (const [path, verbs] of Object.entries<Record<string, Operation>>(document.paths)) {
  if (LEFT_OUT.test(path)) continue
  for (const [verb, operation] of Object.entries(verbs)) {
    const name = `${verb.toUpperCase()} ${path}`
    operations[name] = verb === 'get' ? queryShape(operation) : bodyShape(operation)
  }
}

const lines = (record: Record<string, Shape>) =>
  Object.entries(record)
    .map(([name, shape]) => `    ${JSON.stringify(name)}: ${JSON.stringify(shape)}`)
    .join(',\n')
writeFileSync(
  fileURLToPath(new URL('../src/transport/parameters.json', import.meta.url)),
  `{\n  "version": ${JSON.stringify(document.info.version)},\n  "operations": {\n${lines(operations)}\n  },\n  "shapes": {\n${lines(shapes)}\n  }\n}\n`,
)

function queryShape(operation: Operation): Shape {
  const fields: Record<string, Shape> = {}
  const required: string[] = []
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in !== 'query') continue
    fields[parameter.name] = shapeOf(parameter.schema)
    if (parameter.required) required.push(parameter.name)
  }
  return { fields, ...(required.length && { required }) }
}

function bodyShape(operation: Operation): Shape {
  const content = operation.requestBody?.content
  const schema = content && Object.values(content)[0]?.schema
  return schema ? shapeOf(schema) : { fields: {} }
}

function shapeOf(schema: Schema): Shape {
  if (schema.$ref) {
    const name = schema.$ref
      .split('/')
      .at(-1)!
      .replace(/^req\./, '')
    if (!(name in shapes)) {
      shapes[name] = 'string' // a placeholder, so that circles end
      shapes[name] = shapeOf(schemas[schema.$ref.split('/').at(-1)!]!)
    }
    return `#${name}`
  }
  if (schema.anyOf) return { any: schema.anyOf.map(shapeOf) }
  if (schema.enum && schema.type === 'string') return enumShape(schema.enum as string[])
  if (schema.type === 'array') return { list: shapeOf(schema.items ?? { type: 'string' }) }
  if (schema.type === 'object') {
    if (schema.properties) {
      const fields = Object.fromEntries(Object.entries(schema.properties).map(([k, v]) => [k, shapeOf(v)]))
      return { fields, ...(schema.required?.length && { required: schema.required }) }
    }
    return {
      map: typeof schema.additionalProperties === 'object' ? shapeOf(schema.additionalProperties) : 'string',
    }
  }
  if (schema.type === 'string') return schema.maxLength ? `string:${schema.maxLength}` : 'string'
  return schema.type ?? 'string'
}

/** Long lists (currencies, event types, payment method types) come many times: keep each once. */
function enumShape(values: string[]): Shape {
  if (values.length < 12) return { enum: values }
  const key = values.join()
  if (!longEnums.has(key)) {
    const name = `Enum${longEnums.size + 1}`
    longEnums.set(key, name)
    shapes[name] = { enum: values }
  }
  return `#${longEnums.get(key)}`
}
