import type { App } from '../../context.ts'
import type { Check } from './check.ts'
import { checkClock } from './check-clock.ts'
import { checkDatabase } from './check-database.ts'
import { checkDisk } from './check-disk.ts'
import { checkMail } from './check-mail.ts'
import { checkOutbox } from './check-outbox.ts'
import { checkSettings } from './check-settings.ts'
import { checkStripe } from './check-stripe.ts'
import { type Breach, findBreaches } from './find-breaches.ts'
import { holdInvoices } from './hold-invoices.ts'
import { invariants } from './invariants.ts'

/** What `quittance doctor` prints. */
export interface Report {
  /** No breach, and no check with a fault. */
  ok: boolean
  breaches: Breach[]
  checks: Check[]
}

/** Looks at everything: where the product stands, and whether its books hold what must hold. Holds and frees invoices. */
export async function checkUp(app: App, migrations: { known: string[]; pending: string[] }): Promise<Report> {
  const checks = [checkSettings(app), await checkDatabase(app, migrations)]
  const [mail, disk] = await Promise.all([checkMail(app), checkDisk(app)])
  if (migrations.pending.length > 0) return report([...checks, mail, disk], [])
  const stripe = await checkStripe(app)
  checks.push(mail, stripe.check, await checkClock(app, stripe.time), disk, await checkOutbox(app))
  const always = await holdInvoices(app)
  const atRest = await findBreaches(app.db, { among: invariants.filter((one) => one.atRest) })
  return report(checks, [...always, ...atRest])
}

export function report(checks: Check[], breaches: Breach[]): Report {
  return { ok: breaches.length === 0 && checks.every(({ state }) => state !== 'fault'), breaches, checks }
}
