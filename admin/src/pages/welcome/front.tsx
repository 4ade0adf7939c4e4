import { BadgeCheck, Link2, Server } from 'lucide-react'
import type { ReactNode } from 'react'
import { Brand } from '../../blocks/brand.tsx'
import { ThemeSwitch } from '../../ui/theme-switch.tsx'
import { PaidInvoice } from './paid-invoice.tsx'

const promises = [
  {
    Icon: Link2,
    title: 'A payment link on every invoice',
    text: 'In the e-mail and in the PDF. Your customer pays without an account.',
  },
  {
    Icon: BadgeCheck,
    title: 'Paid by itself',
    text: 'The invoice turns Paid, you hear of it, and your customer gets a receipt.',
  },
  {
    Icon: Server,
    title: 'On your own server',
    text: 'Open source. Your data, your Stripe account, nobody in between.',
  },
]

/** The first thing anyone sees: what this is at the one side, the way in at the other. */
export function Front({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(26rem,34rem)]">
      <section
        aria-label="What Quittance is"
        className="order-2 flex flex-col justify-between gap-10 bg-sunken px-6 py-8 sm:px-12 lg:order-1 lg:py-10"
      >
        <div className="hidden lg:block">
          <Brand />
        </div>
        <div className="mx-auto w-full max-w-xl">
          <p className="hidden text-3xl font-semibold tracking-tight text-balance lg:block">
            Invoices that people can pay from.
          </p>
          <p className="mt-4 max-w-lg text-lg text-soft">
            Write an invoice, switch the payment link on, send it. Your customer opens it and pays; you see
            the money arrive.
          </p>
          <PaidInvoice />
          <ul className="mt-8 grid gap-5">
            {promises.map(({ Icon, title, text }) => (
              <li key={title} className="flex gap-3">
                <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
                <div>
                  <p className="font-medium">{title}</p>
                  <p className="text-soft">{text}</p>
                </div>
              </li>
            ))}
          </ul>
        </div>
        <div className="flex items-center justify-between gap-4 text-sm text-faint">
          <p>Free software, AGPL-3.0</p>
          <ThemeSwitch />
        </div>
      </section>
      <main className="order-1 flex flex-col justify-center bg-paper px-6 py-8 sm:px-12 lg:order-2 lg:min-h-dvh">
        <div className="mx-auto w-full max-w-md">
          <div className="mb-8 lg:hidden">
            <Brand />
            <p className="mt-3 text-lg text-soft">Invoices that people can pay from.</p>
          </div>
          {children}
        </div>
      </main>
    </div>
  )
}
