import { z } from '@hono/zod-openapi'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, time } from '../../platform/http/fields.ts'
import { type Action, diagnoseInvoice, type ExplainedFinding } from './diagnose-invoice.ts'

const action = z
  .object({
    kind: z.enum([
      'send',
      'send_again',
      'correct_address',
      'retry_mail',
      'add_link',
      'copy_link',
      'charge_again',
      'record_payment',
      'connect_stripe',
      'open_stripe',
      'open_deliveries',
    ]),
    label: z.string(),
    /** Of `retry_mail` and `correct_address`: the e-mail. */
    message_id: z.string().nullable(),
    /** Of `charge_again`. */
    customer_id: z.string().nullable(),
    /** Of `copy_link`: the payment link. */
    url: z.string().nullable(),
  })
  .openapi('DiagnosisAction')

const diagnosis = z
  .object({
    /** The most telling finding in one sentence. */
    headline: z.string(),
    /** Most telling first. */
    findings: z.array(
      z.object({
        code: z.string(),
        /** problem: nothing moves until somebody acts. waiting: it moves by itself, or the customer is to act. note: good to know. */
        level: z.enum(['problem', 'waiting', 'note']),
        text: z.string(),
        since: time.nullable(),
        action: action.nullable(),
      }),
    ),
  })
  .openapi('Diagnosis')

export function diagnosisApi(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/invoices/{id}/diagnosis',
      operationId: 'diagnoseInvoice',
      summary: 'Why the invoice is not paid, and what helps',
      tag: 'Invoices',
      role: 'staff',
      params: idParam,
      response: diagnosis,
    },
    async (ctx, { params }) => {
      const { headline, findings } = await diagnoseInvoice(ctx, params)
      return { headline, findings: findings.map(findingOut) }
    },
  )
}

function findingOut({ code, level, text, since, action: helps }: ExplainedFinding) {
  return { code, level, text, since: since?.toISOString() ?? null, action: helps && actionOut(helps) }
}

function actionOut({ kind, label, messageId, customerId, url }: Action): z.input<typeof action> {
  return { kind, label, message_id: messageId, customer_id: customerId, url }
}
