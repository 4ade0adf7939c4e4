import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunningSimulator } from '../src/server.ts'
import { control, once, openAccount, refusal, stripeAt } from './shop.ts'
import { startWatchedSimulator } from './watched-simulator.ts'
import { WebhookReceiver } from './webhook-receiver.ts'

const redirectUri = 'https://app.example.com/stripe/back'

describe('Connect', () => {
  let simulator: RunningSimulator
  let receiver: WebhookReceiver
  let platform: { account: string; secret_key: string; publishable_key: string }
  let stripe: Stripe
  let clientId: string

  beforeAll(async () => {
    simulator = await startWatchedSimulator()
    receiver = await WebhookReceiver.start()
  })
  beforeEach(async () => {
    platform = await openAccount(simulator.url, { business_name: 'Platform' })
    clientId = platform.account.replace('acct_', 'ca_')
    stripe = stripeAt(simulator.url, platform.secret_key)
    const endpoint = await stripe.webhookEndpoints.create(
      { url: receiver.url, enabled_events: ['*'], connect: true, api_version: '2026-10-28.endive' },
      once(),
    )
    receiver.secret = endpoint.secret ?? ''
    receiver.received.length = 0
  })
  afterAll(async () => {
    await simulator.close()
    await receiver.stop()
  })

  it('brings a merchant back with a code that is good once, and acts for the account from then on', async () => {
    const page = await (await fetch(authorizeUrl())).text()
    expect(page).toContain('Harbour Tours')
    const back = await answerConsent({ choice: 'connect', business_name: 'Harbour Tours', currency: 'eur' })
    expect(back.origin + back.pathname).toBe(redirectUri)
    expect(back.searchParams.get('state')).toBe('s t&ate')
    const code = back.searchParams.get('code')!
    const token = await stripe.oauth.token({ grant_type: 'authorization_code', code })
    expect(token).toMatchObject({ livemode: false, scope: 'read_write', token_type: 'bearer' })

    const stripeAccount = token.stripe_user_id!
    expect(await stripe.accounts.retrieve(stripeAccount)).toMatchObject({
      charges_enabled: true,
      default_currency: 'eur',
      business_profile: { name: 'Harbour Tours' },
    })
    expect((await stripe.accounts.list()).data.map(({ id }) => id)).toEqual([stripeAccount])
    const theirs = stripeAt(simulator.url, token.stripe_publishable_key!)
    expect((await refusal(theirs.balance.retrieve())).code).toBe('secret_key_required')

    const again = await refusal(stripe.oauth.token({ grant_type: 'authorization_code', code }))
    expect(again).toMatchObject({ type: 'StripeInvalidGrantError', statusCode: 400 })
    expect(again.message).toMatch(/already been used/)
  })

  it('brings back access_denied from Cancel, and refuses what is wrong without sending the browser away', async () => {
    const denied = await answerConsent({ choice: 'cancel' })
    expect(denied.searchParams.get('error')).toBe('access_denied')
    expect(denied.searchParams.get('code')).toBeNull()
    const wrongs: Record<string, string>[] = [
      { client_id: 'ca_short' },
      { redirect_uri: 'http://elsewhere.example.com/' },
      { redirect_uri: 'javascript:alert(1)' },
      { response_type: 'token' },
    ]
    for (const wrong of wrongs) {
      const answer = await fetch(authorizeUrl(wrong), { redirect: 'manual' })
      expect(answer.status, JSON.stringify(wrong)).toBe(400)
    }
  })

  it('refuses codes of others, old ones, and foreign clients, with flat errors', async () => {
    const code = (await answerConsent({ choice: 'connect' })).searchParams.get('code')!
    const other = await openAccount(simulator.url)
    const foreign = stripeAt(simulator.url, other.secret_key)
    expect((await refusal(foreign.oauth.token({ grant_type: 'authorization_code', code }))).message).toMatch(
      /does not exist/,
    )
    await control(simulator.url, 'clock', { advance_seconds: 301 })
    expect((await refusal(stripe.oauth.token({ grant_type: 'authorization_code', code }))).message).toMatch(
      /expired/,
    )
    const flat = await fetch(`${simulator.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'authorization_code', code, client_secret: 'sk_test_no' }),
    })
    expect(flat.status).toBe(401)
    expect(await flat.json()).toMatchObject({
      error: 'invalid_client',
      error_description: expect.any(String),
    })
    const deauthorize = (client: string, account: string) =>
      refusal(stripe.oauth.deauthorize({ client_id: client, stripe_user_id: account }))
    expect(await deauthorize('ca_1234567890123456', other.account)).toMatchObject({ statusCode: 401 })
    expect((await deauthorize(clientId, other.account)).message).toMatch(/not connected/)
  })

  it('tells the platform what happens in connected accounts, with account set', async () => {
    const stripeAccount = await connectMerchant()
    const intent = await stripe.paymentIntents.create(
      {
        amount: 1000,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        confirm: true,
        return_url: redirectUri,
      },
      { ...once(), stripeAccount },
    )
    const event = await receiver.waitFor('payment_intent.succeeded')
    expect(event).toMatchObject({ account: stripeAccount, data: { object: { id: intent.id } } })
    await control(simulator.url, 'accounts/update', { account: stripeAccount, charges_enabled: false })
    const updated = await receiver.waitFor('account.updated')
    expect(updated).toMatchObject({
      account: stripeAccount,
      data: { object: { id: stripeAccount, charges_enabled: false } },
    })
    expect(
      (
        await refusal(
          stripe.paymentIntents.create(
            {
              amount: 1000,
              currency: 'usd',
              payment_method: 'pm_card_visa',
              confirm: true,
              return_url: redirectUri,
            },
            { ...once(), stripeAccount },
          ),
        )
      ).message,
    ).toMatch(/cannot currently make charges/)
  })

  it.each(['merchant', 'platform'])('ends from the %s: the event comes, then 403', async (side) => {
    const stripeAccount = await connectMerchant()
    if (side === 'merchant') {
      await control(simulator.url, 'accounts/update', { account: stripeAccount, access: 'revoked' })
    } else {
      await stripe.oauth.deauthorize({ client_id: clientId, stripe_user_id: stripeAccount })
    }
    expect(await receiver.waitFor('account.application.deauthorized')).toMatchObject({
      account: stripeAccount,
      data: { object: { id: clientId, object: 'application' } },
    })
    expect(await refusal(stripe.balance.retrieve({}, { stripeAccount }))).toMatchObject({
      statusCode: 403,
      code: 'account_invalid',
    })
    const code = (await answerConsent({ choice: 'connect', account: stripeAccount })).searchParams.get(
      'code',
    )!
    const token = await stripe.oauth.token({ grant_type: 'authorization_code', code })
    expect(token.stripe_user_id).toBe(stripeAccount)
  })

  it('onboards a new account through a link that opens once', async () => {
    const account = await stripe.accounts.create(
      { type: 'standard', country: 'DE', default_currency: 'eur', business_profile: { name: 'Fresh' } },
      once(),
    )
    expect(account).toMatchObject({ charges_enabled: false, details_submitted: false })
    const makeLink = () =>
      stripe.accountLinks.create(
        {
          account: account.id,
          type: 'account_onboarding',
          refresh_url: 'https://app.example.com/again',
          return_url: 'https://app.example.com/done',
        },
        once(),
      )
    const link = await makeLink()
    const page = await (await fetch(link.url)).text()
    expect(page).toContain('Fresh')
    const session = /name="session" value="(\w+)"/.exec(page)![1]!
    expect(await landsAt(link.url)).toBe('https://app.example.com/again')
    expect(await landsAt(link.url, { session, choice: 'finish' })).toBe('https://app.example.com/done')
    expect(await receiver.waitFor('account.updated')).toMatchObject({
      account: account.id,
      data: { object: { charges_enabled: true, details_submitted: true } },
    })
    const late = await makeLink()
    await control(simulator.url, 'clock', { advance_seconds: 301 })
    expect(await landsAt(late.url)).toBe('https://app.example.com/again')
  })

  async function connectMerchant(): Promise<string> {
    const code = (await answerConsent({ choice: 'connect' })).searchParams.get('code')!
    const token = await stripe.oauth.token({ grant_type: 'authorization_code', code })
    return token.stripe_user_id!
  }

  function authorizeUrl(changes: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      scope: 'read_write',
      redirect_uri: redirectUri,
      state: 's t&ate',
      'stripe_user[business_name]': 'Harbour Tours',
      ...changes,
    })
    return `${simulator.url}/oauth/authorize?${query}`
  }

  async function answerConsent(form: Record<string, string>): Promise<URL> {
    return new URL((await landsAt(authorizeUrl(), form))!)
  }

  async function landsAt(url: string, form?: Record<string, string>): Promise<string | null> {
    const answer = await fetch(url, {
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    return answer.headers.get('location')
  }
})
