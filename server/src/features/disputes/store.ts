import type { Insertable } from 'kysely'
import type { Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Dispute } from './queries.ts'

/** Writes the dispute as Stripe has it now; its id, payment and time of birth stay. */
export async function putDispute(tx: Tx, dispute: Insertable<Database['disputes']>): Promise<Dispute> {
  const { status, withdrawn, due_by, amount, reason, updated_at } = dispute
  return tx
    .insertInto('disputes')
    .values(dispute)
    .onConflict((oc) =>
      oc.columns(['account_id', 'stripe_account_id', 'livemode', 'stripe_dispute_id']).doUpdateSet({
        status,
        withdrawn: withdrawn ?? 0,
        due_by: due_by ?? null,
        amount,
        reason,
        updated_at: updated_at ?? new Date(),
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}
