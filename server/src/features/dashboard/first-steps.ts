import type { Context } from '../../context.ts'
import { type Account, findAccount } from '../accounts/queries.ts'
import { type FirstFacts, firstFacts } from './queries.ts'
import { setFirstStepsDismissed } from './store.ts'

/** What a business does first, in the order in which it helps most. */
export const firstSteps = ['company', 'stripe', 'mail', 'invoice_sent', 'paid'] as const

export interface FirstStep {
  key: (typeof firstSteps)[number]
  done: boolean
}

/**
 * What a new business has done of its first steps, by what is there; null once all is done or somebody put them away,
 * and on a tour, which begins with everything there.
 */
export async function showFirstSteps(ctx: Context): Promise<FirstStep[] | null> {
  const account = await findAccount(ctx.db, ctx.accountId)
  if (account.kind === 'tour' || account.first_steps_dismissed_at) return null
  const facts = await firstFacts(ctx.db, ctx.accountId)
  const steps = firstSteps.map((key) => ({ key, done: isDone(key, account, facts, ctx.mailer.configured) }))
  return steps.every(({ done }) => done) ? null : steps
}

/** Puts the first steps away for everybody of the business, or brings them back. */
export async function dismissFirstSteps(ctx: Context, { dismissed }: { dismissed: boolean }): Promise<void> {
  await setFirstStepsDismissed(ctx.db, ctx.accountId, dismissed ? ctx.now() : null)
}

function isDone(
  key: FirstStep['key'],
  account: Account,
  facts: FirstFacts,
  mailConfigured: boolean,
): boolean {
  switch (key) {
    case 'company':
      // Setting up asks for the country only; an invoice wants to say where the business is.
      return Boolean(account.address.line1 && account.address.city)
    case 'stripe':
      return facts.connected
    case 'mail':
      return mailConfigured
    case 'invoice_sent':
      return facts.sent
    case 'paid':
      return facts.paid
  }
}
