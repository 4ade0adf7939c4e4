import { deliverInvoice } from './features/invoices/deliver-invoice.ts'
import { askForConfirmation } from './features/notifications/ask-for-confirmation.ts'
import { deliverMessage } from './features/notifications/deliver-message.ts'
import { sendCancellation } from './features/notifications/send-cancellation.ts'
import { sendCardRequest } from './features/notifications/send-card-request.ts'
import { sendReceipt } from './features/notifications/send-receipt.ts'
import { tellAdministrators } from './features/notifications/tell-administrators.ts'
import { tellAdministratorsOfDeadLetter } from './features/notifications/tell-administrators-of-dead-letter.ts'
import { tellAdministratorsOfHold } from './features/notifications/tell-administrators-of-hold.ts'
import { tellAdministratorsOfStripe } from './features/notifications/tell-administrators-of-stripe.ts'
import { tellAdministratorsOfTrouble } from './features/notifications/tell-administrators-of-trouble.ts'
import { tellCustomerOfMoney } from './features/notifications/tell-customer-of-money.ts'
import { applyStripeEvents } from './features/payments/apply-stripe-event.ts'
import { checkDoubtedAccess } from './features/payments/check-access.ts'
import { releaseAccount } from './features/payments/release-account.ts'
import { sendCode } from './features/saved-methods/send-code.ts'
import type { Reactions } from './platform/jobs/outbox.ts'
import { stripeEffects } from './stripe-effects.ts'

/** Table of contents: each event, and what follows it. */
export const reactions: Reactions = {
  'invoice.sent': { deliverInvoice },
  'invoice.held': { tellAdministratorsOfHold },
  'invoice.cancelled': { sendCancellation },
  'payment.succeeded': { tellAdministrators, sendReceipt },
  // The office hears of it through `payment.succeeded`, whose mail says what is to be refunded.
  'payment.unapplied': {},
  'card.requested': { sendCardRequest },
  'payment.confirmation_needed': { askForConfirmation },
  'code.asked': { sendCode },
  'payment.news': { tellAdministratorsOfTrouble, tellCustomerOfMoney },
  'stripe.news': { tellAdministratorsOfStripe },
  'stripe.access_doubted': { checkDoubtedAccess },
  'stripe.release_due': { releaseAccount },
  'stripe.event_received': { applyStripeEvent: applyStripeEvents(stripeEffects) },
  'message.queued': { deliverMessage },
  'letter.died': { tellAdministratorsOfDeadLetter },
}
