import { type Kysely, sql } from 'kysely'

/**
 * Deletes what nobody asks for any more: sessions that ended, Idempotency-Keys that are free again after their 24 h, what
 * was told to webhook endpoints or had its effects a month ago. Whatever still waits stays, however old.
 */
export async function forgetWhatIsOver<Tables>(db: Kysely<Tables>): Promise<void> {
  await sql`delete from sessions where expires_at < now()`.execute(db)
  await sql`delete from idempotency_keys where started_at < now() - interval '24 hours'`.execute(db)
  await sql`delete from webhook_deliveries where next_try_at is null and created_at < now() - interval '30 days'`.execute(
    db,
  )
  await sql`delete from outbox where finished_at < now() - interval '30 days' and event ->> 'type' <> 'message.queued'`.execute(
    db,
  )
}
