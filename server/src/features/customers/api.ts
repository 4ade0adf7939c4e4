import { z } from '@hono/zod-openapi'
import { toDecimal } from '@quittance/core/money'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { allRows } from '../../platform/db/keyset.ts'
import { ordersOf } from '../../platform/db/list-order.ts'
import { type Columns, csvResponse } from '../../platform/http/csv-response.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { address, idParam, listQuery, page, time } from '../../platform/http/fields.ts'
import { createCustomer } from './create-customer.ts'
import { customerFields } from './customer-fields.ts'
import { deleteCustomer } from './delete-customer.ts'
import { makePrimary } from './make-primary.ts'
import { balancesOf, type Customer, customerSorts, findCustomer, listCustomers } from './queries.ts'
import { updateCustomer } from './update-customer.ts'

const customer = z
  .object({
    id: z.string(),
    name: z.string(),
    company: z.string().nullable(),
    email: z.string().nullable(),
    billing_email: z.string().nullable(),
    phone: z.string().nullable(),
    tax_id: z.string().nullable(),
    address,
    language: z.string().nullable(),
    currency: z.string().nullable(),
    notes: z.string(),
    /** What is owed on open invoices. */
    balance: z.array(z.object({ currency: z.string(), amount_due: z.int() })),
    created_at: time,
    updated_at: time,
  })
  .openapi('Customer')

const sort = z.enum(ordersOf(customerSorts)).optional()

const rowsAtOnce = 200

const columns: Columns<z.input<typeof customer>> = {
  Name: (row) => row.name,
  Company: (row) => row.company,
  'E-mail': (row) => row.email,
  'E-mail for invoices': (row) => row.billing_email,
  Phone: (row) => row.phone,
  'Tax ID': (row) => row.tax_id,
  Street: (row) => row.address.line1 ?? null,
  'Street, more': (row) => row.address.line2 ?? null,
  'Postal code': (row) => row.address.postal_code ?? null,
  City: (row) => row.address.city ?? null,
  Region: (row) => row.address.region ?? null,
  Country: (row) => row.address.country ?? null,
  Language: (row) => row.language,
  Currency: (row) => row.currency?.toUpperCase() ?? null,
  Owes: (row) =>
    row.balance
      .map(({ currency, amount_due: due }) => `${currency.toUpperCase()} ${toDecimal(due, currency)}`)
      .join('; '),
  Id: (row) => row.id,
}

export function customersApi(api: Api): void {
  const tag = 'Customers'
  endpoint(
    api,
    {
      method: 'get',
      path: '/customers',
      operationId: 'listCustomers',
      summary: 'Customers, newest first unless `sort` says otherwise',
      tag,
      role: 'staff',
      query: z.object({ ...listQuery, sort }),
      response: page(customer),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await listCustomers(ctx.db, ctx.accountId, query)
      return { data: await out(ctx, rows), next_cursor: nextCursor }
    },
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/customers/export',
      operationId: 'exportCustomers',
      summary: 'Customers as a CSV file, in the order of the list',
      tag,
      role: 'administrator',
      query: z.object({ q: listQuery.q, sort }),
      response: z.any(),
    },
    async (ctx, { query }) => {
      const rows = allRows(async (cursor) => {
        const page = await listCustomers(ctx.db, ctx.accountId, { ...query, cursor, limit: rowsAtOnce })
        return { ...page, rows: await out(ctx, page.rows) }
      })
      return csvResponse(rows, columns, `customers-${ctx.now().toISOString().slice(0, 10)}.csv`)
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/customers',
      operationId: 'createCustomer',
      summary: 'Add a customer',
      tag,
      role: 'staff',
      body: customerFields,
      response: customer,
      status: 201,
    },
    async (ctx, { body }) => outOne(ctx, await createCustomer(ctx, body)),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/customers/{id}',
      operationId: 'getCustomer',
      summary: 'A customer',
      tag,
      role: 'staff',
      params: idParam,
      response: customer,
    },
    async (ctx, { params }) => outOne(ctx, await existing(ctx, params.id)),
  )
  endpoint(
    api,
    {
      method: 'patch',
      path: '/customers/{id}',
      operationId: 'updateCustomer',
      summary: 'Change a customer',
      tag,
      role: 'staff',
      params: idParam,
      body: customerFields.partial(),
      response: customer,
    },
    async (ctx, { params, body }) => outOne(ctx, await updateCustomer(ctx, params.id, body)),
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/customers/{id}',
      operationId: 'deleteCustomer',
      summary: 'Delete a customer who never had an invoice',
      tag,
      role: 'staff',
      params: idParam,
    },
    async (ctx, { params }) => deleteCustomer(ctx, params),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/customers/{id}/payment_methods/{method_id}/make_primary',
      operationId: 'makePrimary',
      summary: 'Charge this method when none is named',
      tag,
      role: 'staff',
      params: idParam.extend({ method_id: z.string().max(64) }),
    },
    async (ctx, { params }) => makePrimary(ctx, { customerId: params.id, id: params.method_id }),
  )
}

async function existing(ctx: Context, id: string): Promise<Customer> {
  const found = await findCustomer(ctx.db, ctx.accountId, id)
  if (!found) throw new Refusal('not_found', 'There is no such customer.')
  return found
}

async function outOne(ctx: Context, row: Customer) {
  return (await out(ctx, [row]))[0]!
}

async function out(ctx: Context, rows: Customer[]) {
  const balances = await balancesOf(
    ctx.db,
    ctx.accountId,
    rows.map((row) => row.id),
  )
  return rows.map(({ account_id: _, deleted_at: __, ...row }) => ({
    ...row,
    balance: balances.get(row.id) ?? [],
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }))
}
