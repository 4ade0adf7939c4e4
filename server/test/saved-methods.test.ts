// Saved payment methods (R23, R24): kept equal to Stripe's, and offered to nobody but their owner.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debit, ibans } from './payment-forms.ts'
import {
  atStripe,
  type Business,
  confirmAtStripe,
  inDatabase,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld(
    { TRUST_PROXY: 'on' },
    { provoked: { server_error: 'Stripe answers 500 to a removal and a charge, on purpose' } },
  )
}, 60_000)
afterAll(() => world?.stop())

/** A customer who paid an invoice by `method` and ticked the box. */
async function customerWith(business: Business, method: string | Record<string, string> = 'pm_card_visa') {
  const email = `saver${Math.random().toString(36).slice(2, 10)}@customer.example.com`
  const invoice = await sentInvoice(business, { email })
  await paySaving(business, invoice, method)
  return { id: invoice.customer_id as string, email, invoice }
}

async function paySaving(
  business: Business,
  invoice: Parameters<typeof pressPay>[0] & { customer_id: string },
  method: string | Record<string, string>,
) {
  const before = (await methodsOf(business, invoice.customer_id)).length
  const { body } = await pressPay(invoice, { save: true }, { 'user-agent': 'Example Browser/1.0' })
  await confirmAtStripe(world, business, body.client_secret, method)
  await fetch(`${invoice.payment_link.url}/result`)
  await world.eventually(async () =>
    expect(await methodsOf(business, invoice.customer_id)).toHaveLength(before + 1),
  )
}

async function methodsOf(business: Business, customerId: string) {
  return (await business.call('GET', `/customers/${customerId}/payment_methods`)).body.data
}

async function stripeIdOf(methodId: string): Promise<string> {
  const { rows } = await inDatabase(
    world,
    'select stripe_payment_method_id as id from payment_methods where id = $1',
    [methodId],
  )
  return rows[0].id
}

const happensAtStripe = (business: Business, control: string, body: object) =>
  simulate(world, control, { account: stripeAccountOf(business), ...body })

describe('what was agreed can be proved', () => {
  it('the words in the payer’s language, their version, when, from where, by what browser, on which invoice', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, {
      more: { customer: { name: 'Example Kundin', email: 'kundin@example.com', language: 'de' } },
    })
    await paySaving(business, invoice, 'pm_card_visa')
    const [method] = await methodsOf(business, invoice.customer_id)
    expect(method).toMatchObject({
      state: 'usable',
      livemode: false,
      consent: {
        text: expect.stringContaining('künftige Rechnungen und Buchungen'),
        version: expect.stringMatching(/^\d{4}-\d{2}$/),
        language: 'de',
        allows: 'future_invoices_and_bookings',
        ip: expect.stringMatching(/127\.0\.0\.1|::1/),
        user_agent: 'Example Browser/1.0',
        invoice_id: invoice.id,
      },
    })
    expect(Math.abs(Date.parse(method.consent.at) - Date.now())).toBeLessThan(60_000)
  })
})

describe('here and at Stripe the same methods are saved', () => {
  it('one removed here is detached there, and the next one becomes primary', async () => {
    const business = await world.business()
    const { id, email } = await customerWith(business)
    const second = await sentInvoice(business, { email, more: { customer: undefined, customer_id: id } })
    await paySaving(business, second, 'pm_card_mastercard')
    const [visa, mastercard] = await methodsOf(business, id)
    expect([visa.is_primary, mastercard.is_primary]).toEqual([true, false])
    const stripeId = await stripeIdOf(visa.id)
    expect((await business.call('DELETE', `/customers/${id}/payment_methods/${visa.id}`)).status).toBe(204)
    expect((await atStripe(world, business, 'GET', `/v1/payment_methods/${stripeId}`)).customer).toBeNull()
    expect(await methodsOf(business, id)).toMatchObject([{ id: mastercard.id, is_primary: true }])
  })

  it('one removed while Stripe answers 500 is removed all the same when it was done there', async () => {
    const business = await world.business()
    const { id } = await customerWith(business)
    const [method] = await methodsOf(business, id)
    const path = `/v1/payment_methods/${await stripeIdOf(method.id)}`
    await simulate(world, 'faults', {
      kind: 'error_after',
      method: 'POST',
      path: `${path}/detach`,
      account: stripeAccountOf(business),
    })
    expect((await business.call('DELETE', `/customers/${id}/payment_methods/${method.id}`)).status).toBe(204)
    expect((await atStripe(world, business, 'GET', path)).customer).toBeNull()
  })

  it('one detached in the Dashboard goes here too, with and without a webhook', async () => {
    const business = await world.business()
    for (const mode of ['deliver', 'drop']) {
      await happensAtStripe(business, 'webhooks', { mode })
      const { id } = await customerWith(business)
      const [method] = await methodsOf(business, id)
      await happensAtStripe(business, 'payment_method', {
        payment_method: await stripeIdOf(method.id),
        action: 'detach',
      })
      await world.eventually(async () => expect(await methodsOf(business, id)).toEqual([]), 20_000)
    }
  })

  it('a card that its bank renewed shows its new number and dates; one that expired says so', async () => {
    const business = await world.business()
    const { id } = await customerWith(business)
    const [method] = await methodsOf(business, id)
    const payment_method = await stripeIdOf(method.id)
    await happensAtStripe(business, 'payment_method', { payment_method, action: 'expire' })
    await world.eventually(async () =>
      expect(await methodsOf(business, id)).toMatchObject([{ state: 'expired' }]),
    )
    await happensAtStripe(business, 'payment_method', { payment_method, action: 'replace', last4: '1881' })
    await world.eventually(async () =>
      expect(await methodsOf(business, id)).toMatchObject([
        { id: method.id, state: 'usable', last4: '1881' },
      ]),
    )
  })

  it('trap 19: a customer deleted in the Dashboard loses their methods and keeps their history', async () => {
    const business = await world.business()
    const { id, email, invoice } = await customerWith(business)
    const [customer] = (await atStripe(world, business, 'GET', '/v1/customers')).data
    await happensAtStripe(business, 'customer/delete', { customer: customer.id })
    await world.eventually(async () => expect(await methodsOf(business, id)).toEqual([]))
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid')
    const next = await sentInvoice(business, { email, more: { customer: undefined, customer_id: id } })
    await paySaving(business, next, 'pm_card_visa')
    const [anew] = (await atStripe(world, business, 'GET', '/v1/customers')).data
    expect(anew.id).not.toBe(customer.id)
  })

  it('a mandate withdrawn at the bank marks the debit it stood for', async () => {
    const business = await world.business()
    const { id } = await customerWith(business, debit(ibans.succeeds))
    const [method] = await methodsOf(business, id)
    expect(method).toMatchObject({ type: 'sepa_debit', state: 'usable' })
    const [charge] = (await atStripe(world, business, 'GET', '/v1/charges')).data
    const { mandate } = charge.payment_method_details.sepa_debit
    await happensAtStripe(business, 'mandate', { mandate, status: 'inactive' })
    await world.eventually(async () =>
      expect(await methodsOf(business, id)).toMatchObject([{ state: 'mandate_ended' }]),
    )
  })

  it('traps 17 and 18: one of another Stripe account or mode is shown as not usable, and removed here alone', async () => {
    const business = await world.business()
    const { id } = await customerWith(business)
    await inDatabase(world, 'update payment_methods set livemode = true where customer_id = $1', [id])
    expect(await methodsOf(business, id)).toMatchObject([{ state: 'other_stripe', livemode: true }])
    await inDatabase(
      world,
      "update payment_methods set livemode = false, stripe_account_id = 'acct_another' where customer_id = $1",
      [id],
    )
    const [method] = await methodsOf(business, id)
    expect(method).toMatchObject({ state: 'other_stripe' })
    const stripeId = await stripeIdOf(method.id)
    expect((await business.call('DELETE', `/customers/${id}/payment_methods/${method.id}`)).status).toBe(204)
    expect(
      (await atStripe(world, business, 'GET', `/v1/payment_methods/${stripeId}`)).customer,
    ).not.toBeNull()
  })
})
