import { runDoctor } from '@quittance/server/commands'
import type { Outcome } from './run-command.ts'
import { withDatabase } from './with-database.ts'

/** `quittance doctor`: exit code 1 on any breach. */
export async function doctor(): Promise<Outcome> {
  const report = await withDatabase(runDoctor)
  return {
    json: report,
    ok: report.ok,
    words: report.ok
      ? 'Everything is in order.'
      : report.breaches.map((breach) => `✗ ${words(breach)}`).join('\n'),
  }
}

function words(breach: unknown): string {
  return typeof breach === 'string' ? breach : JSON.stringify(breach)
}
