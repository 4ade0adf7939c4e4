import { declineWords } from '@quittance/core/decline-words'
import {
  type ActionKind,
  clearsAbout,
  type DiagnosisFacts,
  type Finding,
  type FindingCode,
  isLongAgo,
} from '@quittance/core/invoice/diagnosis'
import { dateIn } from '@quittance/core/invoice/due-date'
import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import { formatMoney } from '@quittance/core/money'
import { formatDate } from '../../words/words.ts'
import type { InvoiceCase } from './queries.ts'

/** What the buttons say. Different from the page's own, which do the same without a reason given. */
export const actionLabels: Record<ActionKind, string> = {
  send: 'Send it now',
  send_again: 'Send it again',
  correct_address: 'Correct the address',
  retry_mail: 'Try the e-mail again',
  add_link: 'Add the link',
  copy_link: 'Copy the link',
  charge_again: 'Try once more',
  record_payment: 'Record payment',
  connect_stripe: 'Connect Stripe',
  open_stripe: 'Open Stripe settings',
  open_deliveries: 'See what failed',
}

type Say = (facts: DiagnosisFacts, found: InvoiceCase) => string

/** The whole diagnosis in one short sentence: its most telling finding, or how the invoice stands. */
export function headlineWords(first: Finding | null, facts: DiagnosisFacts, found: InvoiceCase): string {
  if (facts.status === 'cancelled') return 'It was cancelled: nothing more can be collected.'
  if (facts.status === 'paid') return 'It is paid.'
  return first ? headlines[first.code](facts, found) : 'Nothing stands in its way.'
}

/** One finding in plain words, for the business. */
export function findingWords(code: FindingCode, facts: DiagnosisFacts, found: InvoiceCase): string {
  return texts[code](facts, found)
}

const headlines: Record<FindingCode, Say> = {
  held: () => 'It is held until its books add up again.',
  charge_unknown: () => 'Stripe has not said how the charge ended.',
  payment_unreachable: () => 'A payment waits at a Stripe account that is not connected.',
  not_applied: () => 'Something about this invoice could not be done.',
  on_its_way: () => 'The money is on its way.',
  stripe_removed: () => 'Stripe was removed, so the payment link is off.',
  stripe_restricted: () => 'Stripe lets your account take no payments, so the payment link is off.',
  mail_failed: () => 'Your customer did not get the e-mail.',
  mail_partly_refused: (_, found) => `${recipients(found)} did not get the e-mail.`,
  no_mail_server: () => 'The e-mail was not sent: there is no mail server.',
  mail_waiting: () => 'The e-mail has not reached your customer yet.',
  mail_going_out: () => 'The e-mail is going out right now.',
  not_chargeable: () => 'Stripe cannot collect this amount.',
  link_not_sent: () => 'Your customer does not have the payment link.',
  edited_since: () => 'Your customer has an earlier version of it.',
  confirmation_asked: () => 'The bank wants your customer to confirm.',
  bank_asks: () => 'Your customer’s bank asked them to confirm, and they have not.',
  declined: ({ declines }, found) =>
    isDebit(found)
      ? 'The bank debit came back.'
      : declines > 1
        ? `${declines} payments were declined.`
        : 'A payment was declined.',
  paying_now: () => 'Your customer is paying right now.',
  pay_not_finished: () => 'Your customer pressed Pay and did not finish.',
  opened_not_paid: () => 'Your customer has looked at it and not tried to pay.',
  never_opened: () => 'Nobody has opened it yet.',
  link_disabled: () => 'The payment link is still off.',
  link_missing: () => 'It has no payment link.',
  stripe_not_connected: () => 'It cannot be paid online.',
  not_mailed: () => 'It was handed over by hand.',
  draft: () => 'It was never sent.',
  overdue: ({ dueDate, today }) => `It is overdue by ${days(dayCount(dueDate, today))}.`,
  not_yet_due: ({ dueDate }) => `It is not due before ${date(dueDate)}.`,
  part_paid: () => 'It is paid in part.',
  withdrawn: () => 'A dispute took money back.',
  refunded: () => 'Money was given back.',
  webhook_quiet: () => 'Stripe’s messages do not reach this server.',
}

const texts: Record<FindingCode, Say> = {
  held: (_, { breaches }) =>
    `The check of the books found something that does not add up here${
      breaches?.[0] ? ` (${breaches[0].invariant})` : ''
    }, so no money is moved for it until somebody has looked. Run “quittance doctor” on the server: it says more.`,
  charge_unknown: (facts, found) =>
    `${paid(facts, found)} was charged to ${found.payment_label ?? 'the saved method'}, and Stripe did not answer. It is asked again by itself until it does; nothing is charged twice.`,
  payment_unreachable: (facts, found) =>
    `A payment of ${paid(facts, found)} is at a Stripe account that is not connected, so nobody here can ask how it ended. Connect that account again, or look it up in Stripe’s Dashboard and say how it ended.`,
  not_applied: ({ stuck }, found) =>
    `${stuck?.dead ? 'It was tried many times and given up' : 'It is tried again by itself'}. The last error was: “${shortened(found.stuck_error)}”`,
  on_its_way: debitWords,
  stripe_removed: ({ stripe }, found) =>
    `Stripe ${endWords(found)}${stripe.since ? ` on ${dayOf(stripe.since, found)}` : ''}. Whoever opens the link sees the invoice and cannot pay. Connect Stripe again and turn the links back on: they keep their addresses.`,
  stripe_restricted: ({ stripe }) =>
    stripe.state === 'onboarding'
      ? 'Stripe still wants to know something about your business before it takes payments. The link works by itself once it does.'
      : 'Stripe has stopped payments for your account. Its Dashboard says what it needs; the link works again by itself once it allows payments.',
  mail_failed: (_, found) =>
    `The e-mail to ${recipients(found)} was refused. The mail server said: “${shortened(found.mail_error)}”`,
  mail_partly_refused: (_, found) =>
    `It reached ${found.mail_delivered_to?.join(', ')}, and was refused for ${recipients(found)}. The mail server said: “${shortened(found.mail_error)}”`,
  no_mail_server: (_, found) =>
    `The e-mail to ${recipients(found)} waits because no mail server is set (SMTP_URL). It goes out by itself once one is; until then you can hand over the payment link yourself.`,
  mail_waiting: (_, found) =>
    `The e-mail to ${recipients(found)} was tried ${times(found.mail_attempts ?? 0)}${
      found.mail_next_try_at ? ' and is tried again by itself' : ' and given up'
    }. The mail server said: “${shortened(found.mail_error)}”`,
  mail_going_out: () => 'It is written and handed to the mail server in the next moments.',
  not_chargeable: ({ due, currency }) =>
    `${whyNotChargeable(due, currency) ?? ''} It can be paid another way, and recorded here.`,
  link_not_sent: ({ lastSentAt }, found) =>
    `The payment link is newer than what was sent${lastSentAt ? ` on ${dayOf(lastSentAt, found)}` : ''}. Your customer sees it once you send the invoice again.`,
  edited_since: ({ lastSentAt }, found) =>
    `It was changed after it was sent${lastSentAt ? ` on ${dayOf(lastSentAt, found)}` : ''}, and your customer holds what was sent. Send it again.`,
  confirmation_asked: (facts, found) =>
    `The bank did not let ${paid(facts, found)} be charged without your customer. They were sent the payment link to confirm it themselves, and have not yet.`,
  bank_asks: (facts, found) =>
    `They pressed Pay for ${paid(facts, found)}, and their bank asked them to confirm it in its app or with a code. That is still open: they can come back to the link and try again.`,
  declined: (_, found) =>
    [
      `The last reason: ${found.failure_code ? (declineWords(found.failure_code) ?? found.failure_message) : 'the bank gave none.'}`,
      adviceWords[found.failure_advice ?? 'none'],
    ]
      .filter(Boolean)
      .join(' '),
  paying_now: (facts, found) => `Pay was pressed for ${paid(facts, found)} some minutes ago.`,
  pay_not_finished: (facts, found) =>
    `They pressed Pay for ${paid(facts, found)} ${agoWords(facts.payment!.createdAt, facts.now)}, and neither paid nor were declined. Perhaps they only looked.`,
  opened_not_paid: ({ viewedAt, now }) =>
    `The payment page was first opened ${agoWords(viewedAt!, now)}. Pay was not pressed since.`,
  never_opened: ({ lastSentAt, now }) =>
    `${lastSentAt ? `It was sent ${agoWords(lastSentAt, now)}, and the` : 'The'} payment page was not opened since. ${
      isLongAgo(lastSentAt, now)
        ? 'The e-mail may lie in a spam folder: a word by phone helps most.'
        : 'People often take a day.'
    }`,
  link_disabled: () =>
    'Stripe is connected again, and the links that were off when it was removed wait to be turned back on.',
  link_missing: () =>
    'Your customer can pay by bank transfer or however you agreed. With a link, paying takes them a minute.',
  stripe_not_connected: () =>
    'Payment links are paid through Stripe, and none is connected. Your customer can pay by bank transfer or however you agreed.',
  not_mailed: () => 'It was marked as sent, and no e-mail about it ever went out from here.',
  draft: () => 'A draft has no number, and its link opens for nobody. Send it, or mark it as sent.',
  overdue: ({ dueDate }) => `It was due on ${date(dueDate)}.`,
  not_yet_due: ({ dueDate }) => `Your customer has time until ${date(dueDate)}.`,
  part_paid: ({ settled, due, currency }) =>
    `${sum(settled, currency)} arrived, ${sum(due, currency)} is still to come.`,
  withdrawn: ({ withdrawn, currency }) =>
    `The customer’s bank took ${sum(withdrawn, currency)} back in a dispute. Answer it in Stripe’s Dashboard.`,
  refunded: ({ refunded, currency }) =>
    `${sum(refunded, currency)} was refunded. That does not make it due again.`,
  webhook_quiet: ({ webhook }, found) =>
    `The last came ${webhook.lastEventAt ? `on ${dayOf(webhook.lastEventAt, found)}` : 'never'}. Nothing is lost: Stripe is asked about every open payment all the same, only a little later.`,
}

const adviceWords: Record<NonNullable<InvoiceCase['failure_advice']> | 'none', string> = {
  confirm: 'The bank wants your customer to confirm the payment themselves.',
  do_not_try_again: 'The bank says not to try this method again: ask for another one.',
  blocked: 'Stripe’s protection against fraud stopped it before the bank was asked.',
  try_again_later: 'Stripe advises to try again later.',
  none: '',
}

function debitWords(facts: DiagnosisFacts, found: InvoiceCase): string {
  const startedOn = dateIn(found.time_zone, facts.payment!.changedAt)
  const day = clearsAbout(found.payment_method ?? '', startedOn)
  const start = `A bank debit of ${paid(facts, found)} began on ${date(startedOn)}.`
  return day < facts.today
    ? `${start} It should have cleared about ${date(day)}; banks sometimes take longer. You hear of it as soon as it arrives or comes back.`
    : `${start} It usually clears about ${date(day)}. There is nothing to do: you hear of it as soon as it arrives or comes back.`
}

function isDebit({ payment_method: method }: InvoiceCase): boolean {
  return /_debit$|_bank_account$/.test(method ?? '')
}

function endWords({ end_reason: reason }: InvoiceCase): string {
  if (reason === 'removed') return 'was removed here'
  return reason === 'key_revoked' ? 'no longer takes the key it was connected with' : 'ended the connection'
}

/** Who has not got the e-mail. */
function recipients({ mail_to: to, mail_delivered_to: got }: InvoiceCase): string {
  return to?.filter((address) => !got?.includes(address)).join(', ') || 'your customer'
}

function paid({ currency }: DiagnosisFacts, { payment_amount: amount }: InvoiceCase): string {
  return sum(amount ?? 0, currency)
}

function sum(amount: number, currency: string): string {
  return formatMoney(amount, currency, 'en')
}

function date(day: string): string {
  return formatDate(day, 'en')
}

function dayOf(moment: Date, { time_zone: zone }: InvoiceCase): string {
  return date(dateIn(zone, moment))
}

const dayMs = 86_400_000

function agoWords(moment: Date, now: Date): string {
  const passed = now.getTime() - moment.getTime()
  if (passed >= dayMs) return `${days(Math.floor(passed / dayMs))} ago`
  const hours = Math.floor(passed / 3_600_000)
  if (hours >= 1) return hours === 1 ? 'an hour ago' : `${hours} hours ago`
  return 'less than an hour ago'
}

function dayCount(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

function days(count: number): string {
  return count === 1 ? 'a day' : `${count} days`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

const quotedAtMost = 300

function shortened(words: string | null): string {
  const text = (words ?? '').replaceAll(/\s+/g, ' ').trim()
  return text.length > quotedAtMost ? `${text.slice(0, quotedAtMost)}…` : text
}
