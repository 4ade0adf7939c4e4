import { OpenAPIHono } from '@hono/zod-openapi'
import { accountsApi } from './features/accounts/api.ts'
import { cardRequestsApi } from './features/card-requests/api.ts'
import { servicesApi } from './features/catalogue/api.ts'
import { customersApi } from './features/customers/api.ts'
import { dashboardApi } from './features/dashboard/api.ts'
import { deadLettersApi } from './features/dead-letters/api.ts'
import { diagnosisApi } from './features/diagnosis/api.ts'
import { disputesApi } from './features/disputes/api.ts'
import { invoicesApi } from './features/invoices/api.ts'
import { messagesApi } from './features/notifications/api.ts'
import { paymentsApi } from './features/payments/api.ts'
import { connectionApi } from './features/payments/connection-api.ts'
import { previewsApi } from './features/previews/api.ts'
import { refundsApi } from './features/refunds/api.ts'
import { savedMethodsApi } from './features/saved-methods/api.ts'
import { taxesApi } from './features/taxes/api.ts'
import { teamApi } from './features/team/api.ts'
import { tourApi } from './features/tour/api.ts'
import { webhookEndpointsApi } from './features/webhook-endpoints/api.ts'
import type { Api, Variables } from './platform/http/endpoint.ts'

/** The JSON API under /api/v1: each feature's door. The admin app uses nothing else. */
export function createApi(): Api {
  const api = new OpenAPIHono<{ Variables: Variables }>()
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: qk_…',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-quittance',
  })
  accountsApi(api)
  taxesApi(api)
  servicesApi(api)
  customersApi(api)
  cardRequestsApi(api)
  invoicesApi(api)
  dashboardApi(api)
  diagnosisApi(api)
  paymentsApi(api)
  previewsApi(api)
  savedMethodsApi(api)
  refundsApi(api)
  disputesApi(api)
  connectionApi(api)
  messagesApi(api)
  deadLettersApi(api)
  teamApi(api)
  webhookEndpointsApi(api)
  tourApi(api)
  return api
}

/** The OpenAPI 3.1 document, made from the routes themselves. */
export function openApiDocument(): object {
  return createApi().getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Quittance',
      version: '1',
      description:
        'Invoices that people can pay from. Amounts are integers in minor units beside a lower-case currency; quantities and rates are decimal strings. Errors are application/problem+json (RFC 9457). Every POST takes an Idempotency-Key.',
      license: { name: 'AGPL-3.0-only' },
    },
    servers: [{ url: '/api/v1' }],
  })
}
