import { type AccountChoices, newAccountKeys } from '../resources/accounts.ts'
import { connect, connectionsOf, disconnect } from '../resources/connections.ts'
import type { Simulator } from '../simulator.ts'
import { wallets as walletNames } from '../stripe-js/protocol.ts'
import { readApiKey } from '../transport/api-key.ts'
import { accountOf, type Body, listOf, oneOf, text } from './body.ts'
import { ControlError } from './control-error.ts'

/** Opens an account, connected to a `platform` if one is named, and gives its keys. */
export function openAccount(simulator: Simulator, body: Body) {
  const keys = newAccountKeys()
  const choices: AccountChoices = {}
  for (const name of ['business_name', 'country', 'default_currency'] as const) {
    const value = text(body, name)
    if (value) choices[name] = value
  }
  simulator.openAccount(keys.account, choices)
  const platform = text(body, 'platform')
  if (platform) {
    simulator.openAccount(platform)
    simulator.perform(keys.account, (work) => connect(work, platform))
  }
  return keys
}

/** Revokes or restores access and keys, or stops payments, as the merchant or Stripe could. */
export function updateAccount(simulator: Simulator, body: Body) {
  const id = accountOf(simulator, body)
  return simulator.perform(id, (work) => {
    const { account } = work
    const keys = oneOf(body, 'keys', ['valid', 'revoked'] as const) ?? account._private?.keys ?? 'valid'
    const chargesEnabled =
      typeof body.charges_enabled === 'boolean' ? body.charges_enabled : account.charges_enabled
    const wallets = listOf(body, 'wallets', walletNames) ?? account._private?.wallets ?? []
    const changed = work.save('account', {
      ...account,
      charges_enabled: chargesEnabled,
      _private: { ...account._private, keys, wallets },
    })
    if (chargesEnabled !== account.charges_enabled) {
      work.emit('account.updated', changed, { charges_enabled: account.charges_enabled })
    }
    const access = oneOf(body, 'access', ['granted', 'revoked'] as const)
    for (const connection of connectionsOf(work)) {
      if (!access || connection.access === access) continue
      if (access === 'granted') connect(work, connection.platform)
      else disconnect(work, connection.platform)
    }
    return {
      account: id,
      platforms: Object.fromEntries(connectionsOf(work).map(({ platform, access }) => [platform, access])),
      keys,
      charges_enabled: chargesEnabled,
      wallets,
    }
  })
}

/** What one key may do from now on: its state, and for a restricted key its permissions (`rak_charge_read` …). */
export function ruleKey(simulator: Simulator, body: Body) {
  const key = readApiKey(undefined, text(body, 'key'))
  simulator.openAccount(key.account)
  return simulator.perform(key.account, (work) => {
    const { account } = work
    const rules = account._private?.keyRules ?? {}
    const before = rules[key.digest] ?? { state: 'valid', permissions: null }
    const state = oneOf(body, 'state', ['valid', 'expired'] as const) ?? before.state
    const permissions = body.permissions === undefined ? before.permissions : permissionsIn(body)
    const rule = { state, permissions }
    work.save('account', {
      ...account,
      _private: { keys: 'valid', ...account._private, keyRules: { ...rules, [key.digest]: rule } },
    })
    return { account: key.account, ...rule }
  })
}

function permissionsIn({ permissions }: Body): string[] | null {
  if (permissions === 'all') return null
  if (Array.isArray(permissions) && permissions.every((name) => /^rak_\w+_(read|write)$/.test(String(name))))
    return permissions
  throw new ControlError('permissions must be "all" or a list like ["rak_charge_read", "rak_customer_write"]')
}
