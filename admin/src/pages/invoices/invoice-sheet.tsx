import { useSession } from '../../api/session.ts'
import type { Invoice } from '../../api/types.ts'
import { addressLines } from '../../blocks/address-fields.tsx'
import { day } from '../../blocks/dates.ts'
import { Money } from '../../blocks/money.tsx'
import { taxWords } from '../../blocks/tax-words.ts'
import { titleOf } from './acts.ts'
import { TotalsList } from './editor/totals-list.tsx'

/** What the invoice says, laid out as on paper. */
export function InvoiceSheet({ invoice }: { invoice: Invoice }) {
  const { account } = useSession()
  const { billing } = invoice
  const totals = {
    lines: invoice.lines.map((line) => ({
      amount: line.amount,
      discount: line.amount - line.total,
      total: line.total,
    })),
    subtotal: invoice.subtotal,
    discount: invoice.discount,
    taxes: invoice.taxes,
    tax: invoice.tax,
    total: invoice.total,
  }
  return (
    <article
      aria-label="Invoice content"
      className="rounded-card border border-line bg-sheet p-5 shadow-card sm:p-9"
    >
      <header className="flex flex-wrap items-start justify-between gap-6">
        <div className="min-w-0">
          <p className="text-lg font-semibold">{account.name}</p>
          <Lines
            lines={[
              ...addressLines(account.address),
              account.email,
              account.tax_id && `Tax ID ${account.tax_id}`,
            ]}
          />
        </div>
        <div className="sm:text-right">
          <p className="text-xl font-semibold tracking-tight">Invoice</p>
          <p className="text-soft">{titleOf(invoice)}</p>
        </div>
      </header>
      <div className="mt-8 grid gap-6 sm:grid-cols-2">
        <div className="min-w-0">
          <p className="text-xs font-medium text-faint">Bill to</p>
          <p className="mt-1 font-medium">{billing.company || billing.name}</p>
          <Lines
            lines={[
              billing.company ? billing.name : null,
              ...addressLines(billing.address),
              billing.tax_id && `Tax ID ${billing.tax_id}`,
            ]}
          />
        </div>
        <dl className="grid grid-cols-[auto_auto] content-start justify-start gap-x-6 gap-y-1 sm:justify-end">
          <Fact label="Issued" value={day(invoice.issue_date)} />
          <Fact label="Due" value={day(invoice.due_date)} />
          {invoice.service_date && <Fact label="Service date" value={day(invoice.service_date)} />}
        </dl>
      </div>
      <div className="mt-8 overflow-x-auto">
        <table className="w-full text-left">
          <thead className="whitespace-nowrap border-b border-ink/80 text-xs text-faint">
            <tr>
              <th scope="col" className="py-2 pr-3 font-medium">
                Description
              </th>
              <th scope="col" className="px-3 text-right font-medium max-sm:hidden">
                Qty
              </th>
              <th scope="col" className="px-3 text-right font-medium max-sm:hidden">
                Unit price
              </th>
              <th scope="col" className="py-2 pl-3 text-right font-medium">
                Amount
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line align-top">
            {invoice.lines.map((line) => (
              <tr key={line.id}>
                <td className="py-3 pr-3">
                  <p className="font-medium">{line.description}</p>
                  {line.detail && <p className="text-sm whitespace-pre-line text-soft">{line.detail}</p>}
                  <p className="text-sm text-faint sm:hidden">
                    {line.quantity} {line.unit} ×{' '}
                    <Money amount={line.unit_amount} currency={invoice.currency} />
                  </p>
                  {(line.taxes.length > 0 || line.amount !== line.total) && (
                    <p className="text-sm text-faint">
                      {[
                        ...line.taxes.map(taxWords),
                        line.amount !== line.total && discountWords(line.discount),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </p>
                  )}
                </td>
                <td className="figures px-3 py-3 text-right whitespace-nowrap text-soft max-sm:hidden">
                  {line.quantity} {line.unit}
                </td>
                <td className="px-3 py-3 text-right text-soft max-sm:hidden">
                  <Money amount={line.unit_amount} currency={invoice.currency} />
                </td>
                <td className="py-3 pl-3 text-right">
                  <Money amount={line.total} currency={invoice.currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="mt-6 ml-auto max-w-sm border-t border-line pt-5">
        <TotalsList totals={totals} currency={invoice.currency} />
        {invoice.amount_paid > 0 && (
          <dl className="mt-2 flex flex-col gap-2">
            <div className="flex justify-between gap-4 text-soft">
              <dt>Amount paid</dt>
              <dd>
                <Money amount={invoice.amount_paid} currency={invoice.currency} />
              </dd>
            </div>
            <div className="flex justify-between gap-4 font-semibold">
              <dt>Amount due</dt>
              <dd>
                <Money amount={invoice.amount_due} currency={invoice.currency} />
              </dd>
            </div>
          </dl>
        )}
      </div>
      <Prose title="Note" text={invoice.note} />
      <Prose title="Terms & conditions" text={invoice.terms} />
    </article>
  )
}

function Lines({ lines }: { lines: (string | null | false | undefined)[] }) {
  return (
    <div className="mt-1 text-soft">
      {lines.filter(Boolean).map((line) => (
        <p key={String(line)}>{line}</p>
      ))}
    </div>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-faint">{label}</dt>
      <dd className="text-right">{value}</dd>
    </>
  )
}

function Prose({ title, text }: { title: string; text: string }) {
  if (!text.trim()) return null
  return (
    <div className="mt-7">
      <p className="text-xs font-medium text-faint">{title}</p>
      <p className="mt-1 max-w-prose whitespace-pre-line text-soft">{text}</p>
    </div>
  )
}

function discountWords(discount: Invoice['lines'][number]['discount']): string {
  return discount?.type === 'percent' ? `${discount.percent}% discount` : 'after discount'
}
