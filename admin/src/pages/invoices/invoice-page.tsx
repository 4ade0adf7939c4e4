import { todayIn } from '@quittance/core/invoice/due-date'
import { isOpen } from '@quittance/core/invoice/lifecycle'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { watchedInvoiceQuery } from '../../api/queries.ts'
import { useSession, useStripeConnected } from '../../api/session.ts'
import type { Invoice } from '../../api/types.ts'
import { Money } from '../../blocks/money.tsx'
import { FlagBadges, StatusBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { tell } from '../../ui/toast.tsx'
import { ActionsPanel } from './actions/actions-panel.tsx'
import { PaymentLinkCard } from './actions/payment-link-card.tsx'
import { SendDialog } from './actions/send-dialog.tsx'
import { canSend, titleOf } from './acts.ts'
import { DeadLetterBanner } from './dead-letter-banner.tsx'
import { DiagnosisCard } from './diagnosis-card.tsx'
import { DisputeBanners } from './dispute-banners.tsx'
import { HeldBanner } from './held-banner.tsx'
import { InvoiceSheet } from './invoice-sheet.tsx'
import { MessagesCard } from './messages-card.tsx'
import { PaymentsCard } from './payments-card.tsx'
import { resendSentence, statusSentence } from './status-sentence.ts'
import { Timeline } from './timeline.tsx'
import { WhatChanged } from './what-changed.tsx'

/** One invoice: how it stands, what it says, what can be done. Stays true by itself while it is open. */
export function InvoicePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { send } = useSearch({ strict: false }) as { send?: string }
  const navigate = useNavigate()
  const { account } = useSession()
  const stripeConnected = useStripeConnected()
  const { data: invoice } = useSuspenseQuery(watchedInvoiceQuery(id))
  useTellWhenPaid(invoice)

  const showSend = (isOpen: boolean) =>
    void navigate({ to: paths.invoice(id), search: isOpen ? { send: 'now' } : {}, replace: true })

  return (
    <Page
      title={`${titleOf(invoice)}, ${invoice.customer.company || invoice.customer.name}`}
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <span>{titleOf(invoice)}</span>
          <span className="flex flex-wrap gap-1 tracking-normal">
            <StatusBadge status={invoice.status} />
            <FlagBadges invoice={invoice} />
          </span>
        </span>
      }
      width="wide"
      back={{ to: paths.invoices(), label: 'Invoices' }}
    >
      {invoice.needs_resend && !invoice.hold && (
        <Banner
          tone="warn"
          title="This invoice must be sent again"
          action={
            <Button look="primary" icon={<Send aria-hidden />} onClick={() => showSend(true)}>
              Send again
            </Button>
          }
        >
          {resendSentence(invoice)}
          <WhatChanged invoice={invoice} />
        </Banner>
      )}
      {invoice.hold && <HeldBanner hold={invoice.hold} />}
      {invoice.flags.includes('disputed') && <DisputeBanners invoiceId={id} />}
      <Standing invoice={invoice} today={todayIn(account, new Date())} />
      {isOpen(invoice.status) ? (
        <DiagnosisCard invoice={invoice} onSend={() => showSend(true)} />
      ) : (
        <DeadLetterBanner invoiceId={id} />
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <InvoiceSheet invoice={invoice} />
          {invoice.memo.trim() && (
            <Card title="Internal memo">
              <p className="whitespace-pre-line text-soft">{invoice.memo}</p>
            </Card>
          )}
          <PaymentsCard invoiceId={id} isHeld={invoice.hold !== null} />
          <MessagesCard invoiceId={id} />
        </div>
        <div className="flex min-w-0 flex-col gap-5 max-lg:contents">
          <div className="flex min-w-0 flex-col gap-5 max-lg:order-first">
            <ActionsPanel invoice={invoice} onSend={() => showSend(true)} />
            <PaymentLinkCard invoice={invoice} stripeConnected={stripeConnected} />
          </div>
          <div className="max-lg:order-last">
            <Timeline invoiceId={id} />
          </div>
        </div>
      </div>
      <SendDialog
        invoice={invoice}
        isOpen={send !== undefined && canSend(invoice)}
        onClose={() => showSend(false)}
      />
    </Page>
  )
}

function Standing({ invoice, today }: { invoice: Invoice; today: string }) {
  const isPaid = invoice.status === 'paid'
  return (
    <section aria-label="How it stands" className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        <p className="text-sm text-faint">
          {isPaid ? 'Paid' : invoice.status === 'draft' ? 'Total' : 'Amount due'}
        </p>
        <p className="text-2xl font-semibold tracking-tight">
          <Money amount={isPaid ? invoice.amount_paid : invoice.amount_due} currency={invoice.currency} />
        </p>
      </div>
      <div className="min-w-0 max-w-md text-soft sm:text-right">
        <Link
          to={paths.customer(invoice.customer_id)}
          className="font-medium text-accent underline-offset-4 hover:underline"
        >
          {invoice.customer.company || invoice.customer.name}
        </Link>
        <p role="status">{statusSentence(invoice, today)}</p>
      </div>
    </section>
  )
}

/** It turned Paid while one was looking: say so. */
function useTellWhenPaid(invoice: Invoice): void {
  const before = useRef(invoice.status)
  useEffect(() => {
    if (before.current !== 'paid' && before.current !== 'draft' && invoice.status === 'paid')
      tell(`${titleOf(invoice)} is paid.`)
    before.current = invoice.status
  }, [invoice])
}
