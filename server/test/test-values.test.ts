// Every row of Stripe's page "Testing" that a payer can meet, through the payment page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { card, debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  answerBank,
  type Business,
  comeBack,
  confirmAtStripe,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  type World,
} from './world.ts'

let world: World
let euros: Business
let dollars: Business
beforeAll(async () => {
  world = await startWorld({ TRUST_PROXY: 'on' })
  euros = await world.business()
  dollars = await world.business({ currency: 'usd' })
}, 60_000)
afterAll(() => world?.stop())

type Method = string | Record<string, string>
const rows = (table: Record<string, Method>) => Object.entries(table)

describe('cards that pay', () => {
  it.concurrent.each(
    rows({
      'Visa 4242': card('4242 4242 4242 4242'),
      'Mastercard 4444': card('5555 5555 5555 4444'),
      'American Express 10005': card('3782 822463 10005'),
      pm_card_visa: 'pm_card_visa',
      pm_card_mastercard: 'pm_card_mastercard',
      pm_card_amex: 'pm_card_amex',
      'authentication optional (3055)': card('4000 0000 0000 3055'),
      'elevated risk (9235)': card('4000 0000 0000 9235'),
    }),
  )('%s', async (_, method) => {
    const { invoice, confirmed } = await payBy(euros, method)
    expect(confirmed.body).toMatchObject({ status: 'succeeded' })
    await expectPaid(euros, invoice)
  })
})

const generic = 'Your card was declined.'
describe('cards that are declined leave the invoice payable and say only what the payer may know', () => {
  it.concurrent.each<[string, Method, { code: string; shown: string }]>([
    ['declined (0002)', card('4000 0000 0000 0002'), { code: 'generic_decline', shown: generic }],
    [
      'insufficient funds (9995)',
      card('4000 0000 0000 9995'),
      { code: 'insufficient_funds', shown: 'Your card has insufficient funds.' },
    ],
    ['lost (9987)', card('4000 0000 0000 9987'), { code: 'lost_card', shown: generic }],
    ['stolen (9979)', card('4000 0000 0000 9979'), { code: 'stolen_card', shown: generic }],
    [
      'expired (0069)',
      card('4000 0000 0000 0069'),
      { code: 'expired_card', shown: 'Your card has expired.' },
    ],
    [
      'wrong security code (0127)',
      card('4000 0000 0000 0127'),
      { code: 'incorrect_cvc', shown: "Your card's security code is incorrect." },
    ],
    [
      'processing error (0119)',
      card('4000 0000 0000 0119'),
      {
        code: 'processing_error',
        shown: 'An error occurred while processing your card. Try again in a little bit.',
      },
    ],
    [
      'too often (6975)',
      card('4000 0000 0000 6975'),
      { code: 'card_velocity_exceeded', shown: 'Your card was declined for making repeated attempts' },
    ],
    [
      'declines once attached (0341)',
      card('4000 0000 0000 0341'),
      { code: 'generic_decline', shown: generic },
    ],
    ['blocked by Radar (0019)', card('4100 0000 0000 0019'), { code: 'fraudulent', shown: generic }],
    ['highest risk (4954)', card('4000 0000 0000 4954'), { code: 'fraudulent', shown: generic }],
  ])('%s', async (_, method, { code, shown }) => {
    const { invoice, confirmed } = await payBy(euros, method)
    expect(confirmed).toMatchObject({ status: 402, body: { error: { decline_code: code } } })
    await expectDeclined(euros, invoice, { code, shown })
  })

  it('a number that is none (4241) never reaches a bank', async () => {
    const { invoice, confirmed } = await payBy(euros, card('4242 4242 4242 4241'))
    expect(confirmed).toMatchObject({ status: 402, body: { error: { code: 'incorrect_number' } } })
    expect((await comeBack(invoice)).outcome).not.toBe('succeeded')
    expect(await read(euros, invoice)).toMatchObject({ status: 'sent', amount_due: invoice.amount_due })
    await confirmAtStripe(world, euros, (await press(invoice)).body.client_secret)
    await expectPaid(euros, invoice)
  })
})

const asksTheBank: [string, string][] = [
  ['unless set up (3155)', '4000 0025 0000 3155'],
  ['always (3184)', '4000 0027 6000 3184'],
  ['3-D Secure 2 (3220)', '4000 0000 0000 3220'],
  ['3-D Secure (3063)', '4000 0000 0000 3063'],
  // Set up for off-session payments alone: whoever is present is asked.
  ['set up already (0446)', '4000 0038 0000 0446'],
]

describe('cards whose bank asks (3-D Secure)', () => {
  it.concurrent.each(asksTheBank)('%s: paid once the payer has said yes', async (_, number) => {
    const { invoice, confirmed } = await payBy(euros, card(number))
    expect(confirmed.body.status).toBe('requires_action')
    expect(await read(euros, invoice)).toMatchObject({ status: 'sent', amount_paid: 0 })
    await answerBank(confirmed, 'complete')
    await expectPaid(euros, invoice)
  })

  it.concurrent.each(asksTheBank)('%s: not paid when they say no', async (_, number) => {
    const { invoice, confirmed } = await payBy(euros, card(number))
    await answerBank(confirmed, 'fail')
    await expectDeclined(euros, invoice, {
      code: 'payment_intent_authentication_failure',
      shown: 'We are unable to authenticate your payment method.',
    })
  })

  it.concurrent.each([
    [
      '3178',
      '4000 0082 6000 3178',
      { code: 'insufficient_funds', shown: 'Your card has insufficient funds.' },
    ],
    ['1629', '4000 0084 0000 1629', { code: 'generic_decline', shown: generic }],
  ] as const)('declined after the bank’s yes (%s)', async (_, number, told) => {
    const { invoice, confirmed } = await payBy(euros, card(number))
    await answerBank(confirmed, 'complete')
    await expectDeclined(euros, invoice, told)
  })
})

describe('cards that pay, and what comes after', () => {
  it.concurrent.each([
    ['disputed as fraudulent (0259)', '4000 0000 0000 0259', 'fraudulent'],
    ['disputed as not received (2685)', '4000 0000 0000 2685', 'product_not_received'],
  ])('%s: paid, then flagged, the money gone', async (_, number, reason) => {
    const { invoice } = await payBy(euros, card(number))
    await comeBack(invoice)
    await world.eventually(async () =>
      expect(await read(euros, invoice)).toMatchObject({
        status: 'paid',
        flags: expect.arrayContaining(['disputed']),
        amount_withdrawn: invoice.amount_due,
      }),
    )
    const { data } = (await euros.call('GET', `/disputes?invoice_id=${invoice.id}`)).body
    expect(data).toMatchObject([{ reason, standing: 'open' }])
  })

  it('an inquiry (1976): paid, and a question that takes no money yet', async () => {
    const { invoice } = await payBy(euros, card('4000 0000 0000 1976'))
    await comeBack(invoice)
    await world.eventually(async () => {
      const { data } = (await euros.call('GET', `/disputes?invoice_id=${invoice.id}`)).body
      expect(data).toMatchObject([{ standing: 'warning' }])
    })
    expect(await read(euros, invoice)).toMatchObject({ status: 'paid', amount_withdrawn: 0 })
  })

  it('an early fraud warning (5423): paid, and told to the office', async () => {
    const { invoice } = await payBy(euros, card('4000 0000 0000 5423'))
    await expectPaid(euros, invoice)
    await world.eventually(async () => expect(await told(euros, invoice)).toContain('payment.fraud_warning'))
  })

  it('a refund that is pending, then arrives (7726)', async () => {
    const { invoice } = await payBy(euros, card('4000 0000 0000 7726'))
    await expectPaid(euros, invoice)
    expect((await refund(euros, invoice)).body).toMatchObject({ status: 'pending' })
    await simulate(world, 'clock', { advance_seconds: 10 })
    await world.eventually(async () =>
      expect(await read(euros, invoice)).toMatchObject({ amount_refunded: invoice.amount_due }),
    )
  })

  it('a refund that succeeds, then fails (5126)', async () => {
    const { invoice } = await payBy(euros, card('4000 0000 0000 5126'))
    await expectPaid(euros, invoice)
    expect((await refund(euros, invoice)).body).toMatchObject({ status: 'succeeded' })
    await simulate(world, 'clock', { advance_seconds: 10 })
    await world.eventually(async () => {
      expect(await told(euros, invoice)).toContain('refund.failed')
      expect(await read(euros, invoice)).toMatchObject({ status: 'paid', amount_refunded: 0 })
    })
  })
})

describe('bank debits', () => {
  it.each([
    ['SEPA 3201', () => euros, debit(ibans.succeeds)],
    ['SEPA 3204, after three minutes', () => euros, debit(ibans.succeedsLater)],
    ['ACH 6789', () => dollars, 'pm_usBankAccount_success'],
  ] as [string, () => Business, Method][])('%s: under way, then paid', async (_, of, method) => {
    const { invoice } = await payBy(of(), method)
    if (isSlow(method)) await expectOnItsWay(of(), invoice)
    await simulate(world, 'clock', { advance_seconds: 200 })
    await expectPaid(of(), invoice)
  })

  it.each([
    ['SEPA 3202', () => euros, debit(ibans.fails)],
    ['SEPA 3205, after three minutes', () => euros, debit(ibans.failsLater)],
    ['ACH 2227, insufficient funds', () => dollars, 'pm_usBankAccount_insufficientFunds'],
    ['ACH 1113, account closed', () => dollars, 'pm_usBankAccount_accountClosed'],
  ] as [string, () => Business, Method][])(
    '%s: under way, then back, and payable again',
    async (_, of, method) => {
      const { invoice } = await payBy(of(), method)
      if (isSlow(method)) await expectOnItsWay(of(), invoice)
      await simulate(world, 'clock', { advance_seconds: 200 })
      await world.eventually(async () => {
        const now = await read(of(), invoice)
        expect(now).toMatchObject({ status: 'sent', amount_paid: 0, amount_due: invoice.amount_due })
        expect(now.flags).not.toContain('processing')
      })
      expect((await press(invoice)).status).toBe(200)
    },
  )

  it.each([
    ['SEPA 3203', () => euros, debit(ibans.disputed)],
    ['ACH 5559', () => dollars, 'pm_usBankAccount_dispute'],
  ] as [string, () => Business, Method][])('%s: paid, then disputed', async (_, of, method) => {
    const { invoice } = await payBy(of(), method)
    await simulate(world, 'clock', { advance_seconds: 200 })
    await comeBack(invoice)
    await world.eventually(async () =>
      expect(await read(of(), invoice)).toMatchObject({
        status: 'paid',
        flags: expect.arrayContaining(['disputed']),
      }),
    )
  })

  it('ACH 0009 stays under way, however long one waits', async () => {
    const { invoice } = await payBy(dollars, 'pm_usBankAccount_processing')
    await expectOnItsWay(dollars, invoice)
    await simulate(world, 'clock', { advance_seconds: 3_600 })
    await expectOnItsWay(dollars, invoice)
  })
})

/** The others settle within a second, which may be over before anybody looks. */
function isSlow(method: Method): boolean {
  return [ibans.succeedsLater, ibans.failsLater].some((iban) => JSON.stringify(method).includes(iban))
}

interface Sent {
  id: string
  number: string
  currency: string
  amount_due: number
  payment_link: { url: string }
}

let payers = 0
/** Presses Pay, each time from another address, so that no payer waits for another. */
function press(invoice: Sent): Promise<Answer> {
  payers += 1
  return pressPay(invoice, {}, { 'x-forwarded-for': `192.0.2.${payers}` })
}

async function payBy(business: Business, method: Method): Promise<{ invoice: Sent; confirmed: Answer }> {
  const invoice: Sent = await sentInvoice(business)
  const pressed = await press(invoice)
  expect(pressed.status, JSON.stringify(pressed.body)).toBe(200)
  return {
    invoice,
    confirmed: await confirmAtStripe(world, business, pressed.body.client_secret, method),
  }
}

async function expectPaid(business: Business, invoice: Sent): Promise<void> {
  await world.eventually(async () => expect((await comeBack(invoice)).outcome).toBe('succeeded'))
  expect(await read(business, invoice)).toMatchObject({
    status: 'paid',
    amount_paid: invoice.amount_due,
    amount_due: 0,
  })
  expect(await paymentsOf(business, invoice)).toMatchObject([
    { status: 'succeeded', amount: invoice.amount_due, failure: null },
  ])
}

/** What nobody who pays may read: why a bank or Radar suspects them. */
const secretReasons = /lost|stolen|fraud|radar|risk|blocked/i

async function expectDeclined(
  business: Business,
  invoice: Sent,
  { code, shown }: { code: string; shown: string },
): Promise<void> {
  const { outcome, page } = await comeBack(invoice)
  expect(outcome).toBe('failed')
  const words = plain(page)
  expect(words).toContain(shown)
  expect(words.replaceAll(/your payment is not lost/g, '')).not.toMatch(secretReasons)
  expect(plain(await (await fetch(invoice.payment_link.url)).text())).not.toMatch(secretReasons)
  expect(await read(business, invoice)).toMatchObject({
    status: 'sent',
    amount_paid: 0,
    amount_due: invoice.amount_due,
  })
  expect(await paymentsOf(business, invoice)).toMatchObject([
    { status: 'failed', failure: { code, message: expect.stringContaining(shown) } },
  ])
}

async function expectOnItsWay(business: Business, invoice: Sent): Promise<void> {
  expect((await comeBack(invoice)).outcome).toBe('processing')
  expect(await read(business, invoice)).toMatchObject({
    status: 'sent',
    amount_paid: 0,
    flags: expect.arrayContaining(['processing']),
  })
}

/** The words on a page, as somebody reads them. */
function plain(html: string): string {
  return html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
}

async function read(business: Business, invoice: Sent): Promise<Answer['body']> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body
}

async function paymentsOf(business: Business, invoice: Sent): Promise<Answer['body'][]> {
  return (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
}

async function refund(business: Business, invoice: Sent): Promise<Answer> {
  const [payment] = await paymentsOf(business, invoice)
  return business.call('POST', `/payments/${payment.id}/refunds`, {})
}

async function told(business: Business, invoice: Sent): Promise<string[]> {
  const { data } = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body
  return data.map(({ type }: { type: string }) => type)
}
