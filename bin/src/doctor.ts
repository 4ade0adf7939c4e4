import { runDoctor } from '@quittance/server/commands'
import type { Outcome } from './run-command.ts'
import { withDatabase } from './with-database.ts'

/** `quittance doctor`: exit code 1 on any breach. */
export async function doctor(): Promise<Outcome> {
  const report = await withDatabase(runDoctor)
  const lines = [
    ...report.breaches.map(
      ({ invariant, invoice_id, account_id, what }) => `✗ ${invariant} ${invoice_id ?? account_id}: ${what}`,
    ),
    ...report.notes.map((note) => `  ${note}`),
  ]
  return {
    json: report,
    ok: report.ok,
    words: [report.ok ? 'Everything is in order.' : 'Something is wrong:', ...lines].join('\n'),
  }
}
