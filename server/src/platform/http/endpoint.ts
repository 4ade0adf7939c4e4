import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { Refusal } from '@quittance/core/refusal'
import type { Context as HttpContext } from 'hono'
import type { App, Context } from '../../context.ts'
import { idempotently } from './idempotency.ts'
import { BadRequest, faultsOf, problem } from './problem.ts'

export type Role = 'staff' | 'administrator' | 'owner'
const rank: Record<Role, number> = { staff: 1, administrator: 2, owner: 3 }

/** What a request carries once it came through the gate. `ctx` is null for a stranger. */
export interface Variables {
  app: App
  ctx: Context | null
  role: Role | null
}
export type Api = OpenAPIHono<{ Variables: Variables }>
export type Http = HttpContext<{ Variables: Variables }>

type Shape = z.ZodObject
interface Spec<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** OpenAPI form: `/invoices/{id}`. */
  path: string
  /** camelCase, the verb's own name. */
  operationId: string
  summary: string
  tag: string
  params?: P
  query?: Q
  body?: B
  /** A body that may be left out. */
  bodyOptional?: boolean
  /** A POST that changes nothing: asked twice it is answered twice, and no answer is kept. */
  changesNothing?: boolean
  /** No schema: 204. */
  response?: R
  status?: 200 | 201
}

interface Input<P extends Shape, Q extends Shape, B extends z.ZodType> {
  params: z.output<P>
  query: z.output<Q>
  body: z.output<B>
}

/** The answer of a verb, with headers when it has some. */
export type Answer<R extends z.ZodType> = z.input<R>

/**
 * One address of the API: parses the request, names the field of every fault, asks the gate who acts, calls the verb.
 * `role`: the least a member must be. POSTs honour `Idempotency-Key`.
 */
export function endpoint<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType>(
  api: Api,
  spec: Spec<P, Q, B, R> & { role: Role },
  run: (ctx: Context, input: Input<P, Q, B>, http: Http) => Promise<Answer<R>>,
): void {
  register(api, spec, spec.role, async (http, input) => {
    const ctx = http.var.ctx!
    const answer = () => run(ctx, input as Input<P, Q, B>, http)
    if (spec.method !== 'post' || spec.changesNothing) return respond(http, spec, await answer())
    return idempotently(http, ctx, async () => respond(http, spec, await answer()))
  })
}

/** Before anything of the request is read: a stranger learns nothing of what it should look like. */
function assertMay({ ctx, role }: Variables, least: Role): void {
  if (!ctx || !role)
    throw new Refusal('unauthenticated', 'Sign in, or send an API key: Authorization: Bearer qk_…')
  if (rank[role] < rank[least])
    throw new Refusal('forbidden', `This needs the role ${least}; yours is ${role}.`)
}

/** An address that strangers may use too. */
export function publicEndpoint<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType>(
  api: Api,
  spec: Spec<P, Q, B, R>,
  run: (app: App, input: Input<P, Q, B>, http: Http) => Promise<Answer<R>>,
): void {
  register(api, spec, null, async (http, input) =>
    respond(http, spec, await run(http.var.app, input as Input<P, Q, B>, http)),
  )
}

function respond(http: Http, spec: { response?: z.ZodType; status?: number }, answer: unknown): Response {
  http.header('cache-control', 'no-store')
  if (answer instanceof Response) return answer
  if (!spec.response) return http.body(null, 204)
  return http.json(answer as object, (spec.status ?? 200) as 200)
}

function register<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType>(
  api: Api,
  spec: Spec<P, Q, B, R>,
  /** null: strangers too. */
  least: Role | null,
  run: (http: Http, input: { params: unknown; query: unknown; body: unknown }) => Promise<Response>,
): void {
  const content = spec.response ? { 'application/json': { schema: spec.response } } : undefined
  const route = createRoute({
    method: spec.method,
    path: spec.path,
    operationId: spec.operationId,
    summary: spec.summary,
    tags: [spec.tag],
    ...(least ? { security: [{ bearer: [] }, { session: [] }] } : {}),
    request: {
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { query: spec.query } : {}),
      ...(spec.body
        ? { body: { required: !spec.bodyOptional, content: { 'application/json': { schema: spec.body } } } }
        : {}),
    },
    responses: {
      [spec.response ? (spec.status ?? 200) : 204]: content
        ? { description: 'Done', content }
        : { description: 'Done' },
      default: { description: 'Refused', content: { 'application/problem+json': { schema: problemSchema } } },
    },
  })
  api.openAPIRegistry.registerPath(route)
  api.on(spec.method.toUpperCase(), route.getRoutingPath(), async (http) => {
    if (least) assertMay(http.var, least)
    const params = spec.params ? parse(spec.params, http.req.param(), '') : {}
    const query = parse((spec.query ?? z.object({})).strict(), readQuery(http as Http), '', 400)
    const body = spec.body
      ? parse(spec.body, await readJson(http, spec.bodyOptional ?? false), '')
      : undefined
    return run(http as Http, { params, query, body })
  })
}

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem')

function parse(schema: z.ZodType, value: unknown, prefix: string, status = 422): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = faultsOf(result.error).map((fault) => ({ ...fault, pointer: prefix + fault.pointer }))
  const first = errors[0]
  throw new BadRequest(
    problem(
      status,
      'invalid_fields',
      first ? `${first.pointer}: ${first.detail}` : 'The request is not valid.',
      errors,
    ),
  )
}

/** A parameter given twice would mean one thing here and another in a proxy before us: it is refused, as unknown ones are. */
function readQuery(http: Http): Record<string, string> {
  const given = Object.entries(http.req.queries())
  for (const [name, { length }] of given) {
    if (length > 1)
      throw new BadRequest(
        problem(400, 'invalid_fields', `/${name}: Given more than once.`, [
          { pointer: `/${name}`, detail: 'Given more than once.' },
        ]),
      )
  }
  return Object.fromEntries(given.map(([name, [value]]) => [name, value!]))
}

const jsonInUtf8 = /^application\/([\w.+-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i
const depthAtMost = 20

async function readJson(http: Http, optional: boolean): Promise<unknown> {
  const text = await http.req.text()
  if (text === '' && optional) return {}
  if (!jsonInUtf8.test(http.req.header('content-type') ?? ''))
    throw new BadRequest(
      problem(415, 'unsupported_media_type', 'Send JSON in UTF-8, with Content-Type: application/json.'),
    )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BadRequest(problem(400, 'malformed_json', 'The body is not valid JSON.'))
  }
  if (tooDeep(value, depthAtMost))
    throw new BadRequest(problem(400, 'malformed_json', 'The body is nested too deeply.'))
  return value
}

function tooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return left === 0 || Object.values(value).some((inner) => tooDeep(inner, left - 1))
}
