import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ActionKind,
  clearsAbout,
  type DiagnosisFacts,
  diagnose,
  type FindingCode,
  type MailFacts,
  mayBeUnderWay,
  type StripePaymentFacts,
} from './diagnosis.ts'
import { whyNotChargeable } from './payment-link.ts'

const now = new Date('2026-03-20T12:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)

const sentMail: MailFacts = { state: 'sent', error: null, since: ago(6), attempts: 0 }
const card: StripePaymentFacts = {
  status: 'pending',
  open: true,
  reachable: true,
  offSession: false,
  advice: null,
  createdAt: ago(1),
  changedAt: ago(1),
  confirmationAskedAt: null,
}

/** Sent six days ago with its link, seen by nobody, due next week. */
const unopened: DiagnosisFacts = {
  status: 'sent',
  due: 12_000,
  settled: 0,
  refunded: 0,
  withdrawn: 0,
  currency: 'eur',
  dueDate: '2026-03-28',
  today: '2026-03-20',
  now,
  issuedAt: ago(6),
  lastSentAt: ago(6),
  viewedAt: null,
  hold: null,
  linkState: 'active',
  linkSent: true,
  needsResend: false,
  stripe: { state: 'connected', since: null },
  mailConfigured: true,
  mail: sentMail,
  payment: null,
  declines: 0,
  stuck: null,
  webhook: { registered: true, lastEventAt: ago(0) },
}

describe('why an invoice is not paid', () => {
  test.each([
    ['nobody opened it', {}, 'never_opened', 'send_again'],
    ['opened, Pay never pressed', { viewedAt: ago(2) }, 'opened_not_paid', 'send_again'],
    ['it is a draft', { status: 'draft' }, 'draft', 'send'],
    ['its books do not add up', { hold: { since: ago(1) } }, 'held', null],
    [
      'Pay was pressed and not finished',
      { viewedAt: ago(2), payment: card },
      'pay_not_finished',
      'send_again',
    ],
    ['somebody is paying', { viewedAt: now, payment: { ...card, createdAt: now } }, 'paying_now', null],
    [
      'the bank asks, in the payment page',
      { payment: { ...card, confirmationAskedAt: ago(1) } },
      'bank_asks',
      'send_again',
    ],
    [
      'cards were declined',
      { declines: 3, payment: { ...card, status: 'failed' } },
      'declined',
      'send_again',
    ],
    [
      'a charge was declined',
      { declines: 1, payment: { ...card, status: 'failed', offSession: true, advice: 'try_again_later' } },
      'declined',
      'charge_again',
    ],
    [
      'a charge was declined for good',
      { declines: 1, payment: { ...card, status: 'failed', offSession: true, advice: 'do_not_try_again' } },
      'declined',
      'send_again',
    ],
    [
      'a charge is to be confirmed by the customer',
      { declines: 1, payment: { ...card, status: 'failed', offSession: true, advice: 'confirm' } },
      'confirmation_asked',
      'send_again',
    ],
    ['Stripe did not answer a charge', { payment: { ...card, offSession: true } }, 'charge_unknown', null],
    ['a debit is on its way', { payment: { ...card, status: 'processing' } }, 'on_its_way', null],
    [
      'a payment is at a Stripe that is gone',
      {
        payment: { ...card, reachable: false },
        linkState: 'disabled',
        stripe: { state: 'removed', since: ago(1) },
      },
      'payment_unreachable',
      'open_stripe',
    ],
    ['news could not be applied', { stuck: { since: ago(1), dead: true } }, 'not_applied', 'open_deliveries'],
    [
      'Stripe was removed',
      { linkState: 'disabled', stripe: { state: 'removed', since: ago(1) } },
      'stripe_removed',
      'connect_stripe',
    ],
    [
      'Stripe stopped payments',
      { linkState: 'disabled', stripe: { state: 'restricted', since: ago(1) } },
      'stripe_restricted',
      'open_stripe',
    ],
    ['links were not turned back on', { linkState: 'disabled' }, 'link_disabled', 'open_stripe'],
    ['there is no link', { linkState: null, linkSent: false }, 'link_missing', 'add_link'],
    [
      'there is no Stripe',
      { linkState: null, linkSent: false, stripe: { state: 'never', since: null } },
      'stripe_not_connected',
      'connect_stripe',
    ],
    ['the link was not sent', { linkSent: false, needsResend: true }, 'link_not_sent', 'send_again'],
    ['it was edited since', { needsResend: true }, 'edited_since', 'send_again'],
    [
      'there is no such mailbox',
      {
        mail: {
          ...sentMail,
          state: 'failed',
          error: 'all recipients were rejected: 550 5.1.1 No such mailbox',
        },
      },
      'mail_failed',
      'correct_address',
    ],
    [
      'one of several never got it',
      { mail: { ...sentMail, error: '550 5.1.1 No such mailbox' } },
      'mail_partly_refused',
      'correct_address',
    ],
    [
      'the mail server did not want it',
      { mail: { ...sentMail, state: 'failed', error: '554 5.7.1 Message refused as spam' } },
      'mail_failed',
      'retry_mail',
    ],
    [
      'the mail server says later',
      { mail: { ...sentMail, state: 'queued', error: '451 Greylisted', attempts: 3 } },
      'mail_waiting',
      'retry_mail',
    ],
    [
      'there is no mail server',
      { mail: { ...sentMail, state: 'queued' }, mailConfigured: false },
      'no_mail_server',
      'copy_link',
    ],
    [
      'Stripe does not collect so little',
      { due: 20, status: 'partially_paid', settled: 11_980 },
      'not_chargeable',
      'record_payment',
    ],
    [
      'it was only handed over',
      { mail: null, linkState: 'off', stripe: { state: 'connected', since: null } },
      'link_missing',
      'add_link',
    ],
  ] satisfies [string, Partial<DiagnosisFacts>, FindingCode, ActionKind | null][])(
    '%s',
    (_, facts, code, action) => {
      expect(diagnose({ ...unopened, ...facts })[0]).toMatchObject({ code, action })
    },
  )

  test('a link that was handed over by hand, and that nobody opened', () => {
    const found = diagnose({ ...unopened, mail: null })
    expect(found.map(({ code }) => code)).toEqual(['never_opened', 'not_mailed', 'not_yet_due'])
  })

  test('who got it or looked at it today is left in peace', () => {
    const hoursAgo = new Date(now.getTime() - 3 * 3_600_000)
    const fresh = { ...unopened, lastSentAt: hoursAgo }
    expect(diagnose(fresh)[0]).toMatchObject({ code: 'never_opened', action: null })
    expect(diagnose({ ...fresh, viewedAt: hoursAgo })[0]).toMatchObject({
      code: 'opened_not_paid',
      action: null,
    })
  })

  test('an e-mail that is just going out is no trouble', () => {
    const found = diagnose({ ...unopened, mail: { ...sentMail, state: 'queued' } })
    expect(found).toMatchObject([{ code: 'mail_going_out', level: 'waiting' }, { code: 'not_yet_due' }])
  })

  test('what is paid or cancelled says only what was taken back', () => {
    const paid = { ...unopened, status: 'paid', due: 0, settled: 12_000 } as const
    expect(diagnose(paid)).toEqual([])
    expect(diagnose({ ...paid, status: 'cancelled' })).toEqual([])
    expect(diagnose({ ...paid, withdrawn: 12_000, refunded: 5 }).map(({ code }) => code)).toEqual([
      'withdrawn',
      'refunded',
    ])
  })

  test('a webhook that stays away is told of only while something is open at Stripe, and never first', () => {
    const quiet = { ...unopened, webhook: { registered: true, lastEventAt: ago(9) } }
    expect(diagnose(quiet).map(({ code }) => code)).not.toContain('webhook_quiet')
    const codes = diagnose({ ...quiet, payment: card }).map(({ code }) => code)
    expect(codes.indexOf('webhook_quiet')).toBeGreaterThan(0)
    const none = { registered: false, lastEventAt: null }
    expect(diagnose({ ...quiet, webhook: none, payment: card }).map(({ code }) => code)).not.toContain(
      'webhook_quiet',
    )
  })
})

const bool = fc.boolean()
const moment = fc.integer({ min: 0, max: 40 }).map(ago)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const anyPayment: fc.Arbitrary<StripePaymentFacts> = fc.record({
  status: fc.constantFrom('pending', 'processing', 'succeeded', 'failed', 'canceled'),
  open: bool,
  reachable: bool,
  offSession: bool,
  advice: fc.constantFrom(null, 'confirm', 'do_not_try_again', 'blocked', 'try_again_later'),
  createdAt: moment,
  changedAt: moment,
  confirmationAskedAt: maybe(moment),
})

const anyFacts: fc.Arbitrary<DiagnosisFacts> = fc.record({
  status: fc.constantFrom('draft', 'sent', 'partially_paid', 'paid', 'cancelled'),
  due: fc.constantFrom(0, 20, 12_000),
  settled: fc.constantFrom(0, 5),
  refunded: fc.constantFrom(0, 5),
  withdrawn: fc.constantFrom(0, 5),
  currency: fc.constantFrom('eur', 'jpy'),
  dueDate: fc.constantFrom('2026-03-01', '2026-03-20', '2026-03-28'),
  today: fc.constant('2026-03-20'),
  now: fc.constant(now),
  issuedAt: maybe(moment),
  lastSentAt: maybe(moment),
  viewedAt: maybe(moment),
  hold: maybe(fc.record({ since: moment })),
  linkState: fc.constantFrom(null, 'active', 'disabled', 'off'),
  linkSent: bool,
  needsResend: bool,
  stripe: fc.record({
    state: fc.constantFrom('connected', 'onboarding', 'restricted', 'removed', 'never'),
    since: maybe(moment),
  }),
  mailConfigured: bool,
  mail: maybe(
    fc.record({
      state: fc.constantFrom('queued', 'sent', 'failed'),
      error: fc.constantFrom(null, '550 5.1.1 nobody', '451 later'),
      since: moment,
      attempts: fc.constantFrom(0, 1, 25),
    }),
  ),
  payment: maybe(anyPayment),
  declines: fc.constantFrom(0, 1, 3),
  stuck: maybe(fc.record({ since: moment, dead: bool })),
  webhook: fc.record({ registered: bool, lastEventAt: maybe(moment) }),
})

/** What must hold for an action to be more than a dead button. */
const possible: Record<ActionKind, (facts: DiagnosisFacts) => boolean> = {
  send: ({ status }) => status === 'draft',
  send_again: ({ status }) => status !== 'draft' && status !== 'cancelled',
  correct_address: ({ mail }) => mail?.state !== 'queued' && mail?.error !== null,
  retry_mail: ({ mail }) => mail?.state === 'failed' || (mail?.state === 'queued' && mail.attempts > 0),
  add_link: ({ stripe, linkState, due, currency }) =>
    stripe.state === 'connected' && linkState !== 'active' && whyNotChargeable(due, currency) === null,
  copy_link: ({ linkState }) => linkState === 'active',
  charge_again: ({ payment }) => payment?.offSession === true && payment.reachable,
  record_payment: ({ status }) => status === 'sent' || status === 'partially_paid',
  connect_stripe: ({ stripe }) => stripe.state === 'never' || stripe.state === 'removed',
  open_stripe: () => true,
  open_deliveries: ({ stuck }) => stuck !== null,
}

describe('for whatever facts there are', () => {
  test('an open invoice has a reason, each is given once, and what helps can be done', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const found = diagnose(facts)
        const codes = found.map(({ code }) => code)
        expect(new Set(codes).size).toBe(codes.length)
        const actions = found.flatMap(({ action }) => action ?? [])
        expect(new Set(actions).size).toBe(actions.length)
        if (facts.status === 'sent' || facts.status === 'partially_paid') expect(codes).not.toEqual([])
        for (const { action } of found) if (action) expect(possible[action](facts), action).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('while money may be on its way, or the invoice is held, that comes first, and nothing is advised that could take it twice', () => {
    fc.assert(
      fc.property(
        anyFacts.filter(
          (facts) =>
            (facts.hold !== null || mayBeUnderWay(facts)) &&
            ['sent', 'partially_paid'].includes(facts.status),
        ),
        (facts) => {
          const found = diagnose(facts)
          expect(['held', 'charge_unknown', 'on_its_way', 'payment_unreachable']).toContain(found[0]?.code)
          for (const { action } of found)
            expect(['charge_again', 'record_payment', 'send_again', 'copy_link']).not.toContain(action)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('when a debit usually clears', () => {
  test.each([
    ['sepa_debit', '2026-03-16', '2026-03-23'],
    ['us_bank_account', '2026-03-16', '2026-03-20'],
    ['us_bank_account', '2026-03-20', '2026-03-26'],
    ['au_becs_debit', '2026-03-21', '2026-03-25'],
    ['something_new', '2026-12-31', '2027-01-07'],
  ])('%s begun on %s: %s', (method, startedOn, day) => {
    expect(clearsAbout(method, startedOn)).toBe(day)
  })
})
