import { afterEach, describe, expect, it } from 'vitest'
import { card, debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  answerBank,
  type Business,
  chargesAtStripe,
  comeBack,
  confirmAtStripe,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

// Every world stands behind the conformance proxy and cannot be left with a violation; here is as much of it as fits in one.
const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  withChallenge: '4000000000003220',
}

describe('the product and the simulated Stripe, each strict with the other', () => {
  // A world for each: the simulated clock only goes forward, and moved twice it would be ahead of what the proxy takes for now.
  let world: World
  afterEach(() => world?.stop())

  it('every way of paying breaks no rule of Stripe’s on either side', { timeout: 120_000 }, async () => {
    world = await startWorld()
    await everyWayOfPaying(await world.business())
    const seen = await world.conformance?.summary()
    expect(seen?.exchanges ?? Infinity).toBeGreaterThan(100)
  })

  it('and the same with every webhook refused once, late, out of order and twice', {
    timeout: 120_000,
  }, async () => {
    world = await startWorld({}, { chaos: 'dup,delay:500,fail-first' })
    await everyWayOfPaying(await world.business())
    const seen = await world.conformance?.summary()
    expect(seen?.webhooks ?? Infinity).toBeGreaterThan(40)
  })

  it('the Live Tour’s start breaks none either', { timeout: 60_000 }, async () => {
    world = await startWorld()
    const started = await fetch(`${world.url}/tour`, {
      method: 'POST',
      headers: { accept: 'application/json' },
    })
    expect(started.status).toBe(201)
    const { api_key: apiKey } = (await started.json()) as { api_key: string }
    const call = async (path: string) =>
      (
        await fetch(`${world.url}/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}` } })
      ).json() as Promise<Answer['body']>
    const { account } = await call('/stripe_connection')
    // The seeded dispute is news from the simulated Stripe.
    await world.eventually(async () =>
      sameBooks(
        account.id,
        (await call('/payments?status=succeeded&limit=100')).data,
        (await call('/disputes')).data,
      ),
    )
  })

  async function everyWayOfPaying(business: Business): Promise<void> {
    const accountId = stripeAccountOf(business)
    const ends: [what: string, invoiceId: string, end: Record<string, unknown>][] = []
    const paid = (amount: number) => ({ status: 'paid', amount_paid: amount, amount_due: 0 })
    const unpaid = (amount: number) => ({ status: 'sent', amount_paid: 0, amount_due: amount })
    function endsAs(what: string, invoice: Sent, end: Record<string, unknown>): void {
      ends.push([what, invoice.id, end])
    }
    const send = (amount: number): Promise<Sent> => sentInvoice(business, { amount })
    const read = async (invoice: Sent) => (await business.call('GET', `/invoices/${invoice.id}`)).body
    async function secretOf(invoice: Sent, shown = {}): Promise<string> {
      const pressed = await pressPay(invoice, shown)
      expect(pressed.status, JSON.stringify(pressed.body)).toBe(200)
      return pressed.body.client_secret
    }

    const plain = await send(10_001)
    await confirm(business, await secretOf(plain), card(cards.good))
    expect(await resultOf(plain)).toBe('succeeded')
    endsAs('paid', plain, paid(10_001))

    const neverBack = await send(10_002)
    await confirm(business, await secretOf(neverBack), card(cards.good))
    endsAs('paid, and the payer never came back', neverBack, paid(10_002))

    const declined = await send(10_003)
    expect((await confirm(business, await secretOf(declined), card(cards.declined))).status).toBe(402)
    expect(await resultOf(declined)).toBe('failed')
    await confirm(business, await secretOf(declined), card(cards.good))
    expect(await resultOf(declined)).toBe('succeeded')
    endsAs('declined, then paid', declined, paid(10_003))

    const challenged = await send(10_004)
    await answerBank(
      await confirm(business, await secretOf(challenged), card(cards.withChallenge)),
      'complete',
    )
    expect(await resultOf(challenged)).toBe('succeeded')
    endsAs('paid after 3-D Secure', challenged, paid(10_004))

    const unproven = await send(10_005)
    await answerBank(await confirm(business, await secretOf(unproven), card(cards.withChallenge)), 'fail')
    expect(await resultOf(unproven)).toBe('failed')
    endsAs('3-D Secure failed', unproven, unpaid(10_005))

    const twoTabs = await send(10_006)
    const [left, right] = await Promise.all([secretOf(twoTabs), secretOf(twoTabs)])
    expect(left).toBe(right)
    const confirms = await Promise.all(
      [left, right].map((secret) => confirm(business, secret!, card(cards.good))),
    )
    expect(confirms.map(({ status }) => status)).toContain(200)
    endsAs('two tabs', twoTabs, paid(10_006))

    const ticked = await send(10_007)
    await confirm(business, await secretOf(ticked, { save: true }), card(cards.good))
    expect(await resultOf(ticked)).toBe('succeeded')
    const methods = `/customers/${ticked.customer_id}/payment_methods`
    const [kept] = (await business.call('GET', methods)).body.data
    expect(kept).toMatchObject({ brand: 'visa', last4: '4242' })
    expect((await business.call('DELETE', `${methods}/${kept.id}`)).status).toBe(204)
    endsAs('paid, the card kept and removed', ticked, paid(10_007))

    const unticked = await send(10_008)
    await secretOf(unticked, { save: true })
    await confirm(business, await secretOf(unticked, { save: false }), card(cards.good))
    expect(await resultOf(unticked)).toBe('succeeded')
    expect(
      (await business.call('GET', `/customers/${unticked.customer_id}/payment_methods`)).body.data,
    ).toEqual([])
    endsAs('paid, the box ticked and unticked', unticked, paid(10_008))

    const edited = await send(10_009)
    const stale = await secretOf(edited)
    const changed = await business.call('PATCH', `/invoices/${edited.id}`, {
      lines: [{ description: 'Less', quantity: '1', unit_amount: 9_009 }],
    })
    expect(changed.status).toBe(200)
    expect((await confirm(business, stale, card(cards.good))).status).toBe(400)
    expect((await pressPay(edited)).body.code).toBe('amount_changed')
    await confirm(business, await secretOf({ ...edited, amount_due: 9_009 }), card(cards.good))
    endsAs('edited with an open intent', edited, paid(9_009))

    const cash = await send(10_010)
    const before = await secretOf(cash)
    const recorded = { amount: 4_010, method: 'cash' }
    expect((await business.call('POST', `/invoices/${cash.id}/payments`, recorded)).status).toBe(201)
    expect((await confirm(business, before, card(cards.good))).status).toBe(400)
    await confirm(business, await secretOf({ ...cash, amount_due: 6_000 }), card(cards.good))
    endsAs('part in cash', cash, paid(10_010))

    const cancelled = await send(10_011)
    const late = await secretOf(cancelled)
    expect((await business.call('POST', `/invoices/${cancelled.id}/cancel`)).status).toBe(200)
    expect((await confirm(business, late, card(cards.good))).status).toBe(400)
    endsAs('cancelled', cancelled, { status: 'cancelled', amount_paid: 0, amount_due: 0 })

    const settles = await send(10_012)
    const bounces = await send(10_013)
    await confirm(business, await secretOf(settles), debit(ibans.succeedsLater))
    await confirm(business, await secretOf(bounces), debit(ibans.failsLater))
    for (const invoice of [settles, bounces]) {
      expect(await resultOf(invoice)).toBe('processing')
      expect((await pressPay(invoice)).body.code).toBe('payment_in_progress')
    }
    await simulate(world, 'clock', { advance_seconds: 200 })
    await world.eventually(async () => expect(await read(settles)).toMatchObject(paid(10_012)), 30_000)
    await world.eventually(
      async () => expect((await read(bounces)).flags).not.toContain('processing'),
      30_000,
    )
    endsAs('a debit that settled', settles, paid(10_012))
    endsAs('a debit that failed', bounces, unpaid(10_013))

    const removed = await send(10_014)
    const open = await secretOf(removed)
    expect((await business.call('DELETE', '/stripe_connection')).status).toBe(200)
    expect((await confirm(business, open, card(cards.good))).status).toBe(400)
    expect((await pressPay(removed)).body.code).toBe('invoice_not_payable')
    expect((await business.call('PUT', '/stripe_connection', business.stripeKeys)).status).toBe(200)
    expect((await pressPay(removed)).body.code).toBe('invoice_not_payable')
    expect((await business.call('POST', '/stripe_connection/restore_links')).status).toBe(200)
    await confirm(business, await secretOf(removed), card(cards.good))
    endsAs('paid after Stripe was removed and came back', removed, paid(10_014))

    await hasNothingOnTheWay(accountId)
    await simulate(world, 'webhooks', { mode: 'drop', account: accountId })
    const silent = await send(10_015)
    await confirm(business, await secretOf(silent), card(cards.good))
    await world.eventually(async () => expect(await read(silent)).toMatchObject(paid(10_015)), 30_000)
    endsAs('paid without payer or webhook', silent, paid(10_015))

    for (const [what, id, end] of ends) {
      await world.eventually(async () => {
        const { body } = await business.call('GET', `/invoices/${id}`)
        expect(body, what).toMatchObject(end)
      }, 30_000)
    }
    const payments = (await business.call('GET', '/payments?status=succeeded&limit=100')).body.data
    await sameBooks(accountId, payments)
    const charged = (await chargesAtStripe(world, business)).filter(({ status }) => status === 'succeeded')
    const booked = payments.filter(({ source }: Answer['body']) => source === 'stripe')
    expect(charged.map(({ amount }) => amount).toSorted()).toEqual(
      booked.map(({ amount }: Answer['body']) => amount).toSorted(),
    )
  }

  /** Stripe's own ledger holds what ours has from it, to the cent, and as many payments. */
  /** What came, went back and was taken by disputes, here and there. */
  async function sameBooks(
    stripeAccountId: string,
    payments: Answer['body'][],
    disputes: Answer['body'][] = [],
  ): Promise<void> {
    const { eur } = (await simulate(world, `ledger?account=${stripeAccountId}`))[stripeAccountId]
    const booked = payments.filter(({ source }) => source === 'stripe')
    expect(booked.length).toBeGreaterThan(0)
    expect({ count: eur.charge_count, net: eur.net }).toEqual({
      count: booked.length,
      net:
        booked.reduce((sum, payment) => sum + payment.amount - payment.amount_refunded, 0) -
        disputes.reduce((sum, { withdrawn }) => sum + withdrawn, 0),
    })
  }

  async function hasNothingOnTheWay(stripeAccountId: string): Promise<void> {
    await world.eventually(async () => {
      expect((await simulate(world, `webhooks?account=${stripeAccountId}`)).pending).toEqual([])
    }, 30_000)
  }

  const confirm = (business: Business, secret: string, form: Record<string, string>) =>
    confirmAtStripe(world, business, secret, form)

  const resultOf = async (invoice: Sent) => (await comeBack(invoice)).outcome
})

interface Sent {
  id: string
  customer_id: string
  amount_due: number
  currency: string
  payment_link: { url: string }
}
