import { webhookModes } from '../../webhooks/send-webhooks.ts'
import { type Markup, markup } from '../html.ts'
import { badge, type Dashboard, empty, postForm, rowsShown } from './parts.ts'

/** Endpoints, how deliveries go out, what waits, and what was answered. */
export function webhooksView(dashboard: Dashboard): Markup {
  const { simulator, work, account } = dashboard
  const endpoints = work.all('webhook_endpoint')
  const pending = simulator.webhooks.pending(account.id).slice(-rowsShown)
  const attempts = simulator.webhooks.attempts(account.id).slice(0, rowsShown)
  const mode = simulator.webhooks.modeFor(account.id)
  return markup`<h2>Endpoints</h2>
${endpoints.length === 0 && empty('No endpoints.')}
${endpoints.map(
  ({ url, status, enabled_events: events, _private: notes }) =>
    markup`<div class="row card"><p><code>${url}</code> ${badge(status)} <span class="quiet">${events.length} event types${notes?.connect && ', of connected accounts'}</span></p></div>`,
)}
<div class="actions">
${postForm(
  dashboard,
  'webhooks',
  { done: 'Deliveries go out differently from now on.' },
  markup`<label>Deliveries <select name="mode">${webhookModes.map((each) => markup`<option${each === mode && markup` selected`}>${each}</option>`)}</select></label><button>Set</button>`,
)}
${postForm(dashboard, 'webhooks/flush', { done: 'Sent.' }, markup`<button>Send what waits now</button>`)}
</div>
<h2>Waiting</h2>
${pending.length === 0 && empty('Nothing waits.')}
${pending.map(
  (delivery) =>
    markup`<div class="row card"><p>${delivery.type} ${badge(delivery.state)} <span class="quiet">${delivery.attempts} attempts ${delivery.lastFailure}</span></p></div>`,
)}
<h2>Answers</h2>
${attempts.length === 0 && empty('Nothing was sent since the simulator started.')}
${attempts.map(
  (attempt) =>
    markup`<div class="row card"><p>${attempt.type} ${badge(attempt.answer)} <span class="quiet">${attempt.at.slice(0, 19).replace('T', ' ')} <code>${attempt.event}</code></span></p></div>`,
)}`
}
