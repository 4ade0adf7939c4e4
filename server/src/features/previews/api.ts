import { z } from '@hono/zod-openapi'
import { browserFile } from '../../assets.ts'
import type { Context } from '../../context.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { previewFields } from '../invoices/invoice-fields.ts'
import { type InvoicePreview, previewInvoice } from '../invoices/preview-invoice.ts'
import { renderPagePreview } from '../pay-page/page-preview.ts'
import { kindOfAccount } from '../stripe-connection/queries.ts'

// A fast typist asks once a second; whoever asks more keeps the machine from drawing what goes out.
const perAccount = { points: 240, duration: 120 }

const preview = z
  .object({
    view: z.enum(['page', 'pdf', 'email']),
    total: z.int(),
    currency: z.string(),
    /** Of the e-mail. */
    subject: z.string().nullable(),
    /** Of the page or the e-mail: to be shown in a frame without scripts. */
    html: z.string().nullable(),
    /** Base64. */
    pdf: z.string().nullable(),
  })
  .openapi('InvoicePreview')

/** Unsaved content as the customer would see it. */
export function previewsApi(api: Api): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/invoices/preview',
      operationId: 'previewInvoice',
      summary: 'Unsaved content as page, PDF or e-mail; nothing is stored',
      tag: 'Invoices',
      role: 'staff',
      body: previewFields.extend({ view: preview.shape.view }),
      response: preview,
      changesNothing: true,
    },
    async (ctx, { body: { view, ...fields } }) => {
      await ctx.limits.spend(perAccount, ctx.accountId)
      const made = await previewInvoice(ctx, fields)
      const { snapshot } = made
      return {
        view,
        total: snapshot.totals.total,
        currency: snapshot.currency,
        ...(await drawn(ctx, made, view)),
      }
    },
  )
}

async function drawn(ctx: Context, made: InvoicePreview, view: 'page' | 'pdf' | 'email') {
  const nothing = { subject: null, html: null, pdf: null }
  if (view === 'pdf')
    return { ...nothing, pdf: (await ctx.pdf.render('invoice', made.document)).toString('base64') }
  if (view === 'email') {
    const { subject, html } = await made.email()
    return { ...nothing, subject, html }
  }
  const assets = { scriptUrl: browserFile('pay'), styleUrl: browserFile('pay.css') }
  const simulated = (await kindOfAccount(ctx.db, ctx.accountId)) === 'tour'
  return { ...nothing, html: renderPagePreview(made.document, { simulated }, assets) }
}
