import type { PaymentNews } from '@quittance/core/events'
import { whoHearsOfTrouble } from '@quittance/core/notification-policy'
import type { Context, Tx } from '../../context.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { listMembers } from '../accounts/queries.ts'

/**
 * Publishes what became of a payment, for those who run the business (R31). `byThemselves`: they did it, and need no
 * mail. `afterMs`: told that much later, and only if it is still true then.
 */
export async function tellOfTrouble(
  tx: Tx,
  ctx: Context,
  news: Pick<PaymentNews, 'invoiceId' | 'paymentId' | 'about' | 'key'> & { customer?: boolean },
  { byThemselves = false, afterMs = 0 } = {},
): Promise<void> {
  const administrators = byThemselves ? [] : whoHearsOfTrouble(await listMembers(tx, ctx.accountId))
  await publish(
    tx,
    ctx.accountId,
    { type: 'payment.news', customer: false, ...news, administrators },
    { afterMs },
  )
}
