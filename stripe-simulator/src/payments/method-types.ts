import type { PaymentIntent } from '../objects.ts'

type TypeParameters = {
  /** Only older API versions send this. */
  payment_method_types?: string[]
  allowed_payment_method_types?: string[]
  excluded_payment_method_types?: string[] | '' | null
}

/** What an account with this simulator may be paid with in a currency. */
export function methodTypesFor(currency: string | null, parameters: TypeParameters): string[] {
  const {
    payment_method_types,
    allowed_payment_method_types: allowed,
    excluded_payment_method_types: excluded,
  } = parameters
  if (payment_method_types) return payment_method_types
  const bankDebit = { eur: 'sepa_debit', usd: 'us_bank_account' }[currency ?? '']
  const enabled = [
    'card',
    ...(bankDebit ? [bankDebit] : currency === null ? ['sepa_debit', 'us_bank_account'] : []),
  ]
  return enabled.filter(
    (type) => (!allowed || allowed.includes(type)) && !(excluded && excluded.includes(type)),
  )
}

/** The `payment_method_options` of an intent in full shape, for its types. */
export function methodOptions(
  types: string[],
  given: PaymentIntent['payment_method_options'] | undefined,
): PaymentIntent['payment_method_options'] {
  const options: NonNullable<PaymentIntent['payment_method_options']> = {}
  if (types.includes('card')) {
    options.card = {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: given?.card?.request_three_d_secure ?? 'automatic',
      ...(given?.card?.setup_future_usage && { setup_future_usage: given.card.setup_future_usage }),
    }
  }
  if (types.includes('sepa_debit')) options.sepa_debit = {}
  if (types.includes('us_bank_account')) options.us_bank_account = { verification_method: 'automatic' }
  return options
}
