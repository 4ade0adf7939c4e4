import type { Connection } from '../objects.ts'
import type { Work } from '../work.ts'

/** The OAuth client id of a platform: `ca_` and the 16 characters that also stand in its keys and account id. */
export function clientIdOf(platform: string): string {
  return platform.replace(/^acct_/, 'ca_')
}

/** The platform's account behind a client id, or null when it cannot be one. */
export function platformOf(clientId: string): string | null {
  const body = /^ca_([A-Za-z0-9]{16})[A-Za-z0-9]*$/.exec(clientId)?.[1]
  return body ? `acct_${body}` : null
}

/** Whether the platform that works here may act for an account now. */
export function isConnected(work: Work, account: string): boolean {
  return work.find('connection', idOf(work.accountId, account))?.access === 'granted'
}

/** The platforms that an account is, or was, connected to. */
export function connectionsOf(work: Work): Connection[] {
  return work.all('connection').filter(({ account }) => account === work.accountId)
}

/** Lets a platform act for the account that works here. */
export function connect(work: Work, platform: string): void {
  save(work, platform, 'granted')
  work.emit('account.application.authorized', applicationOf(platform))
}

/** Ends that, from either side; the event is the last thing the platform hears of the account. */
export function disconnect(work: Work, platform: string): void {
  work.emit('account.application.deauthorized', applicationOf(platform))
  save(work, platform, 'revoked')
}

function save(work: Work, platform: string, access: Connection['access']): void {
  work.save('connection', {
    id: idOf(platform, work.accountId),
    platform,
    account: work.accountId,
    access,
  })
}

function applicationOf(platform: string) {
  return { id: clientIdOf(platform), object: 'application', name: 'Simulated platform' }
}

function idOf(platform: string, account: string): string {
  return `${platform} ${account}`
}
