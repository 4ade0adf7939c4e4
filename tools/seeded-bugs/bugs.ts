/** A breakage made on purpose, and the test that has to notice it. */
export interface SeededBug {
  name: string
  /** What goes wrong, for a person. */
  harm: string
  file: string
  /** A text that stands in the file exactly once. */
  find: string
  replace: string
  caughtBy: {
    test: string
    /** The tests by their names (`-t`); without it, the whole file. */
    name?: string
  }
}

const guards = 'server/test/guards.test.ts'
const payments = 'server/src/features/payments'

/** The tests of the tests: what must never get past the suite. */
export const seededBugs: SeededBug[] = [
  {
    name: 'acknowledge before storing',
    harm: 'Stripe hears yes to a webhook whose event is then lost, and never sends it again.',
    file: `${payments}/receive-stripe-event.ts`,
    find: `  await keepEvent(app, connection, event)
  await noteEventTime(app.db, connection.account_id, connection.id, app.now())
  return 'stored'`,
    replace: `  void keepEvent(app, connection, event).catch(() => {})
  await noteEventTime(app.db, connection.account_id, connection.id, app.now())
  return 'stored'`,
    caughtBy: { test: guards, name: 'a webhook is answered with a yes only once its event is stored' },
  },
  {
    name: 'mail outside the transaction',
    harm: 'What follows a payment begins although the payment was rolled back.',
    file: `${payments}/settle-payment.ts`,
    find: `  await publish(tx, ctx.accountId, {
    type: 'payment.succeeded',`,
    replace: `  await publish(ctx.db as unknown as Tx, ctx.accountId, {
    type: 'payment.succeeded',`,
    caughtBy: { test: guards, name: 'a booking that is rolled back leaves nothing behind' },
  },
  {
    name: 'dedupe by event id only',
    harm: 'Two events that tell the same success book it twice.',
    file: 'core/src/payment.ts',
    find: `  if (stored.status === 'succeeded') return { type: 'nothing' }`,
    replace: `  if (stored.status === 'succeeded' && facts.status !== 'succeeded') return { type: 'nothing' }`,
    caughtBy: { test: 'core/src/payment.test.ts' },
  },
  {
    name: 'a late failure reopens a paid invoice',
    harm: 'News of an earlier decline undoes a payment.',
    file: 'core/src/payment.ts',
    find: `  if (stored.status === 'succeeded') return { type: 'nothing' }`,
    replace: `  if (stored.status === 'succeeded' && !facts.failure) return { type: 'nothing' }`,
    caughtBy: { test: 'core/src/payment.test.ts' },
  },
  {
    name: 'money for a cancelled invoice is applied to it',
    harm: 'A cancelled invoice becomes paid, and nobody is told to give the money back.',
    file: 'core/src/payment.ts',
    find: `  if (invoice.cancelled || invoice.currency !== payment.currency)`,
    replace: `  if (invoice.currency !== payment.currency)`,
    caughtBy: { test: 'core/src/payment.test.ts' },
  },
  {
    name: 'sums in floating point',
    harm: 'Amounts drift by a cent.',
    file: 'core/src/invoice/totals.ts',
    find: `Number(divideRounded(quantity * BigInt(line.unitAmount), 1_000_000n))`,
    replace: `Math.round(Number(line.quantity) * line.unitAmount)`,
    caughtBy: { test: 'core/src/invoice/totals-against-oracle.test.ts' },
  },
  {
    name: 'settled is rounded',
    harm: 'Cents that were paid stay due, or are given away.',
    file: `${payments}/settle-payment.ts`,
    find: `postMoney(tx, payment, { currency: success.currency, applied, unapplied })`,
    replace: `postMoney(tx, payment, { currency: success.currency, applied: Math.round(applied / 100) * 100, unapplied })`,
    caughtBy: { test: guards, name: 'the last cent counts' },
  },
  {
    name: 'our amount instead of Stripe’s',
    harm: 'The books say what was asked for, not what came.',
    file: `${payments}/settle-payment.ts`,
    find: `    { cancelled: invoice.cancelled_at !== null, currency: invoice.currency, due },
    success,`,
    replace: `    { cancelled: invoice.cancelled_at !== null, currency: invoice.currency, due },
    { ...success, amount: due },`,
    caughtBy: { test: 'server/test/traps.test.ts', name: 'trap 22' },
  },
  {
    name: 'cancel only locally',
    harm: 'An amount that was edited away can still be paid on a page left open.',
    file: `${payments}/stop-collecting.ts`,
    find: `    if (intentId) await stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey: newId('cancel') })`,
    replace: `    if (intentId) return await giveUpPayment(ctx, payment)`,
    caughtBy: {
      test: 'server/test/paying.test.ts',
      name: 'trap 5: an edit cancels the open PaymentIntent at Stripe',
    },
  },
  {
    name: 'two open intents an invoice',
    harm: 'Two payers can both be charged.',
    file: 'server/migrations/0002_invoices.sql',
    find: `create unique index one_open_intent_per_invoice`,
    replace: `create index one_open_intent_per_invoice`,
    caughtBy: { test: guards, name: 'the database refuses a second open payment' },
  },
  {
    name: 'an intent key made of chance',
    harm: 'A press of Pay whose answer was lost makes a second payable intent.',
    file: `${payments}/open-intent.ts`,
    find: '{ idempotencyKey: `${payment.id}:intent` }',
    replace: `{ idempotencyKey: newId('try') }`,
    caughtBy: {
      test: 'server/test/stripe-faults.test.ts',
      name: '^Pay, while Stripe is cut after the work: one PaymentIntent',
    },
  },
  {
    name: '500 after success retried under a new key',
    harm: 'Stripe said 500 though it made the intent, and is asked to make another.',
    file: `${payments}/open-intent.ts`,
    find: `    const made = await lookForIntent(stripe, payment)
    if (made) return made
    // Nobody`,
    replace: `    // Nobody`,
    caughtBy: {
      test: 'server/test/stripe-faults.test.ts',
      name: '^Pay, while Stripe is 500 after the work: one PaymentIntent',
    },
  },
  {
    name: 'the amount shown is not checked',
    harm: 'A payer is charged another amount than they saw.',
    file: `${payments}/start-payment.ts`,
    find: `  if (isSame && shown.revision === revision) return`,
    replace: `  if (revision > 0) return`,
    caughtBy: { test: 'server/test/paying.test.ts', name: 'trap 5: an amount that is not the one due' },
  },
  {
    name: 'a refund without the lock',
    harm: 'Two refunds at the same moment give back more than was paid.',
    file: 'server/src/features/refunds/refund-payment.ts',
    find: `  { id: paymentId, invoice_id: invoiceId }: Payment,
  input: RefundPayment,
  byHand: boolean,
): Promise<Refund> {
  // The invoice first, then the payment, as everywhere: one order of locks, no deadlock.
  const loaded = await lockedInvoice(tx, ctx.accountId, invoiceId)
  const payment = await lockPayment(tx, ctx.accountId, paymentId)`,
    replace: `  payment: Payment,
  input: RefundPayment,
  byHand: boolean,
): Promise<Refund> {
  const { id: paymentId, invoice_id: invoiceId } = payment
  const loaded = await lockedInvoice(tx, ctx.accountId, invoiceId)`,
    caughtBy: { test: 'server/test/refunds-and-disputes.test.ts', name: 'by two people at once' },
  },
  {
    name: 'a refund key made of chance',
    harm: 'A refund whose answer was lost is made a second time.',
    file: 'server/src/features/refunds/refund-at-stripe.ts',
    find: '{ idempotencyKey: `${refund.id}:refund` }',
    replace: '{ idempotencyKey: `${refund.id}:${Math.random()}` }',
    caughtBy: { test: guards, name: 'a refund whose answer was lost' },
  },
  {
    name: 'receipts are not deduped',
    harm: 'A worker that runs twice sends the customer two receipts.',
    file: 'server/src/features/notifications/send-receipt.ts',
    find: 'dedupe_key: `receipt:${event.paymentId}`',
    replace: `dedupe_key: newId('em')`,
    caughtBy: { test: guards, name: 'what follows a payment may run twice' },
  },
  {
    name: 'a dead worker’s rows are never taken over',
    harm: 'What was under way when a process died never happens.',
    file: 'server/src/platform/jobs/outbox.ts',
    find: `and run_at <= now() and (lease_until is null or lease_until < now())`,
    replace: `and run_at <= now() and lease_until is null`,
    caughtBy: { test: guards, name: 'what a worker held when it died' },
  },
  {
    name: 'the reconciler forgets old payments',
    harm: 'Money that no webhook told of is lost after a week.',
    file: `${payments}/queries.ts`,
    find: `    where source = 'stripe' and (closed_at is null or left_at_stripe)
`,
    replace: `    where source = 'stripe' and (closed_at is null or left_at_stripe) and created_at > now() - interval '7 days'
`,
    caughtBy: { test: guards, name: 'a payment is asked about however old it is' },
  },
  {
    name: 'the mode of an event is not compared',
    harm: 'Test money pays a real invoice.',
    file: `${payments}/receive-stripe-event.ts`,
    find: `  if (!event || event.livemode !== connection.livemode) {`,
    replace: `  if (!event) {`,
    caughtBy: { test: guards, name: 'an event of the other mode' },
  },
  {
    name: 'a Message-ID for every try',
    harm: 'A repeat after a lost answer looks like a second e-mail.',
    file: 'server/src/features/notifications/deliver-message.ts',
    find: 'messageId: `${message.id}@${host}`',
    replace: 'messageId: `${message.id}.${Math.random()}@${host}`',
    caughtBy: { test: 'server/test/dead-letters.test.ts', name: 'I18: a mail server that takes the mail' },
  },
  {
    name: 'a refund that comes back stays in the ledger',
    harm: 'Money that the bank sent back counts as given away for ever.',
    file: 'core/src/ledger.ts',
    find: `    { account: till, currency, amount: before - after },`,
    replace: `    { account: till, currency, amount: Math.min(0, before - after) },`,
    caughtBy: { test: 'core/src/ledger.test.ts' },
  },
  {
    name: 'sums written past the ledger',
    harm: 'What an invoice says is paid no longer follows from what was posted.',
    file: `${payments}/settle-payment.ts`,
    find: `  const written = await writeInvoice(tx, loaded, { ...sums, processing: false }, now)`,
    replace: `  const written = await writeInvoice(tx, loaded, { settled: sums.settled + 1, processing: false }, now)`,
    caughtBy: { test: 'server/test/ledger.test.ts', name: 'the ledger holds what Stripe holds' },
  },
  {
    name: 'tried again while it is delivered',
    harm: 'An e-mail that was sent is about to be sent a second time.',
    file: 'server/src/features/messages/queries.ts',
    find: `    .forUpdate()
    .executeTakeFirst()`,
    replace: `    .executeTakeFirst()`,
    caughtBy: { test: 'server/test/dead-letters.test.ts', name: 'pressed while the mail server says yes' },
  },
]
