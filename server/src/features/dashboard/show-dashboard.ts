import { todayIn } from '@quittance/core/invoice/due-date'
import type { Context } from '../../context.ts'
import { findAccount } from '../accounts/queries.ts'
import type { Attention } from '../invoices/queries.ts'
import {
  collectedByWeek,
  collectedSince,
  countAttention,
  hasInvoices,
  type OpenSums,
  openSums,
} from './queries.ts'

/** How the business stands today, as its own calendar has it. Amounts in minor units. */
export interface Dashboard {
  today: string
  /** The account's own currency first, then those in which something is owed or came. */
  currencies: CurrencyFigures[]
  attention: { kind: Attention; count: number }[]
  hasInvoices: boolean
}

export interface CurrencyFigures extends OpenSums {
  collectedThisMonth: number
  collectedThisMonthCount: number
  /** The last twelve, this one last; `week` is its Monday. */
  weeks: { week: string; amount: number }[]
}

const weeksShown = 12

export async function showDashboard(ctx: Context): Promise<Dashboard> {
  const account = await findAccount(ctx.db, ctx.accountId)
  const { currency: own, time_zone: timeZone } = account
  const today = todayIn(account, ctx.now())
  const weeks = lastWeeks(today)
  const [open, byWeek, thisMonth, attention, some] = await Promise.all([
    openSums(ctx.db, ctx.accountId, today),
    collectedByWeek(ctx.db, ctx.accountId, { from: weeks[0]!, timeZone }),
    collectedSince(ctx.db, ctx.accountId, { from: `${today.slice(0, 7)}-01`, timeZone }),
    countAttention(ctx.db, ctx.accountId),
    hasInvoices(ctx.db, ctx.accountId),
  ])
  const used = new Set([
    own,
    ...[...open, ...byWeek, ...thisMonth].map(({ currency }) => currency).toSorted(),
  ])
  const currencies = [...used].map((currency) => {
    const month = thisMonth.find((one) => one.currency === currency)
    return {
      ...(open.find((one) => one.currency === currency) ?? nothingOpen(currency)),
      collectedThisMonth: month?.amount ?? 0,
      collectedThisMonthCount: month?.count ?? 0,
      weeks: weeks.map((week) => ({
        week,
        amount: byWeek.find((one) => one.currency === currency && one.week === week)?.amount ?? 0,
      })),
    }
  })
  return { today, currencies, attention, hasInvoices: some }
}

function nothingOpen(currency: string): OpenSums {
  return {
    currency,
    outstanding: 0,
    outstandingCount: 0,
    overdue: 0,
    overdueCount: 0,
    processing: 0,
    processingCount: 0,
    ageing: [0, 0, 0, 0, 0],
  }
}

const dayMs = 86_400_000

/** The Mondays of the weeks that are shown. */
function lastWeeks(today: string): string[] {
  const now = Date.parse(`${today}T00:00:00Z`)
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * dayMs
  return Array.from({ length: weeksShown }, (_, index) =>
    new Date(monday - (weeksShown - 1 - index) * 7 * dayMs).toISOString().slice(0, 10),
  )
}
