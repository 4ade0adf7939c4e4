import { openApiDocument as document } from './api.ts'
import { createApp, type ReadyConfig } from './app.ts'
import { migrationsFolder } from './assets.ts'
import { setupFields } from './features/accounts/api.ts'
import { type SetUpBusiness, setUpBusiness } from './features/accounts/set-up-business.ts'
import { type Breach, findBreaches } from './features/doctor/find-breaches.ts'
import { migrate } from './platform/db/migrate.ts'
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

/** `quittance doctor`: what is wrong with the settings and the books, in sentences. */
export async function runDoctor(
  config: ReadyConfig,
): Promise<{ ok: boolean; breaches: Breach[]; notes: string[] }> {
  return withApp(config, async (app) => {
    const breaches = await findBreaches(app.db)
    const notes = config.smtpUrl ? [] : ['SMTP_URL is not set: mail waits in the outbox.']
    return { ok: breaches.length === 0, breaches, notes }
  })
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
