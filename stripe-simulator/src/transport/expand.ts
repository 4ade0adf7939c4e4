import type { Kind } from '../objects.ts'
import type { Work } from '../work.ts'
import { publicForm } from './public-form.ts'
import { invalidRequest } from './stripe-error.ts'

/** Which fields hold an id that may be asked for in full ("Expanding responses"). */
const expandable: Record<string, Record<string, Kind>> = {
  balance_transaction: { source: 'charge' },
  charge: {
    balance_transaction: 'balance_transaction',
    customer: 'customer',
    failure_balance_transaction: 'balance_transaction',
    payment_intent: 'payment_intent',
    review: 'review',
  },
  customer_session: { customer: 'customer' },
  dispute: { charge: 'charge', payment_intent: 'payment_intent' },
  invoice_settings: { default_payment_method: 'payment_method' },
  mandate: { payment_method: 'payment_method' },
  payment_intent: {
    customer: 'customer',
    latest_charge: 'charge',
    payment_method: 'payment_method',
    review: 'review',
  },
  payment_method: { customer: 'customer' },
  'radar.early_fraud_warning': { charge: 'charge', payment_intent: 'payment_intent' },
  refund: {
    balance_transaction: 'balance_transaction',
    charge: 'charge',
    customer: 'customer',
    failure_balance_transaction: 'balance_transaction',
    payment_intent: 'payment_intent',
    payment_method: 'payment_method',
  },
  review: { charge: 'charge', payment_intent: 'payment_intent' },
  setup_attempt: { customer: 'customer', payment_method: 'payment_method', setup_intent: 'setup_intent' },
  setup_intent: {
    customer: 'customer',
    latest_attempt: 'setup_attempt',
    mandate: 'mandate',
    payment_method: 'payment_method',
    single_use_mandate: 'mandate',
  },
}
const sourceKinds: Record<string, Kind> = {
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  pyr: 'refund',
  dp: 'dispute',
}

/**
 * The public form of an answer with the paths of `expand[]` filled in, for example `latest_charge.refunds` or
 * `data.customer`. Throws 400 for a path that holds nothing to expand or is deeper than four levels.
 */
export function expandAnswer(work: Work, answer: object, paths: string[]): Record<string, unknown> {
  const shown = publicForm(answer)
  for (const path of paths) {
    const names = path.split('.')
    if (names.length > 4) {
      throw invalidRequest(`You cannot expand more than 4 levels of a property. Property: ${path}`, {
        param: 'expand',
      })
    }
    expandPath(work, shown, names, path)
  }
  return shown
}

function expandPath(work: Work, holder: Record<string, unknown>, names: string[], path: string): void {
  const [name, ...rest] = names
  if (name === undefined) return
  if (holder.object === 'list' && name === 'data') {
    for (const item of holder.data as Record<string, unknown>[]) expandPath(work, item, rest, path)
    return
  }
  if (holder.object === 'charge' && name === 'refunds')
    holder.refunds ??= refundsOf(work, holder.id as string)
  else expandField(work, holder, name, path)
  const inner = holder[name]
  if (rest.length > 0 && inner !== null && typeof inner === 'object') {
    expandPath(work, inner as Record<string, unknown>, rest, path)
  }
}

function expandField(work: Work, holder: Record<string, unknown>, name: string, path: string): void {
  const value = holder[name]
  const kind = expandable[(holder.object as string | undefined) ?? 'invoice_settings']?.[name]
  if (!kind) {
    if (value !== null && typeof value === 'object') return // a step on the way, such as invoice_settings
    throw invalidRequest(
      `This property cannot be expanded (${path}). You may want to try expanding 'data.${path}' if this is a list.`,
      { param: 'expand' },
    )
  }
  if (typeof value !== 'string') return
  const actualKind = name === 'source' ? sourceKinds[value.split('_')[0]!] : kind
  const object = actualKind && work.find(actualKind, value)
  if (object) holder[name] = publicForm(object)
}

function refundsOf(work: Work, charge: string) {
  return {
    object: 'list',
    data: work
      .all('refund')
      .filter((refund) => refund.charge === charge)
      .map(publicForm),
    has_more: false,
    url: `/v1/charges/${charge}/refunds`,
  }
}
