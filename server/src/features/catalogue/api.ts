import { z } from '@hono/zod-openapi'
import { Refusal } from '@quittance/core/refusal'
import { amount, currency } from '../../money-fields.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, line, listQuery, page, text, time } from '../../platform/http/fields.ts'
import { createService } from './create-service.ts'
import { findService, listServices, type Service } from './queries.ts'
import { updateService } from './update-service.ts'

const service = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The detail below the name on an invoice. */
    description: z.string().nullable(),
    unit: z.string().nullable(),
    currency: z.string(),
    unit_amount: z.int(),
    taxes: z.array(z.string()),
    duration_minutes: z.int().nullable(),
    archived: z.boolean(),
    created_at: time,
    updated_at: time,
  })
  .openapi('Service')

const fields = z.strictObject({
  name: line(200, 1),
  description: text(4000).nullable().optional(),
  unit: line(20).nullable().optional(),
  currency: currency.optional(),
  unit_amount: amount,
  taxes: z.array(z.string().max(64)).max(10, 'At most 10 taxes.').optional(),
  duration_minutes: z
    .int('Whole minutes.')
    .min(1, 'At least one minute.')
    .max(60 * 24 * 31, 'At most 31 days.')
    .nullable()
    .optional(),
})

/** /services: what is sold again and again. Whoever writes invoices may add to it; administrators keep it in order. */
export function servicesApi(api: Api): void {
  const tag = 'Services'
  endpoint(
    api,
    {
      method: 'get',
      path: '/services',
      operationId: 'listServices',
      summary: 'Services, newest first',
      tag,
      role: 'staff',
      query: z.object({
        ...listQuery,
        archived: z
          .enum(['true', 'false'], 'true or false.')
          .default('false')
          .transform((value) => value === 'true'),
      }),
      response: page(service),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await listServices(ctx.db, ctx.accountId, query)
      return { data: rows.map(out), next_cursor: nextCursor }
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/services',
      operationId: 'createService',
      summary: 'Add a service',
      tag,
      role: 'staff',
      body: fields,
      response: service,
      status: 201,
    },
    async (ctx, { body }) => out(await createService(ctx, body)),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/services/{id}',
      operationId: 'getService',
      summary: 'A service',
      tag,
      role: 'staff',
      params: idParam,
      response: service,
    },
    async (ctx, { params }) => {
      const found = await findService(ctx.db, ctx.accountId, params.id)
      if (!found) throw new Refusal('not_found', 'There is no such service.')
      return out(found)
    },
  )
  endpoint(
    api,
    {
      method: 'patch',
      path: '/services/{id}',
      operationId: 'updateService',
      summary: 'Change a service, take it out of use or back',
      tag,
      role: 'administrator',
      params: idParam,
      body: fields.partial().extend({ archived: z.boolean().optional() }),
      response: service,
    },
    async (ctx, { params, body }) => out(await updateService(ctx, params.id, body)),
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/services/{id}',
      operationId: 'archiveService',
      summary: 'Take a service out of use; invoices that name it keep it',
      tag,
      role: 'administrator',
      params: idParam,
    },
    async (ctx, { params }) => {
      await updateService(ctx, params.id, { archived: true })
    },
  )
}

function out(row: Service) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    unit: row.unit,
    currency: row.currency,
    unit_amount: row.unit_amount,
    taxes: row.taxes,
    duration_minutes: row.duration_minutes,
    archived: row.archived_at !== null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
