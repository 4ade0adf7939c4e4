import { text } from 'node:stream/consumers'
import { runSetup } from '@quittance/server/commands'
import type { Outcome } from './run-command.ts'
import { withDatabase } from './with-database.ts'

export interface SetupOptions {
  company: string
  email: string
  currency?: string
  country?: string
  timeZone?: string
}

/** `quittance setup`: creates the first business and its owner; beside the running product or without it. */
export async function setup(options: SetupOptions): Promise<Outcome> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password === '')
    throw new Error('No password came in on standard input; --password-stdin expects it there.')
  const { company, email, currency, country, timeZone } = options
  const made = await withDatabase((config) =>
    runSetup(config, { company, email, password, currency, country, timeZone }),
  )
  return {
    json: made,
    words: `${company} is set up. Sign in as ${email} at ${made.admin_url}\nAPI key (shown only now): ${made.api_key}`,
  }
}
