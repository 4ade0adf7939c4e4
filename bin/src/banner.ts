import type { Config } from '@quittance/server/config'

/** What a person sees once the product runs: where it is, what to try first, and what is not configured yet. */
export function banner(config: Config, url: string): string {
  const lines = ['', `  Quittance is running at ${url}`, '']
  if (config.tour) lines.push(`  Live Tour     ${url}/tour   everything to try with pretended money`)
  lines.push(`  Data          ${config.databaseUrl ? 'your Postgres (DATABASE_URL)' : config.dataDir}`)
  const missing = notConfigured(config)
  if (missing.length > 0) lines.push('', '  Not configured yet:', ...missing.map((line) => `    ${line}`))
  return [...lines, '', '  Stop with Ctrl-C.', ''].join('\n')
}

function notConfigured(config: Config): string[] {
  const missing: string[] = []
  if (!config.smtpUrl)
    missing.push('Mail      SMTP_URL is not set: mail waits in the outbox and can be read in the app')
  if (!config.stripeConnect) missing.push('Stripe    connect an account of yours under Settings → Stripe')
  if (isLocal(config)) {
    missing.push('Address   PUBLIC_URL is not set: links in mails work on this machine only')
  }
  return missing
}

function isLocal(config: Config): boolean {
  return ['localhost', '127.0.0.1'].includes(new URL(config.publicUrl).hostname)
}
