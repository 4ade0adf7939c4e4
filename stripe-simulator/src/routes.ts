/** Every operation of the API and who answers it. */

import { createAccountLink } from './resources/account-links.ts'
import { createAccount, listAccounts, retrieveAccount, retrieveOwnAccount } from './resources/accounts.ts'
import { listBalanceTransactions, retrieveBalance, retrieveBalanceTransaction } from './resources/balance.ts'
import {
  captureCharge,
  createCharge,
  listCharges,
  retrieveCharge,
  updateCharge,
} from './resources/charges.ts'
import { createConfirmationToken, retrieveConfirmationToken } from './resources/confirmation-tokens.ts'
import { createCustomerSession } from './resources/customer-sessions.ts'
import {
  createCustomer,
  deleteCustomer,
  listCustomers,
  retrieveCustomer,
  updateCustomer,
} from './resources/customers.ts'
import { closeDisputeInPath, listDisputes, retrieveDispute, updateDispute } from './resources/disputes.ts'
import { listEarlyFraudWarnings, retrieveEarlyFraudWarning } from './resources/early-fraud-warnings.ts'
import { listEvents, retrieveEvent } from './resources/events.ts'
import { retrieveMandate } from './resources/mandates.ts'
import { deauthorize, redeemOAuthCode } from './resources/oauth.ts'
import {
  browserViewOfIntent,
  cancelPaymentIntent,
  capturePaymentIntent,
  confirmPaymentIntent,
  createPaymentIntent,
  listPaymentIntents,
  retrievePaymentIntent,
  updatePaymentIntent,
} from './resources/payment-intents.ts'
import {
  createPaymentMethodDomain,
  listPaymentMethodDomains,
  retrievePaymentMethodDomain,
  updatePaymentMethodDomain,
} from './resources/payment-method-domains.ts'
import {
  attachPaymentMethod,
  createPaymentMethod,
  detachPaymentMethod,
  listCustomerPaymentMethods,
  listPaymentMethods,
  retrieveCustomerPaymentMethod,
  retrievePaymentMethod,
  updatePaymentMethod,
} from './resources/payment-methods.ts'
import {
  cancelRefund,
  createRefund,
  listRefunds,
  refundThroughCharge,
  retrieveRefund,
  updateRefund,
} from './resources/refunds.ts'
import { approveReviewInPath, listReviews, retrieveReview } from './resources/reviews.ts'
import {
  browserViewOfSetup,
  cancelSetupIntent,
  confirmSetupIntent,
  createSetupIntent,
  listSetupAttempts,
  listSetupIntents,
  retrieveSetupIntent,
  updateSetupIntent,
} from './resources/setup-intents.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  retrieveWebhookEndpoint,
  updateWebhookEndpoint,
} from './resources/webhook-endpoints.ts'
import type { ApiRequest } from './transport/api-request.ts'
import type { Work } from './work.ts'

type Handler = (work: Work, request: ApiRequest<never>) => object
export type Route = {
  method: string
  path: string
  pattern: RegExp
  handler: Handler
  /** Set when a publishable key may call it: how the answer looks to a browser. */
  browserView?: (answer: object) => object
}

const unchanged = (answer: object) => answer

export const routes: Route[] = [
  route('POST', '/oauth/token', redeemOAuthCode),
  route('POST', '/oauth/deauthorize', deauthorize),

  route('GET', '/v1/account', retrieveOwnAccount),
  route('POST', '/v1/account_links', createAccountLink),
  route('POST', '/v1/accounts', createAccount),
  route('GET', '/v1/accounts', listAccounts),
  route('GET', '/v1/accounts/{account}', retrieveAccount),

  route('GET', '/v1/balance', retrieveBalance),
  route('GET', '/v1/balance_transactions', listBalanceTransactions),
  route('GET', '/v1/balance_transactions/{id}', retrieveBalanceTransaction),

  route('POST', '/v1/charges', createCharge),
  route('GET', '/v1/charges', listCharges),
  route('GET', '/v1/charges/{charge}', retrieveCharge),
  route('POST', '/v1/charges/{charge}', updateCharge),
  route('POST', '/v1/charges/{charge}/capture', captureCharge),
  route('POST', '/v1/charges/{charge}/refund', refundThroughCharge),

  route('POST', '/v1/confirmation_tokens', createConfirmationToken, unchanged),
  route('GET', '/v1/confirmation_tokens/{id}', retrieveConfirmationToken, unchanged),
  route('POST', '/v1/test_helpers/confirmation_tokens', createConfirmationToken),

  route('POST', '/v1/customer_sessions', createCustomerSession),
  route('POST', '/v1/customers', createCustomer),
  route('GET', '/v1/customers', listCustomers),
  route('GET', '/v1/customers/{customer}', retrieveCustomer),
  route('POST', '/v1/customers/{customer}', updateCustomer),
  route('DELETE', '/v1/customers/{customer}', deleteCustomer),
  route('GET', '/v1/customers/{customer}/payment_methods', listCustomerPaymentMethods),
  route('GET', '/v1/customers/{customer}/payment_methods/{payment_method}', retrieveCustomerPaymentMethod),

  route('GET', '/v1/disputes', listDisputes),
  route('GET', '/v1/disputes/{dispute}', retrieveDispute),
  route('POST', '/v1/disputes/{dispute}', updateDispute),
  route('POST', '/v1/disputes/{dispute}/close', closeDisputeInPath),

  route('GET', '/v1/events', listEvents),
  route('GET', '/v1/events/{id}', retrieveEvent),

  route('GET', '/v1/mandates/{mandate}', retrieveMandate),

  route('POST', '/v1/payment_intents', createPaymentIntent),
  route('GET', '/v1/payment_intents', listPaymentIntents),
  route('GET', '/v1/payment_intents/{intent}', retrievePaymentIntent, browserViewOfIntent),
  route('POST', '/v1/payment_intents/{intent}', updatePaymentIntent),
  route('POST', '/v1/payment_intents/{intent}/confirm', confirmPaymentIntent, browserViewOfIntent),
  route('POST', '/v1/payment_intents/{intent}/capture', capturePaymentIntent),
  route('POST', '/v1/payment_intents/{intent}/cancel', cancelPaymentIntent),

  route('POST', '/v1/payment_method_domains', createPaymentMethodDomain),
  route('GET', '/v1/payment_method_domains', listPaymentMethodDomains),
  route('GET', '/v1/payment_method_domains/{payment_method_domain}', retrievePaymentMethodDomain),
  route('POST', '/v1/payment_method_domains/{payment_method_domain}', updatePaymentMethodDomain),
  route('POST', '/v1/payment_method_domains/{payment_method_domain}/validate', retrievePaymentMethodDomain),

  route('POST', '/v1/payment_methods', createPaymentMethod, unchanged),
  route('GET', '/v1/payment_methods', listPaymentMethods),
  route('GET', '/v1/payment_methods/{payment_method}', retrievePaymentMethod),
  route('POST', '/v1/payment_methods/{payment_method}', updatePaymentMethod),
  route('POST', '/v1/payment_methods/{payment_method}/attach', attachPaymentMethod),
  route('POST', '/v1/payment_methods/{payment_method}/detach', detachPaymentMethod),

  route('GET', '/v1/radar/early_fraud_warnings', listEarlyFraudWarnings),
  route('GET', '/v1/radar/early_fraud_warnings/{early_fraud_warning}', retrieveEarlyFraudWarning),

  route('POST', '/v1/refunds', createRefund),
  route('GET', '/v1/refunds', listRefunds),
  route('GET', '/v1/refunds/{refund}', retrieveRefund),
  route('POST', '/v1/refunds/{refund}', updateRefund),
  route('POST', '/v1/refunds/{refund}/cancel', cancelRefund),

  route('GET', '/v1/reviews', listReviews),
  route('GET', '/v1/reviews/{review}', retrieveReview),
  route('POST', '/v1/reviews/{review}/approve', approveReviewInPath),

  route('GET', '/v1/setup_attempts', listSetupAttempts),
  route('POST', '/v1/setup_intents', createSetupIntent),
  route('GET', '/v1/setup_intents', listSetupIntents),
  route('GET', '/v1/setup_intents/{intent}', retrieveSetupIntent, browserViewOfSetup),
  route('POST', '/v1/setup_intents/{intent}', updateSetupIntent),
  route('POST', '/v1/setup_intents/{intent}/confirm', confirmSetupIntent, browserViewOfSetup),
  route('POST', '/v1/setup_intents/{intent}/cancel', cancelSetupIntent),

  route('POST', '/v1/webhook_endpoints', createWebhookEndpoint),
  route('GET', '/v1/webhook_endpoints', listWebhookEndpoints),
  route('GET', '/v1/webhook_endpoints/{webhook_endpoint}', retrieveWebhookEndpoint),
  route('POST', '/v1/webhook_endpoints/{webhook_endpoint}', updateWebhookEndpoint),
  route('DELETE', '/v1/webhook_endpoints/{webhook_endpoint}', deleteWebhookEndpoint),
]

/** The route for a request and the ids in its path. */
export function matchRoute(
  method: string,
  path: string,
): { route: Route; ids: Record<string, string> } | null {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null
    if (!match) continue
    const ids = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    return { route, ids: Object.fromEntries(ids) }
  }
  return null
}

function route(
  method: string,
  path: string,
  handler: Handler,
  browserView?: (answer: object) => object,
): Route {
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
  return { method, path, pattern, handler, ...(browserView && { browserView }) }
}
