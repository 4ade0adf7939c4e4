import type { WebhookEndpoint } from '../objects.ts'

/** Whether an endpoint subscribed to this event type and is switched on. */
export function endpointWants(endpoint: WebhookEndpoint, type: string): boolean {
  if (endpoint.status !== 'enabled') return false
  return endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type)
}
