import { doctorWithout, runDoctor } from '@quittance/server/commands'
import { readConfig } from '@quittance/server/config'
import { type Outcome, sentenceOf } from './run-command.ts'
import { withDatabase } from './with-database.ts'

/** `quittance doctor`: exit code 1 on any breach or fault. */
export async function doctor(): Promise<Outcome> {
  const report = await examine()
  return {
    json: report,
    ok: report.ok,
    words: [
      ...report.checks.map(
        (one) => `${marks[one.state]} ${one.check}: ${one.says}${one.do ? `\n  → ${one.do}` : ''}`,
      ),
      ...report.breaches.map(
        ({ invariant, account_id, invoice_id, what }) =>
          `✗ books: ${invariant}, ${invoice_id ?? account_id}: ${what}.`,
      ),
      ...(report.breaches.length > 0 ? [advice] : []),
      report.ok ? 'Everything is in order.' : 'Something is wrong.',
    ].join('\n'),
  }
}

const marks = { ok: '✓', warning: '!', fault: '✗' }

const advice =
  '  → The invoices named are held, the others go on. If somebody changed the database by hand, change it back and run this again; otherwise keep a backup of it as it is and report this as a bug.'

type Report = ReturnType<typeof doctorWithout>

/** What other commands would fail with is what this one is for. */
async function examine(): Promise<Report> {
  try {
    readConfig(process.env)
  } catch (error) {
    return doctorWithout('settings', sentenceOf(error))
  }
  try {
    return await withDatabase(runDoctor)
  } catch (error) {
    return doctorWithout('database', sentenceOf(error))
  }
}
