// Connecting a Stripe account and losing it again, in every way there is (R19, R36–R38; stripe.md 7; traps 17, 18).
import { createHmac } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  connectByOAuth,
  consent,
  type PlatformWorld,
  signIn,
  startPlatformWorld,
} from './connect-platform.ts'
import { debit, ibans } from './payment-forms.ts'
import {
  atStripe,
  type Business,
  chargesAtStripe,
  confirmAtStripe,
  inDatabase,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  stripeAccountOf,
  type World,
} from './world.ts'

let place: PlatformWorld
let world: World

beforeAll(async () => {
  place = await startPlatformWorld()
  world = place.world
}, 60_000)
afterEach(async () => {
  place.stand(null)
  await simulate(world, 'webhooks', { mode: 'deliver' })
})
afterAll(() => place?.stop())

async function connectionOf(business: Business) {
  return (await business.call('GET', '/stripe_connection')).body
}
async function linkOf(business: Business, invoice: { id: string }): Promise<string> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body.payment_link.state
}
async function statusOf(business: Business, invoice: { id: string }): Promise<string> {
  return (await business.call('GET', `/invoices/${invoice.id}`)).body.status
}
async function paymentOf(business: Business, invoice: { id: string }) {
  return (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data[0]
}
/** A payment whose debit is on its way for minutes. */
async function debitUnderWay(business: Business, iban = ibans.succeedsLater) {
  const invoice = await sentInvoice(business)
  const { body } = await pressPay(invoice)
  await confirmAtStripe(world, business, body.client_secret, debit(iban))
  await fetch(`${invoice.payment_link.url}/result`)
  await world.eventually(async () => expect((await paymentOf(business, invoice)).status).toBe('processing'))
  return invoice
}
const forbidden = {
  status: 403,
  body: {
    error: {
      type: 'invalid_request_error',
      message: "The provided key 'rk_test_***' does not have the required permissions for this endpoint.",
    },
  },
}
function restricted(business: Business) {
  return { ...business.stripeKeys, secret_key: business.stripeKeys.secret_key.replace('sk_', 'rk_') }
}

describe('own keys', () => {
  it('a restricted key that cannot collect is refused, and every permission it lacks is named', async () => {
    const business = await world.business({ stripe: false })
    place.stand(({ method, path }) =>
      path === '/v1/disputes' || (method === 'POST' && path.startsWith('/v1/payment_intents'))
        ? forbidden
        : null,
    )
    const { status, body } = await business.call('PUT', '/stripe_connection', restricted(business))
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([
      { pointer: '/secret_key', detail: expect.stringContaining('PaymentIntents (write), Disputes (read)') },
    ])
    expect((await connectionOf(business)).state).toBe('disconnected')
  })

  it('a restricted key that lacks less is taken, and what it lacks is shown until it is given', async () => {
    const business = await world.business({ stripe: false })
    place.stand(({ path }) =>
      path.startsWith('/v1/customers') || path === '/v1/balance_transactions' ? forbidden : null,
    )
    expect((await business.call('PUT', '/stripe_connection', restricted(business))).body).toMatchObject({
      state: 'connected',
      permissions_missing: ['Customers (write)', 'Balance transactions (read)'],
    })
    place.stand(null)
    expect((await business.call('POST', '/stripe_connection/check')).body).toMatchObject({
      state: 'connected',
      permissions_missing: [],
    })
  })

  it('looking for permissions leaves nothing behind at Stripe', async () => {
    const business = await world.business({ stripe: false })
    await business.call('PUT', '/stripe_connection', restricted(business))
    for (const noun of ['payment_intents', 'customers', 'refunds', 'charges'])
      expect((await atStripe(world, business, 'GET', `/v1/${noun}`)).data).toEqual([])
  })

  it('trap 18: other keys of the same account and mode take the place of those in use, while somebody pays', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    const before = await connectionOf(business)
    const fresh = `${business.stripeKeys.secret_key}rolled`
    const replaced = await business.call('PUT', '/stripe_connection', {
      ...business.stripeKeys,
      secret_key: fresh,
    })
    expect(replaced.body).toMatchObject({ id: before.id, secret_key_last4: fresh.slice(-4), active_links: 1 })
    await confirmAtStripe(world, business, body.client_secret)
    await fetch(`${invoice.payment_link.url}/result`)
    expect(await statusOf(business, invoice)).toBe('paid')
  })

  it('trap 18: keys of another account or of the other mode are refused while connected, and change nothing', async () => {
    const business = await world.business()
    const other = await world.business({ stripe: false })
    const invoice = await sentInvoice(business)
    const before = await connectionOf(business)
    for (const keys of [
      other.stripeKeys,
      { secret_key: 'sk_live_0123456789abcdefghij', publishable_key: 'pk_live_0123456789abcdefghij' },
    ])
      expect(await business.call('PUT', '/stripe_connection', keys)).toMatchObject({
        status: 409,
        body: { code: 'stripe_already_connected', detail: expect.stringContaining('remove Stripe first') },
      })
    expect(await connectionOf(business)).toEqual(before)
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })

  it('the endpoint asks for every event of stripe.md 6, with the version pinned', async () => {
    const business = await world.business()
    const [endpoint] = (await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data
    expect(endpoint.api_version).toBe('2026-10-28.endive')
    expect(endpoint.enabled_events).toHaveLength(31)
    expect(endpoint.enabled_events).toContain('account.application.deauthorized')
  })

  it('Check now mends an endpoint that was switched off, and makes one again that is gone', async () => {
    const business = await world.business()
    const endpoints = async () => (await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data
    const [first] = await endpoints()
    await atStripe(world, business, 'POST', `/v1/webhook_endpoints/${first.id}`, { disabled: 'true' })
    await business.call('POST', '/stripe_connection/check')
    expect(await endpoints()).toMatchObject([{ id: first.id, status: 'enabled' }])
    await atStripe(world, business, 'DELETE', `/v1/webhook_endpoints/${first.id}`)
    expect((await business.call('POST', '/stripe_connection/check')).body.webhook.state).toBe('registered')
    const [again, ...more] = await endpoints()
    expect(more).toEqual([])
    expect(again).toMatchObject({ url: first.url, status: 'enabled' })
    await simulate(world, 'refund', await paidCharge(business))
    await world.eventually(async () =>
      expect((await connectionOf(business)).webhook.last_event_at).not.toBeNull(),
    )
  })
})

/** Something that Stripe then has news of. */
async function paidCharge(business: Business) {
  const invoice = await sentInvoice(business)
  await pay(world, business, invoice)
  const [charge] = await chargesAtStripe(world, business)
  return { account: stripeAccountOf(business), charge: charge!.id }
}

describe('the webhook secret', () => {
  it('is rolled while events are under way: both secrets are believed, each event counts once, one endpoint is left', async () => {
    const business = await world.business({ stripe: false })
    const secrets: string[] = []
    await recordingSecrets(business, secrets, () =>
      business.call('PUT', '/stripe_connection', business.stripeKeys),
    )
    const invoice = await sentInvoice(business)
    await recordingSecrets(business, secrets, () =>
      business.call('POST', '/stripe_connection/roll_webhook_secret'),
    )
    expect(new Set(secrets).size).toBe(2)
    const { id, webhook } = await connectionOf(business)
    expect(webhook).toMatchObject({ state: 'registered', rolled_at: expect.any(String) })
    const event = JSON.stringify({
      id: 'evt_underway',
      object: 'event',
      type: 'account.updated',
      livemode: false,
      created: Math.floor(Date.now() / 1000),
      data: { object: { id: stripeAccountOf(business), object: 'account' } },
    })
    for (const secret of secrets) expect(await deliver(`/webhooks/stripe/${id}`, event, secret)).toBe(200)
    expect(await deliver(`/webhooks/stripe/${id}`, event, 'whsec_of_somebody_else')).toBe(400)
    const { rows } = await inDatabase(world, `select 1 from stripe_events where event_id = 'evt_underway'`)
    expect(rows).toHaveLength(1)
    expect((await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data).toHaveLength(1)
    // And Stripe itself signs with the new one.
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () => expect(await statusOf(business, invoice)).toBe('paid'))
  })

  it('that was rolled an hour ago is not believed any more', async () => {
    const business = await world.business({ stripe: false })
    const secrets: string[] = []
    await recordingSecrets(business, secrets, () =>
      business.call('PUT', '/stripe_connection', business.stripeKeys),
    )
    await business.call('POST', '/stripe_connection/roll_webhook_secret')
    const { id } = await connectionOf(business)
    await inDatabase(
      world,
      `update stripe_connections set webhook_rolled_at = now() - interval '61 minutes' where id = $1`,
      [id],
    )
    expect(await deliver(`/webhooks/stripe/${id}`, '{"id":"evt_1","object":"event"}', secrets[0]!)).toBe(400)
  })

  it('rolled twice at the same moment ends with one endpoint that works', async () => {
    const business = await world.business()
    const roll = () => business.call('POST', '/stripe_connection/roll_webhook_secret')
    await Promise.all([roll(), roll()])
    const endpoints = (await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data
    expect(endpoints).toHaveLength(1)
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () =>
      expect((await connectionOf(business)).webhook.last_event_at).not.toBeNull(),
    )
  })
})

/** Runs `work`, and adds the signing secret that Stripe told meanwhile: a repeat under the same key tells it once more. */
async function recordingSecrets(business: Business, secrets: string[], work: () => Promise<unknown>) {
  await work()
  const { rows } = await inDatabase(
    world,
    'select id, webhook_generation as n from stripe_connections where account_id = $1',
    [business.accountId],
  )
  const { id, n } = rows[0]
  const generation = Number(n)
  const [endpoint] = (await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data
  const again = await fetch(`${world.simulatorUrl}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${business.stripeKeys.secret_key}`,
      'stripe-version': '2026-10-28.endive',
      'idempotency-key': generation === 1 ? `${id}:webhook` : `${id}:webhook:${generation}`,
    },
    body: new URLSearchParams([
      ['url', endpoint.url],
      ...endpoint.enabled_events.map((event: string, index: number) => [`enabled_events[${index}]`, event]),
      ['api_version', endpoint.api_version],
      ['description', 'Quittance'],
      ['metadata[quittance_account]', business.accountId],
      ['metadata[generation]', String(generation)],
    ]),
  })
  const { secret } = (await again.json()) as { secret?: string }
  expect(secret).toMatch(/^whsec_/)
  secrets.push(secret!)
}

async function deliver(path: string, body: string, secret: string): Promise<number> {
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  const response = await fetch(`${world.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` },
  })
  return response.status
}

describe('Connect by OAuth', () => {
  it('a business connects its account, is paid through it, and no token or code is kept', async () => {
    const business = await world.business({ stripe: false })
    const { stripeAccount } = await connectByOAuth(world, business)
    expect(await connectionOf(business)).toMatchObject({
      state: 'connected',
      provider: 'connect',
      mode: 'test',
      account: { id: stripeAccount, business_name: 'Harbour Tours', country: 'FR', default_currency: 'eur' },
      secret_key_last4: null,
      webhook: { state: 'operator' },
    })
    const invoice = await sentInvoice(business)
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    expect(await chargesAtStripe(world, business)).toMatchObject([{ amount: 12_000, status: 'succeeded' }])
    const { rows } = await inDatabase(
      world,
      'select secret_key_sealed, webhook_secret_sealed from stripe_connections where account_id = $1',
      [business.accountId],
    )
    expect(rows).toEqual([{ secret_key_sealed: null, webhook_secret_sealed: null }])
  })

  it('what Stripe tells by the platform’s webhook alone is booked', async () => {
    const business = await world.business({ stripe: false })
    await connectByOAuth(world, business)
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () => expect(await statusOf(business, invoice)).toBe('paid'))
    expect((await connectionOf(business)).webhook.last_event_at).not.toBeNull()
  })

  it('a visit that another session began does not count, and stays good for whoever began it', async () => {
    const [mine, theirs] = [await world.business({ stripe: false }), await world.business({ stripe: false })]
    const [browser, otherTab, stranger] = [
      await signIn(world, mine),
      await signIn(world, mine),
      await signIn(world, theirs),
    ]
    const { body } = await browser.call('POST', '/stripe_connection/connect_url')
    const back = await consent(body['url']!, { choice: 'connect' })
    expect(await stranger.open(back)).toBe('/settings/stripe?stripe=expired')
    expect(await otherTab.open(back)).toBe('/settings/stripe?stripe=expired')
    expect((await connectionOf(theirs)).state).toBe('disconnected')
    expect((await connectionOf(mine)).state).toBe('disconnected')
    expect(await browser.open(back)).toBe('/settings/stripe?stripe=connected')
  })

  it('a state that was used, is old, or was never ours connects nothing', async () => {
    const business = await world.business({ stripe: false })
    const browser = await signIn(world, business)
    const begin = async () => (await browser.call('POST', '/stripe_connection/connect_url')).body['url']!
    const used = await consent(await begin(), { choice: 'connect' })
    expect(await browser.open(used)).toBe('/settings/stripe?stripe=connected')
    await business.call('DELETE', '/stripe_connection')
    expect(await browser.open(used)).toBe('/settings/stripe?stripe=expired')
    const old = await consent(await begin(), { choice: 'connect' })
    await inDatabase(
      world,
      `update stripe_visits set expires_at = now() - interval '1 second' where account_id = $1`,
      [business.accountId],
    )
    expect(await browser.open(old)).toBe('/settings/stripe?stripe=expired')
    const forged = new URL(await consent(await begin(), { choice: 'connect' }))
    forged.searchParams.set('state', 'nobodysnobodysnobodysnob')
    expect(await browser.open(forged.href)).toBe('/settings/stripe?stripe=expired')
    expect((await connectionOf(business)).state).toBe('disconnected')
  })

  it('whoever says no at Stripe comes back to that, and whoever is not signed in to nothing', async () => {
    const business = await world.business({ stripe: false })
    const browser = await signIn(world, business)
    const { body } = await browser.call('POST', '/stripe_connection/connect_url')
    const back = await consent(body['url']!, { choice: 'cancel' })
    const bare = await fetch(back, { redirect: 'manual' })
    expect(bare.headers.get('location')).toBe('/settings/stripe?stripe=expired')
    expect(bare.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await browser.open(back)).toBe('/settings/stripe?stripe=denied')
  })

  it('a code that Stripe does not take connects nothing', async () => {
    const business = await world.business({ stripe: false })
    const browser = await signIn(world, business)
    const { body } = await browser.call('POST', '/stripe_connection/connect_url')
    const back = new URL(await consent(body['url']!, { choice: 'connect' }))
    back.searchParams.set('code', 'ac_invented')
    expect(await browser.open(back.href)).toBe('/settings/stripe?stripe=failed')
    expect((await connectionOf(business)).state).toBe('disconnected')
  })

  it('an event of account A never touches B, and one of an account that nobody has is kept nowhere', async () => {
    const [a, b] = [await world.business({ stripe: false }), await world.business({ stripe: false })]
    await connectByOAuth(world, a)
    await connectByOAuth(world, b)
    const [invoiceOfA, invoiceOfB] = [await sentInvoice(a), await sentInvoice(b)]
    const { body } = await pressPay(invoiceOfA)
    await pressPay(invoiceOfB)
    await confirmAtStripe(world, a, body.client_secret)
    await world.eventually(async () => expect(await statusOf(a, invoiceOfA)).toBe('paid'))
    expect(await statusOf(b, invoiceOfB)).toBe('sent')
    const kept = async (business: Business) =>
      (
        await inDatabase(
          world,
          `select payload->>'account' as account from stripe_events where account_id = $1`,
          [business.accountId],
        )
      ).rows
    await world.eventually(async () => expect((await kept(a)).length).toBeGreaterThan(0))
    for (const [business, invoice] of [
      [a, invoiceOfA],
      [b, invoiceOfB],
    ] as const) {
      expect(invoice.id).toBeTruthy()
      for (const { account } of await kept(business))
        expect([stripeAccountOf(business), null]).toContain(account)
    }
    const nobodys = await simulate(world, 'accounts', {
      platform: place.platform.clientId.replace('ca_', 'acct_'),
    })
    await simulate(world, 'accounts/update', { account: nobodys.account, charges_enabled: false })
    await world.eventually(async () =>
      expect((await simulate(world, `webhooks?account=${nobodys.account}`)).pending).toEqual([]),
    )
    const { rows } = await inDatabase(world, `select 1 from stripe_events where payload->>'account' = $1`, [
      nobodys.account,
    ])
    expect(rows).toEqual([])
  })

  it('a delivery to the platform’s address that is not signed by it is refused', async () => {
    expect(await deliver('/webhooks/stripe', '{"id":"evt_x","object":"event"}', 'whsec_wrong')).toBe(400)
  })

  it('removing it lets go of the account at Stripe, and connecting the same one again brings the links back', async () => {
    const business = await world.business({ stripe: false })
    const { stripeAccount } = await connectByOAuth(world, business)
    const invoice = await sentInvoice(business)
    expect((await business.call('DELETE', '/stripe_connection')).body).toEqual({ disabled_links: 1 })
    await world.eventually(async () =>
      expect((await simulate(world, 'accounts/update', { account: stripeAccount })).platforms).toEqual({
        [`acct_${place.platform.clientId.slice(3)}`]: 'revoked',
      }),
    )
    expect(world.mailTo(business.ownerEmail)).toEqual([])
    expect(await connectByOAuth(world, business, stripeAccount)).toEqual({ stripeAccount })
    expect((await business.call('POST', '/stripe_connection/restore_links')).body).toEqual({
      restored_links: 1,
    })
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })
})

describe('Stripe takes itself away', () => {
  it('trap 17: deauthorised at Stripe, the links go off at once, the office is told, and the same account brings the debit home', async () => {
    const business = await world.business({ stripe: false })
    const { stripeAccount } = await connectByOAuth(world, business)
    const waiting = await sentInvoice(business)
    const invoice = await debitUnderWay(business)
    await simulate(world, 'accounts/update', { account: stripeAccount, access: 'revoked' })
    await world.eventually(async () =>
      expect(await connectionOf(business)).toMatchObject({
        state: 'disconnected',
        end_reason: 'deauthorized',
        restorable_links: 2,
        unreachable_payments: [{ invoice_id: invoice.id, amount: 12_000 }],
      }),
    )
    expect(await linkOf(business, waiting)).toBe('disabled')
    const mail = await world.eventually(() => {
      const [first] = world
        .mailTo(business.ownerEmail)
        .filter((one) => /no longer connected/.test(one.subject!))
      expect(first).toBeDefined()
      return first!
    })
    expect(mail.text).toContain('withdrawn at Stripe')
    expect(mail.text).toContain('Payments under way: 1')
    await simulate(world, 'clock', { advance_seconds: 600 })
    await simulate(world, 'accounts/update', { account: stripeAccount, access: 'granted' })
    await connectByOAuth(world, business, stripeAccount)
    await world.eventually(async () => expect(await statusOf(business, invoice)).toBe('paid'))
    expect((await connectionOf(business)).unreachable_payments).toEqual([])
  })

  it('news of a deauthorisation that is not true any more changes nothing', async () => {
    const business = await world.business({ stripe: false })
    const { stripeAccount } = await connectByOAuth(world, business)
    await simulate(world, 'webhooks', { mode: 'hold' })
    await simulate(world, 'accounts/update', { account: stripeAccount, access: 'revoked' })
    await simulate(world, 'accounts/update', { account: stripeAccount, access: 'granted' })
    await simulate(world, 'webhooks', { mode: 'deliver' })
    await simulate(world, 'webhooks/flush', {})
    await world.eventually(async () => {
      const { rows } = await inDatabase(
        world,
        `select applied_at from stripe_events where account_id = $1 and type = 'account.application.deauthorized'`,
        [business.accountId],
      )
      expect(rows).toMatchObject([{ applied_at: expect.any(Date) }])
    })
    expect((await connectionOf(business)).state).toBe('connected')
  })

  it('a revoked key is noticed wherever it is met, ends the connection, and the office is told', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await simulate(world, 'accounts/update', { account: stripeAccountOf(business), keys: 'revoked' })
    expect((await pressPay(invoice)).status).toBe(422)
    await world.eventually(async () =>
      expect(await connectionOf(business)).toMatchObject({
        state: 'disconnected',
        end_reason: 'key_revoked',
      }),
    )
    expect(await linkOf(business, invoice)).toBe('disabled')
    await world.eventually(() =>
      expect(world.mailTo(business.ownerEmail).map((one) => one.text)).toMatchObject([
        expect.stringContaining('no longer accepts the key'),
      ]),
    )
    expect((await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data).toContainEqual(
      expect.objectContaining({ type: 'link.disabled', actor: { type: 'stripe' } }),
    )
  })

  it('one 401 that Stripe does not repeat ends nothing', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    let refusals = 0
    place.stand(({ method, path }) => {
      if (method !== 'POST' || path !== '/v1/payment_intents' || refusals > 0) return null
      refusals += 1
      return { status: 401, body: { error: { type: 'invalid_request_error', message: 'Invalid API Key.' } } }
    })
    expect((await pressPay(invoice)).status).toBe(422)
    await world.eventually(async () => {
      const { rows } = await inDatabase(
        world,
        `select finished_at from outbox where account_id = $1 and event->>'type' = 'stripe.access_doubted'`,
        [business.accountId],
      )
      expect(rows).toMatchObject([{ finished_at: expect.any(Date) }])
    })
    expect((await connectionOf(business)).state).toBe('connected')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })

  it('a Stripe account that may not charge has its links off, and they come back by themselves', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const account = stripeAccountOf(business)
    await simulate(world, 'accounts/update', { account, charges_enabled: false })
    await world.eventually(async () =>
      expect(await connectionOf(business)).toMatchObject({
        state: 'restricted',
        account: { charges_enabled: false },
      }),
    )
    expect(await linkOf(business, invoice)).toBe('disabled')
    expect((await pressPay(invoice)).body.code).toBe('invoice_not_payable')
    expect(await (await fetch(invoice.payment_link.url)).text()).not.toContain('data-form')
    const unlinked = await sentInvoice(business, { link: false })
    expect((await business.call('POST', `/invoices/${unlinked.id}/payment_link`)).body.code).toBe(
      'stripe_not_connected',
    )
    await simulate(world, 'accounts/update', { account, charges_enabled: true })
    await world.eventually(async () => expect((await connectionOf(business)).state).toBe('connected'))
    expect(await linkOf(business, invoice)).toBe('active')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    await world.eventually(() =>
      expect(
        world
          .mailTo(business.ownerEmail)
          .map((one) => one.subject)
          .filter((subject) => !/paid/i.test(subject!)),
      ).toEqual([
        expect.stringContaining('Stripe has stopped payments'),
        expect.stringContaining('can take payments again'),
      ]),
    )
  })
})

describe('removing Stripe with payments in flight', () => {
  it('trap 17: cancels what is pending, names what is processing beforehand, and leaves that to settle unseen', async () => {
    const business = await world.business()
    const processing = await debitUnderWay(business)
    const pending = await sentInvoice(business)
    const { body } = await pressPay(pending)
    expect(await connectionOf(business)).toMatchObject({
      processing_payments: [{ invoice_id: processing.id, customer_name: 'Example Customer' }],
      running_payments: 2,
    })
    expect((await business.call('DELETE', '/stripe_connection')).body).toEqual({ disabled_links: 2 })
    const intent = body.client_secret.split('_secret_')[0]
    expect((await atStripe(world, business, 'GET', `/v1/payment_intents/${intent}`)).status).toBe('canceled')
    expect(await connectionOf(business)).toMatchObject({
      state: 'disconnected',
      end_reason: 'removed',
      unreachable_payments: [{ invoice_id: processing.id }],
    })
    expect((await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data).toEqual([])
  })

  it('trap 17: another account never reads what is open at the first, and staff can say how it ended', async () => {
    const business = await world.business()
    const invoice = await debitUnderWay(business, ibans.failsLater)
    const payment = await paymentOf(business, invoice)
    const noted = (outcome: string) =>
      business.call('POST', `/payments/${payment.id}/note_outcome`, { outcome })
    expect((await noted('failed')).body.code).toBe('payment_not_checkable')
    await business.call('DELETE', '/stripe_connection')
    await simulate(world, 'clock', { advance_seconds: 600 })
    const other = await world.business({ stripe: false })
    business.stripeKeys = other.stripeKeys
    expect((await business.call('PUT', '/stripe_connection', other.stripeKeys)).status).toBe(200)
    expect((await business.call('POST', `/invoices/${invoice.id}/cancel`)).body.code).toBe(
      'payment_in_progress',
    )
    expect((await noted('failed')).body).toMatchObject({ status: 'failed' })
    expect((await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data).toContainEqual(
      expect.objectContaining({
        type: 'payment.noted',
        actor: expect.objectContaining({ type: 'api_key' }),
        data: expect.objectContaining({ outcome: 'failed' }),
      }),
    )
    await business.call('POST', '/stripe_connection/restore_links')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })

  it('staff who saw the money at Stripe book it, once, and the customer gets a receipt', async () => {
    const business = await world.business()
    const invoice = await debitUnderWay(business)
    const payment = await paymentOf(business, invoice)
    await business.call('DELETE', '/stripe_connection')
    const noted = () =>
      business.call('POST', `/payments/${payment.id}/note_outcome`, { outcome: 'succeeded' })
    const answers = await Promise.all([noted(), noted()])
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409])
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
      status: 'paid',
      amount_paid: 12_000,
      flags: [],
    })
    await world.eventually(() =>
      expect(world.mailTo('customer@example.com').some((one) => one.text!.includes(invoice.number))).toBe(
        true,
      ),
    )
    // And Stripe, asked again, adds nothing to it.
    await simulate(world, 'clock', { advance_seconds: 600 })
    await business.call('PUT', '/stripe_connection', business.stripeKeys)
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.amount_paid).toBe(12_000)
  })

  it.each([
    ['staff noted that it failed', true],
    ['its link stayed off', false],
  ])(
    'trap 17: a debit that came back meanwhile cannot be paid once %s, from when the same account is connected',
    async (_, isNoted) => {
      const business = await world.business()
      const invoice = await debitUnderWay(business, ibans.failsLater)
      const payment = await paymentOf(business, invoice)
      await business.call('DELETE', '/stripe_connection')
      await simulate(world, 'clock', { advance_seconds: 600 })
      const noted = () => business.call('POST', `/payments/${payment.id}/note_outcome`, { outcome: 'failed' })
      if (isNoted) expect((await noted()).body).toMatchObject({ status: 'failed' })
      const intents = async () => (await atStripe(world, business, 'GET', '/v1/payment_intents')).data
      expect(await intents()).toMatchObject([{ status: 'requires_payment_method' }])
      await business.call('PUT', '/stripe_connection', business.stripeKeys)
      await world.eventually(async () => expect(await intents()).toMatchObject([{ status: 'canceled' }]))
      await business.call('POST', '/stripe_connection/restore_links')
      expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
    },
  )

  it('that Stripe does not answer removes nothing, and payers may go on', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    expect((await pressPay(invoice)).status).toBe(200)
    place.stand(({ path }) =>
      path.endsWith('/cancel') || path.startsWith('/v1/payment_intents/')
        ? { status: 503, body: { error: { type: 'api_error', message: 'Sorry.' } } }
        : null,
    )
    expect((await business.call('DELETE', '/stripe_connection')).body).toMatchObject({
      code: 'stripe_unavailable',
    })
    place.stand(null)
    expect((await connectionOf(business)).state).toBe('connected')
    expect(await pay(world, business, invoice)).toContain('data-outcome="succeeded"')
  })
})

describe('locks: the connection, then invoices, then their links', () => {
  it('a link that is added while Stripe is being removed waits, and is refused', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { link: false })
    const removal = await holding(
      `update stripe_connections set disconnected_at = now() where account_id = '${business.accountId}'`,
    )
    const added = business.call('POST', `/invoices/${invoice.id}/payment_link`)
    const created = business.call('POST', '/invoices', {
      customer: { name: 'Example Customer', email: 'customer@example.com' },
      payment_link: true,
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 100_00 }],
    })
    await world.eventually(async () => expect(await waitingFor(removal.pid)).toBe(2))
    await removal.commit()
    expect((await added).body.code).toBe('stripe_not_connected')
    expect((await created).body.code).toBe('stripe_not_connected')
  })

  it('removing Stripe waits for an invoice without holding its link', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const edit = await holding(`select id from invoices where id = '${invoice.id}' for update`)
    const removed = business.call('DELETE', '/stripe_connection')
    await world.eventually(async () => expect(await waitingFor(edit.pid)).toBe(1))
    await edit.query(`select 1 from payment_links where invoice_id = '${invoice.id}' for update nowait`)
    await edit.commit()
    expect((await removed).body).toEqual({ disabled_links: 1 })
  })
})

// Last: from one address so many presses are limited for a while.
describe('removing Stripe from a busy account', () => {
  it('always ends, however many people press Pay meanwhile; nobody is left with an intent they can confirm', async () => {
    const business = await world.business()
    const invoices = []
    for (let n = 0; n < 12; n++) invoices.push(await sentInvoice(business))
    let stopped = false
    const crowd = invoices.map(async (invoice) => {
      const secrets: string[] = []
      while (!stopped) {
        const { body } = await pressPay(invoice)
        if (body.client_secret) secrets.push(body.client_secret)
      }
      return secrets
    })
    const removed = await business.call('DELETE', '/stripe_connection')
    stopped = true
    const secrets = (await Promise.all(crowd)).flat()
    expect(removed).toMatchObject({ status: 200, body: { disabled_links: 12 } })
    for (const secret of new Set(secrets))
      expect((await confirmAtStripe(world, business, secret)).body.error.code).toBe(
        'payment_intent_unexpected_state',
      )
    expect((await connectionOf(business)).unreachable_payments).toEqual([])
  })
})

/** A transaction that holds what `statement` locked. */
async function holding(statement: string) {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  await client.query('begin')
  const { rows } = await client.query('select pg_backend_pid() as pid')
  await client.query(statement)
  return {
    pid: Number(rows[0].pid),
    query: (text: string) => client.query(text),
    async commit() {
      await client.query('commit')
      await client.end()
    },
  }
}

async function waitingFor(pid: number): Promise<number> {
  const { rows } = await inDatabase(
    world,
    'select count(*) as n from pg_stat_activity where $1::int = any(pg_blocking_pids(pid))',
    [pid],
  )
  return Number(rows[0].n)
}
