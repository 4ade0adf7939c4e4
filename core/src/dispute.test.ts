import { describe, expect, it } from 'vitest'
import { disputeStanding, flagsInvoice, isDisputeOpen } from './dispute.ts'

describe('a dispute', () => {
  it.each([
    ['warning_needs_response', 'warning', true, true],
    ['warning_under_review', 'warning', true, true],
    ['warning_closed', 'closed', false, false],
    ['needs_response', 'open', true, true],
    ['under_review', 'open', true, true],
    ['won', 'won', false, false],
    ['lost', 'lost', false, true],
    ['prevented', 'closed', false, false],
    ['appeal_under_review', 'open', true, true],
  ])('that Stripe calls %s stands as %s', (status, standing, open, flags) => {
    expect(disputeStanding(status)).toBe(standing)
    expect(isDisputeOpen(status)).toBe(open)
    expect(flagsInvoice(status)).toBe(flags)
  })
})
