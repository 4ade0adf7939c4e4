import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { publish } from '../../platform/jobs/outbox.ts'

/**
 * Somebody at the payment page wants to use saved methods. Whether there are any is found out afterwards, by `sendCode`:
 * so neither the answer nor its time tells (R24). Returns the id under which the code will be known, to be kept by this
 * browser alone.
 */
export async function askForCode(ctx: Context, input: { invoiceId: string }): Promise<string> {
  const codeId = newId('code')
  await ctx.transaction((tx) =>
    publish(tx, ctx.accountId, { type: 'code.asked', codeId, invoiceId: input.invoiceId }),
  )
  return codeId
}
