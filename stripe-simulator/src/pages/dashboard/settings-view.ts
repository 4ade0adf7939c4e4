import { connectionsOf } from '../../resources/connections.ts'
import { type Markup, markup } from '../html.ts'
import { badge, type Dashboard, empty, postForm } from './parts.ts'

/** Whether the account may charge, who may act for it, its keys, and the wallets browsers pretend to have. */
export function settingsView(dashboard: Dashboard): Markup {
  const { account, work } = dashboard
  const platforms = connectionsOf(work)
  const update = (fields: Record<string, string>, words: string, done: string) =>
    postForm(dashboard, 'accounts/update', { ...fields, done }, markup`<button>${words}</button>`)
  const areKeysGood = account._private?.keys !== 'revoked'
  return markup`<h2>Charges</h2>
<div class="row card actions">${badge(account.charges_enabled ? 'enabled' : 'disabled')}
${
  account.charges_enabled
    ? update({ charges_enabled: 'false' }, 'Stop charges', 'The account may not charge any more.')
    : update({ charges_enabled: 'true' }, 'Allow charges', 'The account may charge again.')
}</div>
<h2>Connected platforms</h2>
${platforms.length === 0 && empty('No platform may act for this account.')}
${platforms.map(
  ({ platform, access }) =>
    markup`<div class="row card actions"><code>${platform}</code> ${badge(access)}
${
  access === 'granted'
    ? update({ access: 'revoked' }, 'Revoke access', 'Access is revoked.')
    : update({ access: 'granted' }, 'Give access back', 'Access is back.')
}</div>`,
)}
<h2>API keys</h2>
<div class="row card actions">${badge(areKeysGood ? 'active' : 'revoked')}
${
  areKeysGood
    ? update({ keys: 'revoked' }, 'Revoke all keys', 'No key of the account works any more.')
    : update({ keys: 'valid' }, 'Make keys good again', 'The keys work again.')
}</div>
<h2>Wallets</h2>
<div class="row card actions"><span>${account._private?.wallets?.join(', ').replaceAll('_', ' ') || 'none'}</span>
${update({ wallets: 'google_pay,link' }, 'Pretend Google Pay and Link', 'Browsers pretend to have wallets.')}
${update({ wallets: ',' }, 'None', 'Browsers have no wallets.')}</div>`
}
