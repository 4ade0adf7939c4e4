import type { StripeEvent } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

const thirtyDaysInSeconds = 30 * 24 * 60 * 60

/** `GET /v1/events/{id}` */
export function retrieveEvent(work: Work, request: ApiRequest): StripeEvent {
  return inPath(work, 'event', request.ids.id)
}

/** `GET /v1/events`: the last 30 days. */
export function listEvents(work: Work, request: ApiRequest) {
  const { type, types, delivery_success: delivered } = request.parameters
  if (type && types) throw invalidRequest('You may only specify one of these parameters: type, types.')
  const patterns = (types as string[] | undefined) ?? (type ? [type as string] : null)
  const events = work
    .all('event')
    .filter((event) => event.created > work.now - thirtyDaysInSeconds)
    .filter((event) => !patterns || patterns.some((pattern) => matches(event.type, pattern)))
    .filter((event) => delivered === undefined || (event.pending_webhooks === 0) === delivered)
  return listPage(events, request.parameters, request.path)
}

/** `charge.*` names all types of the group. */
function matches(type: string, pattern: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
}
