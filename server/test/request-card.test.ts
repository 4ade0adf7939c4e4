import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, atStripe, type Business, inDatabase, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(async () => world?.stop())

let customers = 0
/** A customer who was asked for a card, and the address in the mail they got. */
async function askedCustomer(business: Business) {
  const email = `asked${++customers}@customer.example.com`
  const customer = (await business.call('POST', '/customers', { name: 'Asked Customer', email })).body
  const asked = await business.call('POST', `/customers/${customer.id}/request_card`)
  expect(asked).toMatchObject({ status: 201, body: { state: 'open', sent_to: email } })
  return { customer, email, url: await linkIn(email), request: asked.body }
}

async function linkIn(email: string, skip = 0): Promise<string> {
  return world.eventually(() => {
    const links = world.mailTo(email).map((mail) => /http\S+\/card\/\w+/.exec(mail.text ?? '')?.[0])
    expect(links[skip]).toBeTruthy()
    return links[skip]!
  })
}

async function pressSave(url: string): Promise<Answer> {
  const response = await fetch(`${url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** What Stripe.js does with the client secret. */
async function confirmSetup(
  business: Business,
  clientSecret: string,
  method: string,
): Promise<Answer['body']> {
  const id = clientSecret.split('_secret_')[0]
  const response = await fetch(`${world.simulatorUrl}/v1/setup_intents/${id}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${business.stripeKeys.publishable_key}`,
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': '2026-10-28.endive',
    },
    body: new URLSearchParams({
      client_secret: clientSecret,
      payment_method: method,
      return_url: 'http://localhost/',
    }),
  })
  return response.json()
}

async function methodsOf(business: Business, customerId: string): Promise<Answer['body'][]> {
  return (await business.call('GET', `/customers/${customerId}/payment_methods`)).body.data
}

/** SetupIntents for requests; connecting makes one too, to see that both keys belong together. */
async function setupsAtStripe(business: Business): Promise<unknown[]> {
  const { data } = await atStripe(world, business, 'GET', '/v1/setup_intents')
  return data.filter((intent: { metadata: object }) => 'card_request_id' in intent.metadata)
}

async function stateOf(business: Business, customerId: string): Promise<string> {
  return (await business.call('GET', `/customers/${customerId}/card_requests`)).body.data[0].state
}

const words = async (url: string) => (await fetch(url)).text()

describe('a customer is asked to save a payment method (R42)', () => {
  it('by a link in a mail; what they save stands in their profile with the proof of consent, and nothing is charged', async () => {
    const business = await world.business()
    const { customer, url } = await askedCustomer(business)
    expect(await words(url)).toContain('Save a payment method')
    const { body } = await pressSave(url)
    await confirmSetup(business, body.client_secret, 'pm_card_mastercard')
    expect(await words(`${url}/result?setup_intent_client_secret=x`)).toContain(
      'Your payment method is saved',
    )
    expect(await methodsOf(business, customer.id)).toMatchObject([
      {
        brand: 'mastercard',
        last4: '4444',
        is_primary: true,
        consent: { text: expect.stringContaining('By saving, you allow'), invoice_id: null },
      },
    ])
    expect(await stateOf(business, customer.id)).toBe('saved')
    expect(await words(url)).toContain('Your payment method is saved')
    expect((await pressSave(url)).body.code).toBe('card_request_closed')
    expect((await atStripe(world, business, 'GET', '/v1/charges')).data).toEqual([])
  })

  it('opening or fetching the link creates nothing at Stripe', async () => {
    const business = await world.business()
    const { url } = await askedCustomer(business)
    await words(url)
    await words(`${url}/result`)
    expect(await setupsAtStripe(business)).toEqual([])
    expect((await atStripe(world, business, 'GET', '/v1/customers')).data).toEqual([])
  })

  it('once, however often Save is pressed and the news comes', async () => {
    const business = await world.business()
    const { customer, url } = await askedCustomer(business)
    const [first, second] = await Promise.all([pressSave(url), pressSave(url)])
    expect(first.body.client_secret).toBe(second.body.client_secret)
    await confirmSetup(business, first.body.client_secret, 'pm_card_visa')
    await Promise.all([words(`${url}/result`), words(`${url}/result`), words(`${url}/result`)])
    expect(await methodsOf(business, customer.id)).toHaveLength(1)
    expect(await setupsAtStripe(business)).toHaveLength(1)
  })

  it('a declined card is told, and another can be tried', async () => {
    const business = await world.business()
    const { customer, url } = await askedCustomer(business)
    const { body } = await pressSave(url)
    expect((await confirmSetup(business, body.client_secret, 'pm_card_chargeDeclined')).error.code).toBe(
      'card_declined',
    )
    expect(await words(`${url}/result`)).toContain('The payment method was not saved')
    const again = await pressSave(url)
    await confirmSetup(business, again.body.client_secret, 'pm_card_visa')
    expect(await words(`${url}/result`)).toContain('Your payment method is saved')
    expect(await methodsOf(business, customer.id)).toHaveLength(1)
  })

  it('the customer who never comes back is found by asking Stripe, without a webhook', async () => {
    const business = await world.business()
    const { customer, url } = await askedCustomer(business)
    await fetch(`${world.simulatorUrl}/_sim/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        mode: 'drop',
        account: (await business.call('GET', '/stripe_connection')).body.account.id,
      }),
    })
    const { body } = await pressSave(url)
    await confirmSetup(business, body.client_secret, 'pm_card_visa')
    await world.eventually(async () => expect(await methodsOf(business, customer.id)).toHaveLength(1), 12_000)
  })
})

describe('the link of a request', () => {
  it('is replaced by the next one, and can be taken back', async () => {
    const business = await world.business()
    const { customer, email, url } = await askedCustomer(business)
    const next = await business.call('POST', `/customers/${customer.id}/request_card`)
    const newer = await linkIn(email, 1)
    expect(await words(url)).toContain('This link is no longer open')
    expect((await pressSave(url)).status).toBe(409)
    const gone = await business.call('DELETE', `/customers/${customer.id}/card_requests/${next.body.id}`)
    expect(gone.status).toBe(204)
    expect(await words(newer)).toContain('This link is no longer open')
  })

  it('expires after two weeks', async () => {
    const business = await world.business()
    const { url, request } = await askedCustomer(business)
    await inDatabase(world, `update card_requests set expires_at = now() where id = '${request.id}'`)
    expect(await words(url)).toContain('This link is no longer open')
  })

  it('says so politely when Stripe was removed, and is nothing anybody could guess', async () => {
    const business = await world.business()
    const { url } = await askedCustomer(business)
    await business.call('DELETE', '/stripe_connection')
    expect(await words(url)).toContain('A payment method cannot be saved at the moment')
    expect((await pressSave(url)).body.code).toBe('stripe_not_connected')
    const unknown = await fetch(url.replace(/\w{4}$/, 'aaaa'))
    expect(unknown.status).toBe(404)
    expect(unknown.headers.get('cache-control')).toContain('no-store')
  })

  it('cannot be asked for without Stripe or without an address, and the page says so', async () => {
    const business = await world.business({ stripe: false })
    const customer = (await business.call('POST', '/customers', { name: 'No Address' })).body
    expect((await business.call('POST', `/customers/${customer.id}/request_card`)).body.code).toBe(
      'stripe_not_connected',
    )
    const connected = await world.business()
    const silent = (await connected.call('POST', '/customers', { name: 'No Address' })).body
    expect(await connected.call('POST', `/customers/${silent.id}/request_card`)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/email' }] },
    })
  })
})
