import { Check } from 'lucide-react'

/** A picture of the product in one glance; says nothing to screen readers that the words beside it do not. */
export function PaidInvoice() {
  return (
    <div aria-hidden className="relative mt-8 hidden max-w-md sm:block">
      <div className="rounded-card border border-line bg-sheet p-6 shadow-float">
        <div className="flex items-start justify-between">
          <div>
            <div className="text-lg font-semibold">Invoice</div>
            <div className="text-sm text-faint">INV-2026-0042</div>
          </div>
          <span className="inline-flex items-center gap-1 rounded-full bg-good-soft px-2.5 py-1 text-xs font-semibold text-good">
            <Check className="size-3.5" /> Paid
          </span>
        </div>
        <div className="mt-5 grid gap-2.5 text-sm">
          {[
            ['Garden design, two visits', '320.00'],
            ['Planting plan', '140.00'],
            ['VAT 20 %', '92.00'],
          ].map(([what, amount]) => (
            <div key={what} className="flex justify-between gap-6 text-soft">
              <span>{what}</span>
              <span className="figures">{amount}</span>
            </div>
          ))}
        </div>
        <div className="mt-4 flex items-baseline justify-between border-t border-line pt-4">
          <span className="font-medium">Total</span>
          <span className="figures text-xl font-semibold">EUR 552.00</span>
        </div>
      </div>
    </div>
  )
}
