import { z } from '@hono/zod-openapi'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, line, time } from '../../platform/http/fields.ts'
import { archiveTaxRate } from './archive-tax-rate.ts'
import { createTaxRate } from './create-tax-rate.ts'
import { listTaxRates, type TaxRate } from './queries.ts'

const taxRate = z
  .object({
    id: z.string(),
    name: z.string(),
    rate: z.string(),
    inclusive: z.boolean(),
    archived: z.boolean(),
    created_at: time,
  })
  .openapi('TaxRate')

const fields = z.strictObject({
  name: line(60, 1),
  rate: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?$/, 'A percentage as a string, such as "20" or "9.975".')
    .refine((rate) => Number(rate) <= 100, 'At most 100 percent.'),
  inclusive: z.boolean().default(false),
})

export function taxesApi(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/tax_rates',
      operationId: 'listTaxRates',
      summary: 'Tax rates in use',
      tag: 'Tax rates',
      role: 'staff',
      response: z.object({ data: z.array(taxRate) }),
    },
    async (ctx) => ({
      data: (await listTaxRates(ctx.db, ctx.accountId)).map(out),
    }),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/tax_rates',
      operationId: 'createTaxRate',
      summary: 'Add a tax rate',
      tag: 'Tax rates',
      role: 'administrator',
      body: fields,
      response: taxRate,
      status: 201,
    },
    async (ctx, { body }) => out(await createTaxRate(ctx, body)),
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/tax_rates/{id}',
      operationId: 'archiveTaxRate',
      summary: 'Take a tax rate out of use; invoices that have it keep it',
      tag: 'Tax rates',
      role: 'administrator',
      params: idParam,
    },
    async (ctx, { params }) => {
      await archiveTaxRate(ctx, params)
    },
  )
}

function out(row: TaxRate) {
  return {
    id: row.id,
    name: row.name,
    rate: row.rate,
    inclusive: row.inclusive,
    archived: row.archived_at !== null,
    created_at: row.created_at.toISOString(),
  }
}
