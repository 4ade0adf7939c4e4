import type { InvoiceListItem, Payment, Refund } from '../api/types.ts'
import { Badge, type Tone } from '../ui/badge.tsx'

const statuses: Record<InvoiceListItem['status'], { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'plain' },
  sent: { word: 'Sent', tone: 'info' },
  partially_paid: { word: 'Partially paid', tone: 'warn' },
  paid: { word: 'Paid', tone: 'good' },
  cancelled: { word: 'Cancelled', tone: 'plain' },
}

const flags: Record<InvoiceListItem['flags'][number], { word: string; tone: Tone }> = {
  held: { word: 'Held', tone: 'bad' },
  overdue: { word: 'Overdue', tone: 'bad' },
  processing: { word: 'Processing', tone: 'info' },
  refunded: { word: 'Refunded', tone: 'plain' },
  partially_refunded: { word: 'Partially refunded', tone: 'plain' },
  disputed: { word: 'Disputed', tone: 'bad' },
  needs_resend: { word: 'Send again', tone: 'warn' },
  viewed: { word: 'Viewed', tone: 'plain' },
}

const paymentStatuses: Record<Payment['status'], { word: string; tone: Tone }> = {
  pending: { word: 'Started', tone: 'plain' },
  processing: { word: 'Processing', tone: 'info' },
  succeeded: { word: 'Succeeded', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  canceled: { word: 'Canceled', tone: 'plain' },
}

const refundStatuses: Record<Refund['status'], { word: string; tone: Tone }> = {
  pending: { word: 'Refund under way', tone: 'info' },
  requires_action: { word: 'Refund needs the customer', tone: 'warn' },
  succeeded: { word: 'Refunded', tone: 'plain' },
  failed: { word: 'Refund failed', tone: 'bad' },
  canceled: { word: 'Refund canceled', tone: 'plain' },
}

export function RefundBadge({ status }: { status: Refund['status'] }) {
  return <Badge tone={refundStatuses[status].tone}>{refundStatuses[status].word}</Badge>
}

export function StatusBadge({ status }: { status: InvoiceListItem['status'] }) {
  return <Badge tone={statuses[status].tone}>{statuses[status].word}</Badge>
}

/** The flags beside the status. That it was viewed matters only while it is open. */
export function FlagBadges({ invoice }: { invoice: Pick<InvoiceListItem, 'status' | 'flags'> }) {
  const isOpen = invoice.status === 'sent' || invoice.status === 'partially_paid'
  return invoice.flags
    .filter((flag) => flag !== 'viewed' || isOpen)
    .map((flag) => (
      <Badge key={flag} tone={flags[flag].tone}>
        {flags[flag].word}
      </Badge>
    ))
}

export function PaymentBadge({ status }: { status: Payment['status'] }) {
  return <Badge tone={paymentStatuses[status].tone}>{paymentStatuses[status].word}</Badge>
}
