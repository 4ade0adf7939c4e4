import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { assertTour } from './assert-tour.ts'
import {
  findWalk,
  keptSteps,
  unreadMessages,
  type Walk,
  type WalkFact,
  type WalkInvoice,
  walkFacts,
  walkInvoices,
} from './queries.ts'
import { keepSteps, putWalk, setWalkView } from './store.ts'
import { type WalkStep, walkSteps } from './walk-steps.ts'

/** How far the walk is. `view` is null before it was begun. */
export interface WalkState {
  view: Walk['view'] | null
  steps: WalkStepState[]
}

export interface WalkStepState {
  key: WalkStep
  doneAt: Date | null
  /** What the step is best done with, where there is something. */
  invoice: WalkInvoice | null
  /** The e-mail to open for it. */
  messageId: string | null
}

/**
 * How far the visitor is on the guided walk (R47). Every tick is something that happened on this server; it is kept, so
 * that undoing it later does not undo the tick. @throws Refusal `not_found` for who is not on a tour.
 */
export async function followWalk(ctx: Context): Promise<WalkState> {
  await assertTour(ctx)
  const walk = await findWalk(ctx.db, ctx.accountId)
  if (!walk) return { view: null, steps: walkSteps.map(untouched) }
  const [facts, kept, invoices, unread] = await Promise.all([
    walkFacts(ctx.db, ctx.accountId, { since: walk.started_at, now: ctx.now() }),
    keptSteps(ctx.db, ctx.accountId),
    walkInvoices(ctx.db, ctx.accountId),
    unreadMessages(ctx.db, ctx.accountId, walk.started_at),
  ])
  await keepSteps(
    ctx.db,
    ctx.accountId,
    facts.filter(({ step }) => !kept.has(step)),
  )
  const happened = new Map(facts.map((fact) => [fact.step, fact]))
  return {
    view: walk.view,
    steps: walkSteps.map((key) => {
      const invoice = invoiceFor(key, happened, invoices)
      const news = unread.find(({ kind }) => kind === 'receipt' || kind === 'payment_notification')
      return {
        key,
        doneAt: kept.get(key) ?? happened.get(key)?.at ?? null,
        invoice,
        messageId: key === 'news_read' ? (news?.id ?? null) : (invoice?.message_id ?? null),
      }
    }),
  }
}

/** Begins the walk, or begins it anew. @throws Refusal `not_found` for who is not on a tour. */
export async function beginWalk(ctx: Context): Promise<WalkState> {
  await assertTour(ctx)
  await ctx.transaction((tx) => putWalk(tx, ctx.accountId, ctx.now()))
  return followWalk(ctx)
}

/** Opens, folds or leaves the panel; what was done stays done. @throws Refusal `not_found` while none was begun. */
export async function showWalk(ctx: Context, { view }: { view: Walk['view'] }): Promise<WalkState> {
  await assertTour(ctx)
  if (!(await setWalkView(ctx.db, ctx.accountId, view)))
    throw new Refusal('not_found', 'The guided walk was not begun yet: POST /tour/walk begins it.')
  return followWalk(ctx)
}

function untouched(key: WalkStep): WalkStepState {
  return { key, doneAt: null, invoice: null, messageId: null }
}

/** The walk goes on with what the visitor made on it; where there is nothing yet, with something of the demo business. */
function invoiceFor(
  key: WalkStep,
  happened: Map<WalkStep, WalkFact>,
  invoices: WalkInvoice[],
): WalkInvoice | null {
  const of = (step: WalkStep) => invoices.find(({ id }) => id === happened.get(step)?.invoice_id)
  const isOpen = ({ status }: WalkInvoice) => status === 'sent' || status === 'partially_paid'
  const payable = (one: WalkInvoice | undefined) =>
    one && isOpen(one) && one.linked && !one.processing && one.message_id ? one : undefined
  const anyPayable = () => invoices.find((one) => payable(one))
  switch (key) {
    case 'invoice_sent':
      return of('link_on_creating') ?? null
    case 'link_on_existing':
      return (
        invoices.find((one) => isOpen(one) && !one.linked) ??
        invoices.find((one) => one.status === 'draft' && !one.linked) ??
        null
      )
    case 'sent_again':
      return of('link_on_existing') ?? null
    case 'mail_read':
    case 'page_opened':
    case 'paid':
      return payable(of('link_on_creating')) ?? payable(of('invoice_sent')) ?? anyPayable() ?? null
    case 'card_saved':
      return payable(of('sent_again')) ?? anyPayable() ?? null
    case 'same_link_paid': {
      const removedAt = happened.get('stripe_removed')?.at
      return (
        invoices.find((one) => payable(one) && removedAt && one.linked_at && one.linked_at < removedAt) ??
        null
      )
    }
    default:
      return null
  }
}
