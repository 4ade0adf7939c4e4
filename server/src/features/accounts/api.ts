import { z } from '@hono/zod-openapi'
import { Refusal } from '@quittance/core/refusal'
import { currency } from '../../money-fields.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { type Api, endpoint, publicEndpoint } from '../../platform/http/endpoint.ts'
import {
  address,
  country,
  email,
  idParam,
  language,
  line,
  text,
  time,
  timeZone,
} from '../../platform/http/fields.ts'
import {
  clearSessionCookie,
  clientAddress,
  readSessionCookie,
  writeSessionCookie,
} from '../../platform/http/session-cookie.ts'
import { createApiKey } from './create-api-key.ts'
import { identifyActor } from './identify-actor.ts'
import { member, memberOut, password } from './member-out.ts'
import { type Account, businessExists, findAccount, findMember, listApiKeys, listMembers } from './queries.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { setUpBusiness } from './set-up-business.ts'
import { openSession, signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { updateCompany, updateInvoicingSettings } from './update-company.ts'
import { updateMyself } from './update-myself.ts'

export const setupFields = z.strictObject({
  company: line(120, 1),
  email,
  password,
  name: line(120).optional(),
  currency: currency.optional(),
  country: country.optional(),
  time_zone: timeZone.optional(),
  language: language.optional(),
})

const account = z
  .object({
    id: z.string(),
    kind: z.enum(['business', 'tour']),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    tax_id: z.string().nullable(),
    address,
    country: z.string(),
    currency: z.string(),
    time_zone: z.string(),
    /** By how much the calendar of a Live Tour is ahead of the world's; 0 for a business. */
    seconds_ahead: z.int(),
    language: z.string(),
    created_at: time,
  })
  .openapi('Account')

const terms = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('days'),
    days: z.int().min(0, 'Zero or more.').max(365, 'At most 365 days.'),
  }),
  z.strictObject({ type: z.literal('end_of_month') }),
])

const invoicingSettings = z
  .object({
    payment_link_default: z.boolean(),
    notify_administrators_on_payment: z.boolean(),
    send_customer_receipt: z.boolean(),
    number_pattern: z.string(),
    default_terms: terms,
    default_due_days: z.int().nullable(),
    note: z.string(),
    terms: z.string(),
  })
  .openapi('InvoicingSettings')

const session = z
  .object({
    member: member.nullable(),
    account: account.nullable(),
    /** Whether *Set up your business* is offered. */
    setup_open: z.boolean(),
    tour: z.boolean(),
    mail_configured: z.boolean(),
  })
  .openapi('Session')

const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    created_at: time,
    last_used_at: time.nullable(),
    revoked_at: time.nullable(),
  })
  .openapi('ApiKey')

export function accountsApi(api: Api): void {
  publicEndpoint(
    api,
    {
      method: 'get',
      path: '/session',
      operationId: 'getSession',
      summary: 'Who is signed in, and what a stranger may do',
      tag: 'Account',
      response: session,
    },
    async (app, _, http) => {
      const identity = await identifyActor(app, {
        apiKey: null,
        sessionToken: readSessionCookie(http, app.config.publicUrl),
      })
      const setupOpen =
        app.config.signup === 'open' || (app.config.signup === 'first' && !(await businessExists(app.db)))
      const base = { setup_open: setupOpen, tour: app.config.tour, mail_configured: app.mailer.configured }
      if (identity?.ctx.actor.type !== 'member') return { ...base, member: null, account: null }
      const { accountId, actor } = identity.ctx
      const [owner, me] = await Promise.all([
        findAccount(app.db, accountId),
        findMember(app.db, accountId, actor.id),
      ])
      return { ...base, member: me ? memberOut(me) : null, account: accountOut(owner) }
    },
  )

  publicEndpoint(
    api,
    {
      method: 'post',
      path: '/session',
      operationId: 'signIn',
      summary: 'Sign in; sets the session cookie',
      tag: 'Account',
      body: z.strictObject({ email: z.string().max(254), password: z.string().max(1000) }),
    },
    async (app, { body }, http) => {
      const opened = await signIn(app, {
        ...body,
        clientAddress: clientAddress(http, app.config.trustProxy),
        userAgent: http.req.header('user-agent') ?? '',
      })
      writeSessionCookie(http, app.config.publicUrl, opened.token, opened.expiresAt)
    },
  )

  publicEndpoint(
    api,
    { method: 'delete', path: '/session', operationId: 'signOut', summary: 'Sign out', tag: 'Account' },
    async (app, _, http) => {
      const token = readSessionCookie(http, app.config.publicUrl)
      if (token) await signOut(app, hashToken(token))
      clearSessionCookie(http, app.config.publicUrl)
    },
  )

  publicEndpoint(
    api,
    {
      method: 'post',
      path: '/setup',
      operationId: 'setUpBusiness',
      summary: 'Set up the first business and its owner, and sign in',
      tag: 'Account',
      body: setupFields,
      response: account,
      status: 201,
    },
    async (app, { body }, http) => {
      if (app.config.signup === 'closed')
        throw new Refusal('forbidden', 'Signing up is closed on this server.')
      const { time_zone: zone, ...rest } = body
      const made = await setUpBusiness(
        app,
        { ...rest, timeZone: zone },
        app.config.signup === 'open' ? 'open' : 'first',
      )
      const opened = await openSession(app, {
        accountId: made.accountId,
        memberId: made.memberId,
        userAgent: http.req.header('user-agent') ?? '',
      })
      writeSessionCookie(http, app.config.publicUrl, opened.token, opened.expiresAt)
      return accountOut(await findAccount(app.db, made.accountId))
    },
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/account',
      operationId: 'getAccount',
      summary: 'The business',
      tag: 'Account',
      role: 'staff',
      response: account,
    },
    async (ctx) => accountOut(await findAccount(ctx.db, ctx.accountId)),
  )

  const companyFields = z.strictObject({
    name: line(120, 1).optional(),
    email: email.nullable().optional(),
    phone: line(40).nullable().optional(),
    website: line(200).nullable().optional(),
    tax_id: line(40).nullable().optional(),
    address: address.optional(),
    country: country.optional(),
    currency: currency.optional(),
    time_zone: timeZone.optional(),
    language: language.optional(),
  })
  endpoint(
    api,
    {
      method: 'patch',
      path: '/account',
      operationId: 'updateCompany',
      summary: 'Change the business',
      tag: 'Account',
      role: 'administrator',
      body: companyFields,
      response: account,
    },
    async (ctx, { body }) => accountOut(await updateCompany(ctx, body)),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/settings/invoicing',
      operationId: 'getInvoicingSettings',
      summary: 'How invoices start and who is mailed',
      tag: 'Settings',
      role: 'staff',
      response: invoicingSettings,
    },
    async (ctx) => settingsOut(await findAccount(ctx.db, ctx.accountId)),
  )

  const settingsFields = z.strictObject({
    payment_link_default: z.boolean().optional(),
    notify_administrators_on_payment: z.boolean().optional(),
    send_customer_receipt: z.boolean().optional(),
    number_pattern: line(40, 1).optional(),
    default_terms: terms.optional(),
    default_due_days: z.int().min(0, 'Zero or more.').max(365, 'At most 365 days.').optional(),
    note: text(4000).optional(),
    terms: text(20_000).optional(),
  })
  endpoint(
    api,
    {
      method: 'patch',
      path: '/settings/invoicing',
      operationId: 'updateInvoicingSettings',
      summary: 'Change how invoices start and who is mailed',
      tag: 'Settings',
      role: 'administrator',
      body: settingsFields,
      response: invoicingSettings,
    },
    async (ctx, { body: { default_due_days: days, ...rest } }) =>
      settingsOut(
        await updateInvoicingSettings(ctx, {
          ...(days === undefined ? {} : { default_terms: { type: 'days', days } as const }),
          ...rest,
        }),
      ),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/members',
      operationId: 'listMembers',
      summary: 'Who works here',
      tag: 'Account',
      role: 'staff',
      response: z.object({ data: z.array(member) }),
    },
    async (ctx) => ({
      data: (await listMembers(ctx.db, ctx.accountId)).map(memberOut),
    }),
  )

  endpoint(
    api,
    {
      method: 'patch',
      path: '/members/me',
      operationId: 'updateMyself',
      summary: 'Change your own name and notifications',
      tag: 'Account',
      role: 'staff',
      body: z.strictObject({ name: line(120).optional(), wants_payment_emails: z.boolean().optional() }),
      response: member,
    },
    async (ctx, { body }) => memberOut(await updateMyself(ctx, body)),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/api_keys',
      operationId: 'listApiKeys',
      summary: 'API keys',
      tag: 'API keys',
      role: 'owner',
      response: z.object({ data: z.array(apiKey) }),
    },
    async (ctx) => ({
      data: (await listApiKeys(ctx.db, ctx.accountId)).map((key) => ({
        id: key.id,
        name: key.name,
        prefix: key.prefix,
        created_at: key.created_at.toISOString(),
        last_used_at: key.last_used_at?.toISOString() ?? null,
        revoked_at: key.revoked_at?.toISOString() ?? null,
      })),
    }),
  )

  endpoint(
    api,
    {
      method: 'post',
      path: '/api_keys',
      operationId: 'createApiKey',
      summary: 'Make an API key; it is shown this once',
      tag: 'API keys',
      role: 'owner',
      body: z.strictObject({ name: line(80, 1) }),
      response: z.object({ id: z.string(), api_key: z.string(), prefix: z.string() }),
      status: 201,
    },
    async (ctx, { body }) => {
      const made = await createApiKey(ctx, body)
      return { id: made.id, api_key: made.apiKey, prefix: made.prefix }
    },
  )

  endpoint(
    api,
    {
      method: 'delete',
      path: '/api_keys/{id}',
      operationId: 'revokeApiKey',
      summary: 'Revoke an API key',
      tag: 'API keys',
      role: 'owner',
      params: idParam,
    },
    async (ctx, { params }) => {
      await revokeApiKey(ctx, params)
    },
  )
}

function accountOut(row: Account) {
  return {
    ...pick(row, [
      'id',
      'kind',
      'name',
      'email',
      'phone',
      'website',
      'tax_id',
      'address',
      'country',
      'currency',
      'time_zone',
      'seconds_ahead',
      'language',
    ]),
    created_at: row.created_at.toISOString(),
  }
}

function settingsOut(row: Account) {
  return {
    ...pick(row, [
      'payment_link_default',
      'notify_administrators_on_payment',
      'send_customer_receipt',
      'number_pattern',
      'default_terms',
      'note',
      'terms',
    ]),
    default_due_days: row.default_terms.type === 'days' ? row.default_terms.days : null,
  }
}

function pick<T extends object, K extends keyof T>(row: T, keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>
}
