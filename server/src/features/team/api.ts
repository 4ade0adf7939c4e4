import { z } from '@hono/zod-openapi'
import { type Api, endpoint, publicEndpoint } from '../../platform/http/endpoint.ts'
import { email, idParam, line, time } from '../../platform/http/fields.ts'
import { writeSessionCookie } from '../../platform/http/session-cookie.ts'
import { member, memberOut, password } from '../accounts/member-out.ts'
import { openSession } from '../accounts/sign-in.ts'
import { acceptInvitation, readInvitation } from './accept-invitation.ts'
import { changeMember, removeMember } from './change-member.ts'
import { inviteMember } from './invite-member.ts'
import { type Invitation, listInvitations } from './queries.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

const role = z.enum(['administrator', 'staff'], 'administrator or staff.')
const token = z.string().max(200)

const invitation = z
  .object({ id: z.string(), email: z.string(), role, created_at: time, expires_at: time })
  .openapi('Invitation')

export function teamApi(api: Api): void {
  const tag = 'Account'
  endpoint(
    api,
    {
      method: 'patch',
      path: '/members/{id}',
      operationId: 'changeMember',
      summary: 'Give a member another role',
      tag,
      role: 'administrator',
      params: idParam,
      body: z.strictObject({ role }),
      response: member,
    },
    async (ctx, { params, body }) => memberOut(await changeMember(ctx, { ...params, ...body })),
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/members/{id}',
      operationId: 'removeMember',
      summary: 'Take a member out; they are signed out at once',
      tag,
      role: 'administrator',
      params: idParam,
    },
    async (ctx, { params }) => removeMember(ctx, params),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/invitations',
      operationId: 'listInvitations',
      summary: 'Who was invited and has not come yet',
      tag,
      role: 'administrator',
      response: z.object({ data: z.array(invitation) }),
    },
    async (ctx) => ({ data: (await listInvitations(ctx.db, ctx.accountId)).map(out) }),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/invitations',
      operationId: 'inviteMember',
      summary: 'Invite somebody by e-mail; the address to join at is shown this once',
      tag,
      role: 'administrator',
      body: z.strictObject({ email, role }),
      response: invitation.extend({ url: z.string() }),
      status: 201,
    },
    async (ctx, { body }) => {
      const made = await inviteMember(ctx, body)
      return { ...out(made.invitation), url: made.url }
    },
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/invitations/{id}',
      operationId: 'withdrawInvitation',
      summary: 'Take an invitation back',
      tag,
      role: 'administrator',
      params: idParam,
    },
    async (ctx, { params }) => withdrawInvitation(ctx, params),
  )
  publicEndpoint(
    api,
    {
      method: 'post',
      path: '/join/read',
      operationId: 'readInvitation',
      summary: 'What an invitation is for',
      tag,
      body: z.strictObject({ token }),
      response: z.object({ company: z.string(), email: z.string() }),
    },
    async (app, { body }) => {
      const found = await readInvitation(app, body.token)
      return { company: found.company, email: found.invitation.email }
    },
  )
  publicEndpoint(
    api,
    {
      method: 'post',
      path: '/join',
      operationId: 'acceptInvitation',
      summary: 'Join the business that invited you, and sign in',
      tag,
      body: z.strictObject({ token, name: line(120, 1), password }),
    },
    async (app, { body }, http) => {
      const joined = await acceptInvitation(app, body)
      const opened = await openSession(app, {
        ...joined,
        userAgent: http.req.header('user-agent') ?? '',
      })
      writeSessionCookie(http, app.config.publicUrl, opened.token, opened.expiresAt)
    },
  )
}

function out(row: Invitation): z.input<typeof invitation> {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  }
}
