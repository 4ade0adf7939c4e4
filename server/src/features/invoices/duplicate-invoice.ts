import { todayIn } from '@quittance/core/invoice/due-date'
import type { Context } from '../../context.ts'
import { findAccount } from '../accounts/queries.ts'
import { createInvoice } from './create-invoice.ts'
import { loadInvoice } from './load-invoice.ts'
import type { LoadedInvoice } from './queries.ts'
import { replaceInvoice } from './replace-invoice.ts'

/** A draft that says the same, dated today. The copy of a cancelled invoice replaces it: its address then names the new one (R18). */
export async function duplicateInvoice(ctx: Context, input: { id: string }): Promise<LoadedInvoice> {
  const { invoice, link, connected } = await loadInvoice(ctx.db, ctx.accountId, input.id)
  const account = await findAccount(ctx.db, ctx.accountId)
  const { content } = invoice
  const copy = await createInvoice(ctx, {
    customer_id: invoice.customer_id,
    currency: invoice.currency,
    issue_date: todayIn(account, ctx.now()),
    ...(content.dueTerms ? { due_terms: content.dueTerms } : {}),
    lines: content.lines.map(({ unitAmount, taxes, id: _, ...line }) => ({
      ...line,
      unit_amount: unitAmount,
      taxes: taxes.map((tax) => tax.id),
    })),
    discount_rule: content.discount,
    note: content.note,
    terms: content.terms,
    memo: content.memo,
    billing: {
      name: content.billing.name,
      company: content.billing.company,
      address: content.billing.address,
      tax_id: content.billing.taxId,
    },
    recipients: content.recipients,
    payment_link: connected && link?.added ? true : undefined,
  })
  if (invoice.status === 'cancelled') await replaceInvoice(ctx, { id: invoice.id, by: copy.invoice.id })
  return copy
}
