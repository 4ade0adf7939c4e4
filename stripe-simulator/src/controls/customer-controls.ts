import type { Mandate, PaymentMethod } from '../objects.ts'
import { instrumentNamed } from '../payments/make-payment-method.ts'
import { changeMandate } from '../payments/mandates.ts'
import { deleteLivingCustomer, livingCustomer } from '../resources/customers.ts'
import { detachFromCustomer } from '../resources/payment-methods.ts'
import type { Simulator } from '../simulator.ts'
import type { Work } from '../work.ts'
import { accountOf, type Body, oneOf, text } from './body.ts'
import { ControlError } from './control-error.ts'

/**
 * What happens to a kept method without the shop: `detach`ed in the Dashboard, `expire`d last month, or `replace`d by
 * its bank (new expiry, `last4` if given). `behaves_like` makes it another test card or account: `pm_card_…`, an IBAN.
 */
export function paymentMethod(simulator: Simulator, body: Body): PaymentMethod {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const method = work.find('payment_method', text(body, 'payment_method') ?? '')
    if (!method) throw new ControlError('payment_method must be the id of a payment method')
    const model = text(body, 'behaves_like')
    if (model) return behaveLike(work, method, model)
    const action = oneOf(body, 'action', ['detach', 'expire', 'replace'] as const)
    if (action === 'detach') return detachFromCustomer(work, method)
    if (!action) throw new ControlError('send action: detach, expire or replace, or behaves_like')
    return renewCard(work, method, action, text(body, 'last4'))
  })
}

/** Deletes a customer as in the Dashboard. */
export function deletedCustomer(simulator: Simulator, body: Body) {
  return simulator.perform(accountOf(simulator, body), (work) =>
    deleteLivingCustomer(work, livingCustomer(work, text(body, 'customer'))),
  )
}

/** The payer withdraws a mandate at the bank, or it comes to life: `status`. */
export function mandate(simulator: Simulator, body: Body): Mandate {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const found = work.find('mandate', text(body, 'mandate') ?? '')
    const status = oneOf(body, 'status', ['active', 'inactive', 'pending'] as const)
    if (!found || !status)
      throw new ControlError('send the id of a mandate, and status: active, inactive or pending')
    return changeMandate(work, found, status)
  })
}

function behaveLike(work: Work, method: PaymentMethod, model: string): PaymentMethod {
  const instrument = instrumentNamed(model)
  if (!instrument || (instrument.testCard !== undefined) !== (method.type === 'card')) {
    throw new ControlError('behaves_like must name a test card or account of the same type')
  }
  return work.save('payment_method', { ...method, _private: { ...method._private, ...instrument } })
}

function renewCard(
  work: Work,
  method: PaymentMethod,
  action: 'expire' | 'replace',
  last4?: string,
): PaymentMethod {
  const { card } = method
  if (!card) throw new ControlError('only cards have an expiry')
  const date = new Date(work.nowMs)
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + (action === 'expire' ? -1 : 48))
  const renewed = {
    exp_month: date.getUTCMonth() + 1,
    exp_year: date.getUTCFullYear(),
    last4: last4 ?? card.last4,
  }
  const changed = work.save('payment_method', { ...method, card: { ...card, ...renewed } })
  const { exp_month, exp_year, last4: before } = card
  work.emit(
    action === 'expire' ? 'payment_method.updated' : 'payment_method.automatically_updated',
    changed,
    {
      card: { exp_month, exp_year, last4: before },
    },
  )
  return changed
}
