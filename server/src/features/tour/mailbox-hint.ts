import type { WalkState } from './follow-walk.ts'
import type { WalkStep } from './walk-steps.ts'

const hints: Partial<Record<WalkStep, string>> = {
  mail_read: 'You are the customer now: open the newest invoice and read it.',
  page_opened: 'Press View and pay in the e-mail. The payment page opens in a tab of its own.',
  paid: 'Pay on the page that View and pay opens, with the card 4242 4242 4242 4242. Then close its tab and check for mail.',
  news_read: 'Open both: the receipt that your customer got, and the notice to the administrators.',
  card_saved:
    'Press View and pay, tick “Save this payment method for future use”, and pay with 4242 4242 4242 4242.',
  same_link_paid:
    'Press View and pay once more: an e-mail from before Stripe was removed, and its link works again.',
}

/** What the guided walk asks for in the mailbox; null when nobody walks. */
export function mailboxHint({ view, steps }: WalkState): string | null {
  if (view !== 'open' && view !== 'folded') return null
  const next = steps.find(({ doneAt }) => doneAt === null)
  if (!next) return null
  return hints[next.key] ?? 'The next step is in the app: go back there, or close this tab.'
}
