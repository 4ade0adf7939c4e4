import type { Mandate } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `GET /v1/mandates/{mandate}` */
export function retrieveMandate(work: Work, request: ApiRequest): Mandate {
  return inPath(work, 'mandate', request.ids.mandate)
}
