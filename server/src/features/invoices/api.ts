import { z } from '@hono/zod-openapi'
import { changesBetween } from '@quittance/core/invoice/changes'
import { todayIn } from '@quittance/core/invoice/due-date'
import { toDecimal } from '@quittance/core/money'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { allRows } from '../../platform/db/keyset.ts'
import { ordersOf } from '../../platform/db/list-order.ts'
import { type Columns, csvResponse } from '../../platform/http/csv-response.ts'
import { type Api, endpoint, type Http } from '../../platform/http/endpoint.ts'
import { email, emails, idParam, listQuery, page, text, time } from '../../platform/http/fields.ts'
import { pdfResponse } from '../../platform/http/pdf-response.ts'
import { findAccount } from '../accounts/queries.ts'
import {
  addLinksToOpenInvoices,
  addPaymentLink,
  paymentUrl,
  removePaymentLink,
  resetPaymentLink,
} from './add-payment-link.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import { createInvoice } from './create-invoice.ts'
import { deleteInvoice } from './delete-invoice.ts'
import { attachmentName } from './deliver-invoice.ts'
import { duplicateInvoice } from './duplicate-invoice.ts'
import { editInvoice } from './edit-invoice.ts'
import { createFields, editFields } from './invoice-fields.ts'
import { invoice, invoiceOut, invoiceSummary, summaryOut } from './invoice-out.ts'
import { isLinkActive } from './link-state.ts'
import { loadInvoice } from './load-invoice.ts'
import {
  type Attention,
  attention,
  customerOf,
  findHold,
  findRevision,
  type InvoiceFilter,
  invoiceSorts,
  isConnected,
  type LoadedInvoice,
  listInvoices,
  openInvoicesWithoutLink,
  plainFlags,
  timelineOf,
} from './queries.ts'
import { restorePaymentLinks } from './restore-payment-links.ts'
import { isAsSent, markSent, sendInvoice } from './send-invoice.ts'
import { documentOf, snapshotOf } from './snapshot.ts'

const timelineEntry = z
  .object({
    id: z.string(),
    type: z.string(),
    at: time,
    actor: z.object({
      type: z.enum(['member', 'api_key', 'payer', 'stripe', 'system']),
      name: z.string().optional(),
    }),
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('TimelineEntry')

const change = z
  .object({
    what: z.string(),
    /** Amounts in minor units, of `total` alone. */
    from: z.union([z.string(), z.int()]).nullable(),
    to: z.union([z.string(), z.int()]).nullable(),
  })
  .openapi('InvoiceChange')

const statuses = z
  .string()
  .max(100)
  .transform((value) => value.split(','))
  .pipe(
    z.array(
      z.enum(
        ['draft', 'sent', 'partially_paid', 'paid', 'cancelled'],
        'One or more of draft, sent, partially_paid, paid, cancelled, separated by commas.',
      ),
    ),
  )

const sort = z.enum(ordersOf(invoiceSorts)).optional()

const rowsAtOnce = 200

/** Amounts in the currency's own unit, as spreadsheets want them. */
const columns: Columns<z.input<typeof invoiceSummary>> = {
  Number: (row) => row.number,
  Status: (row) => row.status,
  Flags: (row) => row.flags.join(' '),
  Customer: (row) => row.customer.name,
  Company: (row) => row.customer.company,
  'E-mail': (row) => row.customer.email,
  Issued: (row) => row.issue_date,
  Due: (row) => row.due_date,
  Currency: (row) => row.currency.toUpperCase(),
  Total: (row) => toDecimal(row.total, row.currency),
  Paid: (row) => toDecimal(row.amount_paid, row.currency),
  'Amount due': (row) => toDecimal(row.amount_due, row.currency),
  Refunded: (row) => toDecimal(row.amount_refunded, row.currency),
  Id: (row) => row.id,
}

const flags = [...plainFlags, ...(Object.keys(attention) as Attention[])]

const listFilter = {
  status: statuses.optional(),
  flag: z.enum(flags, `One of ${flags.join(', ')}.`).optional(),
  customer_id: z.string().max(64).optional(),
  ids: z
    .string()
    .max(20_000)
    .transform((value) => value.split(','))
    .optional(),
}

export function invoicesApi(api: Api): void {
  const tag = 'Invoices'
  const one = { tag, role: 'staff', params: idParam, response: invoice } as const

  endpoint(
    api,
    {
      method: 'get',
      path: '/invoices',
      operationId: 'listInvoices',
      summary: 'Invoices, newest first unless `sort` says otherwise',
      tag,
      role: 'staff',
      query: z.object({ ...listQuery, ...listFilter, sort }),
      response: page(invoiceSummary),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await summaries(ctx, query)
      return { data: rows, next_cursor: nextCursor }
    },
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/invoices/export',
      operationId: 'exportInvoices',
      summary: 'Invoices as a CSV file, in the order of the list',
      tag,
      role: 'administrator',
      query: z.object({ q: listQuery.q, ...listFilter, sort }),
      response: z.any(),
    },
    async (ctx, { query }) => {
      const today = await todayOf(ctx)
      const rows = allRows((cursor) => summaries(ctx, { ...query, cursor, limit: rowsAtOnce }))
      return csvResponse(rows, columns, `invoices-${today}.csv`)
    },
  )

  endpoint(
    api,
    {
      method: 'post',
      path: '/invoices',
      operationId: 'createInvoice',
      summary: 'Write a draft',
      tag,
      role: 'staff',
      body: createFields,
      response: invoice,
      status: 201,
    },
    async (ctx, { body }, http) => answer(ctx, http, await createInvoice(ctx, body)),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/invoices/without_link',
      operationId: 'countInvoicesWithoutLink',
      summary: 'How many open invoices have no payment link',
      tag,
      role: 'staff',
      response: z.object({ count: z.int() }),
    },
    async (ctx) => ({
      count: (await openInvoicesWithoutLink(ctx.db, ctx.accountId)).length,
    }),
  )

  endpoint(
    api,
    {
      method: 'post',
      path: '/invoices/add_links',
      operationId: 'addLinksToOpenInvoices',
      summary: 'Add payment links to all open invoices that have none',
      tag,
      role: 'administrator',
      response: z.object({
        added: z.int(),
        skipped: z.array(
          z.object({ invoice_id: z.string(), number: z.string().nullable(), reason: z.string() }),
        ),
      }),
    },
    addLinksToOpenInvoices,
  )

  endpoint(
    api,
    { ...one, method: 'get', path: '/invoices/{id}', operationId: 'getInvoice', summary: 'An invoice' },
    async (ctx, { params }, http) => answer(ctx, http, await loadInvoice(ctx.db, ctx.accountId, params.id)),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'patch',
      path: '/invoices/{id}',
      operationId: 'editInvoice',
      summary: 'Change a draft, or an unpaid sent invoice',
      body: editFields,
    },
    async (ctx, { params, body }, http) =>
      answer(ctx, http, await editInvoice(ctx, params.id, body, versionAsked(http))),
  )

  endpoint(
    api,
    {
      tag,
      role: 'staff',
      params: idParam,
      method: 'delete',
      path: '/invoices/{id}',
      operationId: 'deleteInvoice',
      summary: 'Throw a draft away',
    },
    async (ctx, { params }) => deleteInvoice(ctx, params),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'post',
      path: '/invoices/{id}/payment_link',
      operationId: 'addPaymentLink',
      summary: 'Add a payment link',
    },
    async (ctx, { params }, http) => answer(ctx, http, await addPaymentLink(ctx, params)),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'delete',
      path: '/invoices/{id}/payment_link',
      operationId: 'removePaymentLink',
      summary: 'Take the payment link off',
    },
    async (ctx, { params }, http) => answer(ctx, http, await removePaymentLink(ctx, params)),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'post',
      path: '/invoices/{id}/payment_link/reset',
      operationId: 'resetPaymentLink',
      summary: 'Give the invoice a new address and kill the old',
    },
    async (ctx, { params }, http) => answer(ctx, http, await resetPaymentLink(ctx, params)),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'post',
      path: '/invoices/{id}/send',
      operationId: 'sendInvoice',
      summary: 'Send, or send again',
      body: z.strictObject({
        to: z.array(email).min(1, 'At least one address.').max(20, 'At most 20 addresses.').optional(),
        cc: emails.optional(),
        message: text(4000).optional(),
      }),
      bodyOptional: true,
    },
    async (ctx, { params, body }, http) => answer(ctx, http, await sendInvoice(ctx, { ...params, ...body })),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'post',
      path: '/invoices/{id}/mark_sent',
      operationId: 'markSent',
      summary: 'Mark as sent: the link was shared by hand',
    },
    async (ctx, { params }, http) => answer(ctx, http, await markSent(ctx, params)),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'post',
      path: '/invoices/{id}/cancel',
      operationId: 'cancelInvoice',
      summary: 'Cancel: nothing more can be collected',
      body: z.strictObject({ notify: z.boolean().optional() }),
      bodyOptional: true,
    },
    async (ctx, { params, body }, http) =>
      answer(ctx, http, await cancelInvoice(ctx, { ...params, ...body })),
  )

  endpoint(
    api,
    {
      ...one,
      method: 'post',
      path: '/invoices/{id}/duplicate',
      operationId: 'duplicateInvoice',
      summary: 'A draft that says the same',
      status: 201,
    },
    async (ctx, { params }, http) => answer(ctx, http, await duplicateInvoice(ctx, params)),
  )

  endpoint(
    api,
    {
      tag,
      role: 'staff',
      params: idParam,
      method: 'get',
      path: '/invoices/{id}/pdf',
      operationId: 'getInvoicePdf',
      summary: 'The PDF, as it would be sent now',
      query: z.object({ revision: z.coerce.number().int().min(1).optional() }),
      response: z.any(),
    },
    async (ctx, { params, query }) => {
      const loaded = await loadInvoice(ctx.db, ctx.accountId, params.id)
      const frozen = query.revision
        ? await findRevision(ctx.db, ctx.accountId, params.id, query.revision)
        : null
      if (query.revision && !frozen) throw new Refusal('not_found', 'This invoice has no such revision.')
      const snapshot = frozen?.snapshot ?? (await snapshotOf(ctx.db, ctx.accountId, loaded.invoice))
      return pdfResponse(
        await ctx.pdf.render('invoice', documentOf(ctx, loaded, snapshot)),
        attachmentName(snapshot.number),
      )
    },
  )

  endpoint(
    api,
    {
      tag,
      role: 'staff',
      params: idParam,
      method: 'get',
      path: '/invoices/{id}/email_preview',
      operationId: 'previewInvoiceEmail',
      summary: 'The e-mail, as it would be sent now',
      query: z.object({ message: text(4000).optional() }),
      response: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
    },
    async (ctx, { params, query }) => {
      const loaded = await loadInvoice(ctx.db, ctx.accountId, params.id)
      const snapshot = await snapshotOf(ctx.db, ctx.accountId, loaded.invoice)
      const { renderInvoiceEmail } = await import('./invoice-email.tsx')
      const withLink = loaded.link && isLinkActive(loaded.link, loaded.connected)
      return renderInvoiceEmail({
        snapshot,
        message: query.message || null,
        paymentUrl: withLink ? paymentUrl(ctx, loaded.link!) : null,
        amountDue:
          documentOf(ctx, loaded, snapshot).amountDue || loaded.invoice.total - loaded.invoice.settled,
        kind: !loaded.sent ? 'new' : isAsSent(loaded.sent, snapshot) ? 'resend' : 'updated',
      })
    },
  )

  endpoint(
    api,
    {
      tag,
      role: 'staff',
      params: idParam,
      method: 'get',
      path: '/invoices/{id}/changes',
      operationId: 'getInvoiceChanges',
      summary: 'What reads otherwise than in what the customer was sent last',
      response: z.object({ data: z.array(change) }),
    },
    async (ctx, { params }) => {
      const { invoice: row, sent } = await loadInvoice(ctx.db, ctx.accountId, params.id)
      return {
        data: sent ? changesBetween(sent.snapshot, await snapshotOf(ctx.db, ctx.accountId, row)) : [],
      }
    },
  )

  endpoint(
    api,
    {
      tag,
      role: 'staff',
      params: idParam,
      method: 'get',
      path: '/invoices/{id}/timeline',
      operationId: 'getInvoiceTimeline',
      summary: 'What happened, oldest first',
      response: z.object({ data: z.array(timelineEntry) }),
    },
    async (ctx, { params }) => {
      await loadInvoice(ctx.db, ctx.accountId, params.id)
      const entries = await timelineOf(ctx.db, ctx.accountId, params.id)
      return {
        data: entries.map((entry) => {
          const { type, name } = entry.actor as {
            type: 'member' | 'api_key' | 'payer' | 'stripe' | 'system'
            name?: string
          }
          return {
            id: entry.id,
            type: entry.type,
            at: entry.at.toISOString(),
            actor: name === undefined ? { type } : { type, name },
            data: entry.data,
          }
        }),
      }
    },
  )

  endpoint(
    api,
    {
      tag: 'Stripe',
      role: 'owner',
      method: 'post',
      path: '/stripe_connection/restore_links',
      operationId: 'restorePaymentLinks',
      summary: 'Turn the payment links back on, with the same addresses',
      response: z.object({ restored_links: z.int() }),
    },
    async (ctx) => ({
      restored_links: await restorePaymentLinks(ctx),
    }),
  )
}

async function answer(ctx: Context, http: Http, loaded: LoadedInvoice) {
  http.header('etag', `"v${loaded.invoice.version}"`)
  const [customer, account, hold] = await Promise.all([
    customerOf(ctx.db, ctx.accountId, loaded.invoice.customer_id),
    findAccount(ctx.db, ctx.accountId),
    findHold(ctx.db, ctx.accountId, loaded.invoice.id),
  ])
  return invoiceOut(ctx, loaded, hold ?? null, customer, account)
}

function versionAsked(http: Http): number | null {
  const header = http.req.header('if-match')
  if (header === undefined || header === '*') return null
  const version = /^(?:W\/)?"v(\d+)"$/.exec(header.trim())
  // An ETag we never gave is not the current one.
  return version ? Number(version[1]) : -1
}

async function todayOf(ctx: Context): Promise<string> {
  return todayIn(await findAccount(ctx.db, ctx.accountId), ctx.now())
}

/** A page of the list. */
async function summaries(
  ctx: Context,
  query: Omit<InvoiceFilter, 'today' | 'customerId'> & { customer_id?: string | undefined },
) {
  const account = await findAccount(ctx.db, ctx.accountId)
  const connected = await isConnected(ctx.db, ctx.accountId)
  const { customer_id: customerId, ...filter } = query
  const { rows, nextCursor } = await listInvoices(ctx.db, ctx.accountId, {
    ...filter,
    customerId,
    today: todayIn(account, ctx.now()),
  })
  const summarized = rows.map((row) => {
    const link =
      row.token_sealed === null
        ? null
        : {
            account_id: row.account_id,
            invoice_id: row.id,
            version: row.link_version!,
            token_sealed: row.token_sealed,
            added: row.added!,
            disabled_by_removal: row.disabled_by_removal!,
            added_at: row.added_at!,
          }
    return summaryOut(
      ctx,
      { ...row, held: row.held_at !== null },
      link,
      connected,
      { name: row.c_name, company: row.c_company, email: row.c_email },
      account,
    )
  })
  return { rows: summarized, nextCursor }
}
