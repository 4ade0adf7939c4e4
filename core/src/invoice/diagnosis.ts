import type { RetryAdvice } from '../payment-method.ts'
import { type InvoiceStatus, isOpen } from './lifecycle.ts'
import { type LinkState, whyNotChargeable } from './payment-link.ts'

/** What is known of an invoice and of the way its money takes. Amounts in minor units, dates 'YYYY-MM-DD'. */
export interface DiagnosisFacts {
  status: InvoiceStatus
  due: number
  settled: number
  refunded: number
  /** What disputes have taken back. */
  withdrawn: number
  currency: string
  dueDate: string
  /** In the account's time zone. */
  today: string
  now: Date
  issuedAt: Date | null
  lastSentAt: Date | null
  viewedAt: Date | null
  /** The books of this invoice do not add up: nothing may be done with it until they do. */
  hold: { since: Date } | null
  /** null: it never had a link. */
  linkState: LinkState | null
  /** The latest sending carried the link as it is now. */
  linkSent: boolean
  needsResend: boolean
  stripe: { state: 'connected' | 'onboarding' | 'restricted' | 'removed' | 'never'; since: Date | null }
  /** Whether e-mails can go out. */
  mailConfigured: boolean
  /** The latest e-mail about this invoice that asks the customer to pay; null: none was ever written. */
  mail: MailFacts | null
  /** The latest payment by Stripe, if any. */
  payment: StripePaymentFacts | null
  /** Declines since money last arrived. */
  declines: number
  /** Work about this invoice, other than its e-mails, that failed. */
  stuck: { since: Date; dead: boolean } | null
  webhook: { registered: boolean; lastEventAt: Date | null }
}

export interface MailFacts {
  state: 'queued' | 'sent' | 'failed'
  /** What the mail server said last; of one that is sent: to those it refused while others got it. */
  error: string | null
  since: Date
  /** Tries so far that failed. */
  attempts: number
}

export interface StripePaymentFacts {
  status: 'pending' | 'processing' | 'succeeded' | 'failed' | 'canceled'
  /** It can still change at Stripe. */
  open: boolean
  /** Its Stripe account and mode is the one connected now. */
  reachable: boolean
  /** Charged by staff, without the payer. */
  offSession: boolean
  advice: RetryAdvice | null
  createdAt: Date
  /** When the latest turn came: declined, on its way. */
  changedAt: Date
  /** Stripe waits for the payer to confirm with their bank. */
  confirmationAskedAt: Date | null
}

export type FindingCode =
  | 'held'
  | 'charge_unknown'
  | 'payment_unreachable'
  | 'not_applied'
  | 'on_its_way'
  | 'stripe_removed'
  | 'stripe_restricted'
  | 'mail_failed'
  | 'mail_partly_refused'
  | 'no_mail_server'
  | 'mail_waiting'
  | 'mail_going_out'
  | 'not_chargeable'
  | 'link_not_sent'
  | 'edited_since'
  | 'confirmation_asked'
  | 'bank_asks'
  | 'declined'
  | 'paying_now'
  | 'pay_not_finished'
  | 'opened_not_paid'
  | 'never_opened'
  | 'link_disabled'
  | 'link_missing'
  | 'stripe_not_connected'
  | 'not_mailed'
  | 'draft'
  | 'overdue'
  | 'not_yet_due'
  | 'part_paid'
  | 'withdrawn'
  | 'refunded'
  | 'webhook_quiet'

export type ActionKind =
  | 'send'
  | 'send_again'
  | 'correct_address'
  | 'retry_mail'
  | 'add_link'
  | 'copy_link'
  | 'charge_again'
  | 'record_payment'
  | 'connect_stripe'
  | 'open_stripe'
  | 'open_deliveries'

/** problem: nothing moves until somebody acts. waiting: it moves by itself, or the customer is to act. note: good to know. */
export type FindingLevel = 'problem' | 'waiting' | 'note'

export interface Finding {
  code: FindingCode
  level: FindingLevel
  /** Since when it is so, where that is known. */
  since: Date | null
  /** What helps; null: waiting, or nothing that this app can do. */
  action: ActionKind | null
}

/**
 * Why an invoice is not paid, from the facts alone, most telling first: what holds money that may already be there, then
 * what keeps the customer from having the invoice or from paying it, then how far they came. An invoice that is open has
 * at least one finding. While money may be on its way nothing is advised that could take it twice, nor while it is held.
 */
export function diagnose(facts: DiagnosisFacts): Finding[] {
  if (facts.status === 'draft') return [problem('draft', null, 'send')]
  const money = isOpen(facts.status) ? null : moneyTakenBack(facts)
  if (money) return money
  const found = rules.map((rule) => rule(facts)).filter((finding) => finding !== null)
  return (facts.hold || mayBeUnderWay(facts) ? found.map(withoutTakingTwice) : found).map(withoutRepeats)
}

/** What helps is offered once, where it is most telling. */
function withoutRepeats(finding: Finding, index: number, found: Finding[]): Finding {
  const isRepeated = found.findIndex(({ action }) => action === finding.action) < index
  return isRepeated ? { ...finding, action: null } : finding
}

/** Whether money may have left the payer though it is not booked here. */
export function mayBeUnderWay({ payment }: DiagnosisFacts): boolean {
  if (!payment?.open) return false
  return payment.status === 'processing' || !payment.reachable || isUnknown(payment)
}

const takesMoney = new Set<ActionKind | null>(['charge_again', 'record_payment', 'send_again', 'copy_link'])

function withoutTakingTwice(finding: Finding): Finding {
  return takesMoney.has(finding.action) ? { ...finding, action: null } : finding
}

type Rule = (facts: DiagnosisFacts) => Finding | null

/** In the order in which they tell most. */
const rules: Rule[] = [
  ({ hold }) => hold && problem('held', hold.since, null),
  moneyUnderWay,
  ({ stuck }) =>
    stuck && {
      ...problem('not_applied', stuck.since, 'open_deliveries'),
      level: stuck.dead ? 'problem' : 'waiting',
    },
  linkWithoutStripe,
  deliveryTrouble,
  ({ due, currency, linkState, stripe }) =>
    linkState !== null && stripe.state === 'connected' && whyNotChargeable(due, currency) !== null
      ? problem('not_chargeable', null, 'record_payment')
      : null,
  otherThanSent,
  attempt,
  ({ mail, mailConfigured }) =>
    mail?.state === 'queued' && mailConfigured && mail.attempts === 0
      ? waiting('mail_going_out', mail.since, null)
      : null,
  ({ linkState, linkSent, viewedAt, payment, lastSentAt, mail, now }) =>
    linkState === 'active' && linkSent && !viewedAt && !payment && (!mail || mail.state === 'sent')
      ? waiting('never_opened', lastSentAt, isLongAgo(lastSentAt, now) ? 'send_again' : null)
      : null,
  noLink,
  ({ mail, issuedAt }) => (mail ? null : note('not_mailed', issuedAt, 'send_again')),
  ({ dueDate, today }) =>
    dueDate < today ? note('overdue', null, 'send_again') : note('not_yet_due', null, null),
  ({ settled }) => (settled > 0 ? note('part_paid', null, null) : null),
  ({ withdrawn }) => (withdrawn > 0 ? note('withdrawn', null, 'open_stripe') : null),
  ({ refunded }) => (refunded > 0 ? note('refunded', null, null) : null),
  webhookQuiet,
]

function moneyTakenBack({ withdrawn, refunded }: DiagnosisFacts): Finding[] {
  return [
    ...(withdrawn > 0 ? [note('withdrawn', null, 'open_stripe')] : []),
    ...(refunded > 0 ? [note('refunded', null, null)] : []),
  ]
}

function moneyUnderWay({ payment }: DiagnosisFacts): Finding | null {
  if (!payment?.open) return null
  if (!payment.reachable) return problem('payment_unreachable', payment.createdAt, 'open_stripe')
  if (isUnknown(payment)) return waiting('charge_unknown', payment.createdAt, null)
  return payment.status === 'processing' ? waiting('on_its_way', payment.changedAt, null) : null
}

/** Staff charged it, and Stripe has not said how that ended. */
function isUnknown(payment: StripePaymentFacts): boolean {
  return payment.offSession && payment.status === 'pending'
}

/** The customer may hold a link that cannot be paid by. */
function linkWithoutStripe({ linkState, stripe }: DiagnosisFacts): Finding | null {
  if (linkState !== 'disabled') return null
  if (stripe.state === 'removed') return problem('stripe_removed', stripe.since, 'connect_stripe')
  if (stripe.state === 'connected' || stripe.state === 'never') return null
  return problem('stripe_restricted', stripe.since, 'open_stripe')
}

function deliveryTrouble({ mail, mailConfigured, linkState }: DiagnosisFacts): Finding | null {
  if (mail?.state === 'failed')
    return problem('mail_failed', mail.since, isAboutAddress(mail.error) ? 'correct_address' : 'retry_mail')
  if (mail?.state === 'sent' && mail.error)
    return problem('mail_partly_refused', mail.since, 'correct_address')
  if (mail?.state !== 'queued') return null
  if (!mailConfigured)
    return problem('no_mail_server', mail.since, linkState === 'active' ? 'copy_link' : null)
  if (mail.attempts === 0) return null
  return problem('mail_waiting', mail.since, 'retry_mail')
}

/** 550 and 5.1.x: there is no such mailbox, so another try to it would end the same (RFC 3463). */
function isAboutAddress(error: string | null): boolean {
  return /\b55[013]\b|\b5\.1\.\d/.test(error ?? '')
}

function otherThanSent({ needsResend, linkState, linkSent, lastSentAt }: DiagnosisFacts): Finding | null {
  if (!needsResend) return null
  const code = linkState === 'active' && !linkSent ? 'link_not_sent' : 'edited_since'
  return problem(code, lastSentAt, 'send_again')
}

/** People are given a day before they are written to once more. */
export function isLongAgo(moment: Date | null, now: Date): boolean {
  return now.getTime() - (moment?.getTime() ?? 0) >= 86_400_000
}

/** A page that was left open this long is not somebody paying. */
const payingForMs = 15 * 60_000

/** How far the latest try to pay came. */
function attempt({ payment, declines, viewedAt, linkState, now }: DiagnosisFacts): Finding | null {
  const remind = linkState === 'active' ? 'send_again' : null
  if (payment?.open && payment.status === 'failed' && payment.advice === 'confirm')
    return waiting('confirmation_asked', payment.changedAt, remind)
  if (payment?.open && payment.confirmationAskedAt)
    return waiting('bank_asks', payment.confirmationAskedAt, remind)
  if (declines > 0 && payment && payment.status !== 'succeeded' && payment.status !== 'processing')
    return problem('declined', payment.changedAt, afterDecline(payment, remind))
  if (payment?.open && payment.status === 'pending')
    return now.getTime() - payment.createdAt.getTime() < payingForMs
      ? waiting('paying_now', payment.createdAt, null)
      : waiting('pay_not_finished', payment.createdAt, remind)
  if (viewedAt && payment?.status !== 'succeeded' && payment?.status !== 'processing')
    return waiting('opened_not_paid', viewedAt, isLongAgo(viewedAt, now) ? remind : null)
  return null
}

/** A charge by staff can be repeated unless the bank or Stripe said not to; a payer tries another way themselves. */
function afterDecline(payment: StripePaymentFacts, remind: ActionKind | null): ActionKind | null {
  const isFinal = payment.advice === 'do_not_try_again' || payment.advice === 'blocked'
  return payment.offSession && payment.reachable && !isFinal ? 'charge_again' : remind
}

/** The customer cannot pay online at all. Many are paid otherwise, so it is only good to know. */
function noLink({ linkState, stripe, due, currency }: DiagnosisFacts): Finding | null {
  if (linkState === 'active') return null
  if (stripe.state !== 'connected')
    return linkState === 'disabled' && stripe.state !== 'never'
      ? null
      : note(
          'stripe_not_connected',
          null,
          stripe.state === 'never' || stripe.state === 'removed' ? 'connect_stripe' : 'open_stripe',
        )
  if (linkState === 'disabled') return problem('link_disabled', null, 'open_stripe')
  return whyNotChargeable(due, currency) === null ? note('link_missing', null, 'add_link') : null
}

/** Payments are read at Stripe anyway, but news by webhook would come at once. */
const quietAfterMs = 10 * 60_000

function webhookQuiet({ webhook, payment, now }: DiagnosisFacts): Finding | null {
  if (!webhook.registered || !payment?.open || !payment.reachable) return null
  const startedAt = payment.createdAt.getTime()
  const isQuiet =
    (webhook.lastEventAt?.getTime() ?? 0) < startedAt && now.getTime() - startedAt > quietAfterMs
  return isQuiet ? note('webhook_quiet', webhook.lastEventAt, 'open_stripe') : null
}

function problem(code: FindingCode, since: Date | null, action: ActionKind | null): Finding {
  return { code, level: 'problem', since, action }
}

function waiting(code: FindingCode, since: Date | null, action: ActionKind | null): Finding {
  return { code, level: 'waiting', since, action }
}

function note(code: FindingCode, since: Date | null, action: ActionKind | null): Finding {
  return { code, level: 'note', since, action }
}

/** Working days that a bank debit usually takes at Stripe, by its type; cards need none. */
const usualDays: Record<string, number> = {
  sepa_debit: 5,
  us_bank_account: 4,
  bacs_debit: 4,
  acss_debit: 5,
  au_becs_debit: 3,
}

/**
 * The day, 'YYYY-MM-DD', by which a debit that began on `startedOn` usually clears: weekends do not count, and bank
 * holidays are not known here. Methods that are not known take as long as the slowest.
 */
export function clearsAbout(method: string, startedOn: string): string {
  const day = new Date(`${startedOn}T00:00:00Z`)
  for (let left = usualDays[method] ?? 5; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1)
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left -= 1
  }
  return day.toISOString().slice(0, 10)
}
