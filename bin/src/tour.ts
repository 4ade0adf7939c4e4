import { readConfig } from '@quittance/server/config'
import type { Outcome } from './run-command.ts'

interface TourAccount {
  account_id: string
  api_key: string
  admin_url: string
  base_url: string
  mailbox_url: string
  stripe_simulator_url: string
}

/** `quittance tour`: asks the running product for a tour account. */
export async function tour(): Promise<Outcome> {
  const config = readConfig(process.env)
  const account = await askForTour(`http://${reachable(config.host)}:${config.port}`)
  return {
    json: account,
    words: [
      `A tour account is ready: ${account.admin_url}`,
      `Its mail:         ${account.mailbox_url}`,
      `Pretended Stripe: ${account.stripe_simulator_url}`,
      `API:              ${account.base_url}`,
      `API key:          ${account.api_key}`,
    ].join('\n'),
  }
}

async function askForTour(base: string): Promise<TourAccount> {
  const answer = await fetch(`${base}/tour`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    redirect: 'manual',
  }).catch(() => {
    throw new Error(
      `No Quittance answers at ${base}; start it with "npm start", or set PORT to the one it uses.`,
    )
  })
  if (answer.ok) return (await answer.json()) as TourAccount
  const problem = (await answer.json().catch(() => null)) as { detail?: string } | null
  if (answer.status === 404) throw new Error(`Tours are off at ${base}; start it with TOUR=on.`)
  throw new Error(
    `${base} refused to make a tour account: ${problem?.detail ?? `it answered ${answer.status}`}`,
  )
}

/** An address to listen on need not be one to connect to. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
