import type { WebhookEndpoint } from '../../../api/types.ts'
import { Badge } from '../../../ui/badge.tsx'

/** Whether it is told anything. */
export function EndpointBadge({ endpoint }: { endpoint: WebhookEndpoint }) {
  if (endpoint.enabled) return <Badge tone="good">On</Badge>
  return endpoint.switched_off_because ? <Badge tone="bad">Switched off</Badge> : <Badge>Off</Badge>
}
