import { openApiDocument as document } from './api.ts'
import { createApp, type ReadyConfig } from './app.ts'
import { migrationsFolder } from './assets.ts'
import { setupFields } from './features/accounts/api.ts'
import { type SetUpBusiness, setUpBusiness } from './features/accounts/set-up-business.ts'
import { fault } from './features/doctor/check.ts'
import { checkUp, type Report, report } from './features/doctor/check-up.ts'
import { knownMigrations, migrate, pendingMigrations } from './platform/db/migrate.ts'
import { faultsOf } from './platform/http/problem.ts'

/** `quittance setup`. Prints what the contract says; the operator may add businesses beside the first. */
export async function runSetup(
  config: ReadyConfig,
  input: SetUpBusiness,
): Promise<{ account_id: string; api_key: string; admin_url: string; base_url: string }> {
  const { timeZone, ...rest } = input
  const checked = setupFields.safeParse(JSON.parse(JSON.stringify({ ...rest, time_zone: timeZone })))
  if (!checked.success)
    throw new Error(
      faultsOf(checked.error)
        .map((fault) => `${fault.pointer.slice(1)}: ${fault.detail}`)
        .join('\n'),
    )
  return withApp(config, async (app) => {
    const { time_zone: zone, ...fields } = checked.data
    const made = await setUpBusiness(app, { ...fields, timeZone: zone }, 'open')
    return {
      account_id: made.accountId,
      api_key: made.apiKey,
      admin_url: `${config.publicUrl}/`,
      base_url: config.publicUrl,
    }
  })
}

/** `quittance migrate`. */
export async function runMigrate(config: ReadyConfig): Promise<{ applied: string[] }> {
  return { applied: await migrate(config.databaseUrl, migrationsFolder) }
}

/** `quittance doctor`: how everything stands. Changes nothing but the holds on invoices. */
export async function runDoctor(config: ReadyConfig): Promise<Report> {
  const app = createApp(config)
  try {
    const [known, pending] = await Promise.all([
      knownMigrations(migrationsFolder),
      pendingMigrations(app.db, migrationsFolder),
    ])
    return await checkUp(app, { known, pending })
  } finally {
    await app.close()
  }
}

/** The report when not even a beginning could be made. */
export function doctorWithout(what: 'settings' | 'database', says: string): Report {
  const advice = {
    settings: 'Mend the settings in the environment or in .env.',
    database: 'Look whether the database runs, and at DATABASE_URL or DATA_DIR.',
  }
  return report([fault(what, says, advice[what])], [])
}

/** The OpenAPI document, for `quittance openapi`. */
export function openApiDocument(): object {
  return document()
}

async function withApp<T>(
  config: ReadyConfig,
  work: (app: ReturnType<typeof createApp>) => Promise<T>,
): Promise<T> {
  const app = createApp(config)
  try {
    await migrate(config.databaseUrl, migrationsFolder)
    return await work(app)
  } finally {
    await app.close()
  }
}
