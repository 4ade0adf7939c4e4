import { describe, expect, it } from 'vitest'
import type { Invoice } from '../../api/types.ts'
import {
  addLinkOffer,
  canCancel,
  canEdit,
  canMarkSent,
  canRecordPayment,
  canSend,
  isLinkAlive,
  sendWord,
} from './acts.ts'

const sent = {
  status: 'sent',
  currency: 'eur',
  amount_due: 12000,
  payment_link: null,
  needs_resend: false,
  sent_revision: 1,
  last_sent_at: '2026-01-01T00:00:00Z',
} as Invoice
const link = { url: 'http://localhost/pay/x', state: 'active', added_at: '2026-01-01T00:00:00Z' } as const

describe('adding a payment link', () => {
  it('is not offered at all without Stripe (R10)', () => {
    expect(addLinkOffer(sent, false)).toEqual({ offer: 'hidden' })
  })

  it('is offered on an unpaid invoice without one, also where Stripe was removed and is back', () => {
    expect(addLinkOffer(sent, true)).toEqual({ offer: 'ready' })
    expect(addLinkOffer({ ...sent, payment_link: { ...link, state: 'disabled' } }, true)).toEqual({
      offer: 'ready',
    })
  })

  it('is not offered twice, nor on what is settled', () => {
    expect(addLinkOffer({ ...sent, payment_link: link }, true)).toEqual({ offer: 'hidden' })
    expect(addLinkOffer({ ...sent, status: 'paid', amount_due: 0 }, true)).toEqual({ offer: 'hidden' })
    expect(addLinkOffer({ ...sent, status: 'cancelled', amount_due: 0 }, true)).toEqual({ offer: 'hidden' })
  })

  it('says why when Stripe cannot collect so little (R20)', () => {
    expect(addLinkOffer({ ...sent, amount_due: 49 }, true)).toMatchObject({
      offer: 'refused',
      why: expect.stringContaining('0.50'),
    })
  })
})

describe('what can be done with an invoice', () => {
  it('ends with the money: a part payment closes editing, not recording', () => {
    const partly = { ...sent, status: 'partially_paid' } as Invoice
    expect(canEdit(sent)).toBe(true)
    expect(canEdit(partly)).toBe(false)
    expect(canRecordPayment(partly)).toBe(true)
    expect(canRecordPayment({ ...sent, status: 'paid', amount_due: 0 })).toBe(false)
  })

  it('is marked as sent only when something was not sent yet', () => {
    expect(canMarkSent(sent)).toBe(false)
    expect(canMarkSent({ ...sent, needs_resend: true })).toBe(true)
  })

  it('shares the link only once it leads somewhere', () => {
    expect(isLinkAlive({ ...sent, status: 'draft', payment_link: link })).toBe(false)
    expect(isLinkAlive({ ...sent, payment_link: link })).toBe(true)
  })

  it('is sent, and then sent again', () => {
    expect(sendWord({ ...sent, sent_revision: 0, last_sent_at: null })).toBe('Send')
    expect(sendWord(sent)).toBe('Send again')
  })
})

it('nothing is offered on an invoice that is held', () => {
  const held = { ...sent, needs_resend: true, hold: { since: '2026-01-01T00:00:00Z', breaches: [] } }
  for (const can of [canEdit, canSend, canCancel, canRecordPayment, canMarkSent])
    expect(can(held)).toBe(false)
})
