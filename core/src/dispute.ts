/**
 * How a dispute stands. `warning`: an inquiry, no money has moved. `open`: the bank took the money, the business may
 * answer. `won`, `closed`: the money stays, or came back. `lost`: it is gone.
 */
export type DisputeStanding = 'warning' | 'open' | 'won' | 'lost' | 'closed'

/** Stripe's status in our words. One that Stripe adds later counts as open: it must be looked at. */
export function disputeStanding(status: string): DisputeStanding {
  if (status === 'won' || status === 'lost') return status
  if (status === 'warning_closed' || status === 'prevented') return 'closed'
  return status.startsWith('warning_') ? 'warning' : 'open'
}

/** Whether somebody may still have to act, or the bank to decide. */
export function isDisputeOpen(status: string): boolean {
  const standing = disputeStanding(status)
  return standing === 'warning' || standing === 'open'
}

/** Whether the invoice carries the flag `disputed` for it: while it is open, and for good once it is lost. */
export function flagsInvoice(status: string): boolean {
  return isDisputeOpen(status) || disputeStanding(status) === 'lost'
}
