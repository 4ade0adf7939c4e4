import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { WebhookEndpoint } from '../objects.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { clientIdOf } from './connections.ts'
import { inPath } from './find.ts'

/**
 * `POST /v1/webhook_endpoints`: the only answer that shows the signing secret. With `connect` it gets the events of the
 * accounts that are connected to this one, instead of its own.
 */
export function createWebhookEndpoint(
  work: Work,
  request: ApiRequest<Stripe.WebhookEndpointCreateParams>,
): WebhookEndpoint {
  const { parameters } = request
  checkUrl(parameters.url)
  checkEvents(parameters.enabled_events)
  const secret = `whsec_${randomText(32)}`
  const endpoint = work.save('webhook_endpoint', {
    id: newId('we_1', 23),
    object: 'webhook_endpoint',
    api_version: parameters.api_version ?? null,
    application: parameters.connect ? clientIdOf(work.accountId) : null,
    created: work.now,
    description: parameters.description || null,
    enabled_events: parameters.enabled_events,
    livemode: false,
    metadata: mergeMetadata(null, parameters.metadata || {}),
    status: 'enabled',
    url: parameters.url,
    _private: { secrets: [secret], connect: parameters.connect ?? false },
  })
  return { ...endpoint, secret }
}

/** `GET /v1/webhook_endpoints/{webhook_endpoint}` */
export function retrieveWebhookEndpoint(work: Work, request: ApiRequest): WebhookEndpoint {
  return inPath(work, 'webhook_endpoint', request.ids.webhook_endpoint)
}

/** `GET /v1/webhook_endpoints` */
export function listWebhookEndpoints(work: Work, request: ApiRequest) {
  return listPage(work.all('webhook_endpoint'), request.parameters, request.path)
}

/** `POST /v1/webhook_endpoints/{webhook_endpoint}` */
export function updateWebhookEndpoint(
  work: Work,
  request: ApiRequest<Stripe.WebhookEndpointUpdateParams>,
): WebhookEndpoint {
  const { parameters } = request
  const endpoint = inPath(work, 'webhook_endpoint', request.ids.webhook_endpoint)
  if (parameters.url) checkUrl(parameters.url)
  if (parameters.enabled_events) checkEvents(parameters.enabled_events)
  return work.save('webhook_endpoint', {
    ...endpoint,
    description: parameters.description === undefined ? endpoint.description : parameters.description || null,
    enabled_events: parameters.enabled_events ?? endpoint.enabled_events,
    metadata: mergeMetadata(endpoint.metadata, parameters.metadata),
    status:
      parameters.disabled === undefined ? endpoint.status : parameters.disabled ? 'disabled' : 'enabled',
    url: parameters.url ?? endpoint.url,
  })
}

/** `DELETE /v1/webhook_endpoints/{webhook_endpoint}`: what was not delivered yet never will be. */
export function deleteWebhookEndpoint(work: Work, request: ApiRequest) {
  const endpoint = inPath(work, 'webhook_endpoint', request.ids.webhook_endpoint)
  work.remove('webhook_endpoint', endpoint.id)
  for (const delivery of work.all('delivery')) {
    if (delivery.endpoint === endpoint.id) work.remove('delivery', delivery.id)
  }
  return { id: endpoint.id, object: 'webhook_endpoint', deleted: true }
}

/** Unlike Stripe, plain http and loopback addresses are welcome: that is where a simulated shop lives. */
function checkUrl(url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
  throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', {
    code: 'url_invalid',
    param: 'url',
  })
}

function checkEvents(events: string[]): void {
  if (events.length > 0) return
  throw invalidRequest('You must specify at least one event in enabled_events.', { param: 'enabled_events' })
}
