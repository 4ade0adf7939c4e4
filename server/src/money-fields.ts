import { z } from '@hono/zod-openapi'
import { isCurrency } from '@quittance/core/currency'
import { maximumAmount } from '@quittance/core/money'

/** Lower-case ISO 4217; upper-case is accepted. */
export const currency = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine(isCurrency, 'This is not a currency that can be invoiced, such as "eur".')
  .openapi({ type: 'string', example: 'eur' })

/** Minor units. */
export const amount = z
  .int('A whole number of minor units.')
  .min(0, 'Zero or more.')
  .max(maximumAmount, 'This is larger than an invoice can hold.')
