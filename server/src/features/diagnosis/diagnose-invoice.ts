import {
  type ActionKind,
  type DiagnosisFacts,
  diagnose,
  type Finding,
  type StripePaymentFacts,
} from '@quittance/core/invoice/diagnosis'
import { todayIn } from '@quittance/core/invoice/due-date'
import { linkStateOf } from '@quittance/core/invoice/payment-link'
import { Refusal } from '@quittance/core/refusal'
import type { App, Context } from '../../context.ts'
import { paymentUrl } from '../invoices/add-payment-link.ts'
import { dueOf } from '../invoices/due.ts'
import { actionLabels, findingWords, headlineWords } from './finding-words.ts'
import { findCase, type InvoiceCase } from './queries.ts'

export interface Diagnosis {
  headline: string
  findings: ExplainedFinding[]
}

export interface ExplainedFinding extends Omit<Finding, 'action'> {
  /** In plain words, for the business. */
  text: string
  action: Action | null
}

/** What helps, and what it takes to do it. */
export interface Action {
  kind: ActionKind
  label: string
  messageId: string | null
  customerId: string | null
  url: string | null
}

/** Why the invoice is not paid, from what is known here; Stripe is not asked. @throws Refusal `not_found`. */
export async function diagnoseInvoice(ctx: Context, input: { id: string }): Promise<Diagnosis> {
  const found = await findCase(ctx.db, ctx.accountId, input.id)
  if (!found) throw new Refusal('not_found', 'There is no such invoice.')
  const facts = factsOf(ctx, found)
  const findings = diagnose(facts)
  return {
    headline: headlineWords(findings[0] ?? null, facts, found),
    findings: findings.map((finding) => ({
      ...finding,
      text: findingWords(finding.code, facts, found),
      action: finding.action && actionOf(ctx, finding.action, found),
    })),
  }
}

function factsOf(app: App, found: InvoiceCase): DiagnosisFacts {
  const now = app.now()
  const linkState = linkStateOf({
    everAdded: found.link_version !== null,
    added: found.link_added ?? false,
    disabledByRemoval: found.disabled_by_removal ?? false,
    stripeConnected: stripeOf(found).state === 'connected',
  })
  return {
    status: found.status,
    due: dueOf(found),
    settled: found.settled,
    refunded: found.refunded,
    withdrawn: found.withdrawn,
    currency: found.currency,
    dueDate: found.due_date,
    today: todayIn(found, now),
    now,
    issuedAt: found.issued_at,
    lastSentAt: found.last_sent_at,
    viewedAt: found.viewed_at,
    hold: found.held_at && { since: found.held_at },
    linkState,
    linkSent: found.link_version !== null && found.link_version === found.sent_link_version,
    needsResend: found.needs_resend,
    stripe: stripeOf(found),
    mailConfigured: app.mailer.configured || found.is_tour,
    mail: mailOf(found),
    payment: paymentOf(found),
    declines: found.declines,
    stuck: found.stuck_since && { since: found.stuck_since, dead: found.stuck_dead ?? false },
    webhook: { registered: found.webhook_registered ?? false, lastEventAt: found.last_event_at },
  }
}

function mailOf(found: InvoiceCase): DiagnosisFacts['mail'] {
  if (found.mail_state)
    return {
      state: found.mail_state,
      error: found.mail_error,
      since: found.mail_at!,
      attempts: found.mail_attempts ?? 0,
    }
  // Sent this moment: its e-mail is being written.
  return found.was_mailed
    ? { state: 'queued', error: null, since: found.last_sent_at ?? found.issued_at!, attempts: 0 }
    : null
}

function stripeOf(found: InvoiceCase): DiagnosisFacts['stripe'] {
  if (!found.connection_id) return { state: 'never', since: null }
  if (found.disconnected_at) return { state: 'removed', since: found.disconnected_at }
  if (!found.restriction) return { state: 'connected', since: null }
  return {
    state: found.restriction === 'onboarding' ? 'onboarding' : 'restricted',
    since: found.restricted_at,
  }
}

function paymentOf(found: InvoiceCase): StripePaymentFacts | null {
  if (!found.payment_status) return null
  return {
    status: found.payment_status,
    open: found.payment_open ?? false,
    reachable: found.payment_reachable ?? false,
    offSession: found.off_session ?? false,
    advice: found.failure_advice,
    createdAt: found.payment_created_at!,
    changedAt: found.payment_changed_at!,
    confirmationAskedAt: found.confirmation_asked_at,
  }
}

function actionOf(app: App, kind: ActionKind, found: InvoiceCase): Action {
  const link = found.token_sealed ? { ...found, token_sealed: found.token_sealed } : null
  return {
    kind,
    label: actionLabels[kind],
    messageId: kind === 'retry_mail' || kind === 'correct_address' ? found.mail_id : null,
    customerId: kind === 'charge_again' ? found.customer_id : null,
    url: kind === 'copy_link' && link ? paymentUrl(app, link) : null,
  }
}
