import type { EarlyFraudWarning } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `GET /v1/radar/early_fraud_warnings/{early_fraud_warning}` */
export function retrieveEarlyFraudWarning(work: Work, request: ApiRequest): EarlyFraudWarning {
  return inPath(work, 'early_fraud_warning', request.ids.early_fraud_warning)
}

/** `GET /v1/radar/early_fraud_warnings` */
export function listEarlyFraudWarnings(work: Work, request: ApiRequest) {
  const { charge, payment_intent: intent } = request.parameters
  const warnings = work
    .all('early_fraud_warning')
    .filter((warning) => !charge || warning.charge === charge)
    .filter((warning) => !intent || warning.payment_intent === intent)
  return listPage(warnings, request.parameters, request.path)
}
