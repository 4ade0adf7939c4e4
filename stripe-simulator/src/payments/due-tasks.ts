import type { Task } from '../objects.ts'
import type { Work } from '../work.ts'
import { type DisputeReason, openDispute, passDueDate } from './dispute-charge.ts'
import { bookCharge } from './make-charge.ts'
import { cancelIntent, settleBankDebit } from './outcomes.ts'
import { failRefund, finishRefund } from './refund-charge.ts'
import { warnOfFraud } from './warn-of-fraud.ts'

/** Does one thing whose time has come, and forgets the task in the same work. */
export function doTask(work: Work, task: Task): void {
  work.remove('task', task.id)
  perform[task.what](work, task)
}

const perform: Record<Task['what'], (work: Work, task: Task) => unknown> = {
  settle_bank_debit: (work, task) => settleBankDebit(work, work.get('payment_intent', task.target)),
  expire_authorization: (work, task) => {
    const intent = work.get('payment_intent', task.target)
    if (intent.status !== 'requires_capture') return
    work.emit('charge.expired', work.get('charge', intent.latest_charge as string))
    cancelIntent(work, intent, 'automatic')
  },
  post_balance_transaction: (work, task) => {
    const charge = work.get('charge', task.target)
    if (charge.balance_transaction) return
    work.emit('charge.updated', bookCharge(work, charge), { balance_transaction: null })
  },
  open_dispute: (work, task) =>
    openDispute(work, work.get('charge', task.target), task.detail as DisputeReason),
  dispute_past_due: (work, task) => passDueDate(work, work.get('dispute', task.target)),
  warn_of_fraud: (work, task) => warnOfFraud(work, work.get('charge', task.target)),
  finish_refund: (work, task) => finishRefund(work, work.get('refund', task.target)),
  fail_refund: (work, task) => failRefund(work, work.get('refund', task.target)),
}
