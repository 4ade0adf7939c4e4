import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningSimulator, startSimulator } from '../src/server.ts'
import { type ConformanceProxy, conformanceProxyPath, startConformanceProxy } from './conformance-proxy.ts'
import { control, fromBrowser, once, openAccount, refusal, stripeAt } from './shop.ts'
import { WebhookReceiver } from './webhook-receiver.ts'

const proxyPath = conformanceProxyPath()
if (!proxyPath) process.stdout.write('skipped: conformance proxy not present\n')

const returnUrl = 'https://shop.example.com/return'

describe.skipIf(!proxyPath)('through the conformance proxy, strict', () => {
  let simulator: RunningSimulator
  let receiver: WebhookReceiver
  let proxy: ConformanceProxy
  let stripe: Stripe
  let keys: { account: string; secret_key: string; publishable_key: string }

  beforeAll(async () => {
    simulator = await startSimulator()
    receiver = await WebhookReceiver.start()
    proxy = await startConformanceProxy(proxyPath!, simulator.url, receiver.url)
    keys = await openAccount(simulator.url)
    stripe = stripeAt(proxy.url, keys.secret_key)
    const endpoint = await stripe.webhookEndpoints.create(
      { url: proxy.webhookUrl, enabled_events: ['*'], api_version: '2026-10-28.endive' },
      once(),
    )
    receiver.secret = endpoint.secret ?? ''
  })
  afterAll(async () => {
    proxy.stop()
    await simulator.close()
    await receiver.stop()
  })

  it('a broad scenario gives no violation on either side', { timeout: 60_000 }, async () => {
    await readAccount()
    const customer = await makeCustomer()
    await payAndRefund(customer)
    await declines()
    await authenticates()
    await holdsAndCaptures()
    await savesAndChargesOffSession(customer)
    await debits(customer)
    await disputes()
    await browserPays(customer)
    await happensAtStripe(customer)
    await connects()
    await lacksPermissions()
    await listsEverything(customer)
    await tidiesUp(customer)
    // Whatever time still brings: balance transactions, refunds, lapsed authorizations.
    await control(simulator.url, 'clock', { advance_seconds: 60 })
    await new Promise((resolve) => setTimeout(resolve, 500))

    const { problems, webhooks, endpoints } = await proxy.summary()
    expect(problems).toEqual([])
    expect(webhooks).toBeGreaterThan(40)
    expect(Object.keys(endpoints).length).toBeGreaterThan(50)
    expect(receiver.received.every((entry) => entry.verified)).toBe(true)
  })

  async function readAccount() {
    const account = await stripe.accounts.retrieveCurrent()
    expect(account.id).toBe(keys.account)
    await stripe.accounts.retrieve(keys.account)
    await stripe.balance.retrieve()
  }

  async function makeCustomer() {
    const customer = await stripe.customers.create(
      {
        name: 'Ada Example',
        email: 'ada@example.com',
        metadata: { customer_id: '7' },
        address: { line1: '1 Example Street', city: 'Example', country: 'DE', postal_code: '10115' },
      },
      once(),
    )
    await stripe.customers.update(
      customer.id,
      { description: 'A good one', metadata: { customer_id: '8' } },
      once(),
    )
    await stripe.customers.retrieve(customer.id)
    return customer.id
  }

  async function payAndRefund(customer: string) {
    const intent = await stripe.paymentIntents.create(
      {
        amount: 1099,
        currency: 'eur',
        customer,
        description: 'Invoice 1042',
        metadata: { invoice_id: '1042' },
        statement_descriptor_suffix: 'INV 1042',
        receipt_email: 'ada@example.com',
      },
      once(),
    )
    await stripe.paymentIntents.update(intent.id, { amount: 1200 }, once())
    const paid = await stripe.paymentIntents.confirm(
      intent.id,
      {
        payment_method: 'pm_card_visa',
        return_url: returnUrl,
        expand: ['latest_charge.balance_transaction'],
      },
      once(),
    )
    expect(paid.status).toBe('succeeded')
    const refund = await stripe.refunds.create(
      { payment_intent: intent.id, amount: 200, reason: 'duplicate' },
      once(),
    )
    await stripe.refunds.update(refund.id, { metadata: { note: 'half' } }, once())
    await stripe.refunds.retrieve(refund.id, { expand: ['charge', 'balance_transaction'] })
    await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 5000 }, once()))
    await stripe.refunds.create({ payment_intent: intent.id }, once())
    expect((await refusal(stripe.refunds.create({ payment_intent: intent.id }, once()))).code).toBe(
      'charge_already_refunded',
    )
    const charge = await stripe.charges.retrieve((paid.latest_charge as Stripe.Charge).id, {
      expand: ['refunds', 'balance_transaction'],
    })
    expect(charge.refunds?.data).toHaveLength(2)
    await stripe.charges.update(charge.id, { description: 'Invoice 1042, refunded' }, once())
    expect(
      (await refusal(stripe.paymentIntents.confirm(intent.id, { return_url: returnUrl }, once()))).code,
    ).toBe('payment_intent_unexpected_state')
    for (const card of ['pm_card_pendingRefund', 'pm_card_refundFail']) {
      const other = await pay(2000, card)
      await stripe.refunds.create({ payment_intent: other.id }, once())
    }
  }

  async function declines() {
    const cards = {
      pm_card_visa_chargeDeclined: 'generic_decline',
      pm_card_chargeDeclinedInsufficientFunds: 'insufficient_funds',
      pm_card_chargeDeclinedLostCard: 'lost_card',
      pm_card_chargeDeclinedStolenCard: 'stolen_card',
      pm_card_chargeDeclinedExpiredCard: 'expired_card',
      pm_card_chargeDeclinedIncorrectCvc: 'incorrect_cvc',
      pm_card_chargeDeclinedProcessingError: 'processing_error',
      pm_card_visa_chargeDeclinedVelocityLimitExceeded: 'card_velocity_exceeded',
      pm_card_radarBlock: 'fraudulent',
    }
    for (const [card, reason] of Object.entries(cards)) {
      const error = await refusal(pay(1500, card))
      expect(error.decline_code).toBe(reason)
      const intent = await stripe.paymentIntents.retrieve(error.payment_intent!.id, {
        expand: ['latest_charge'],
      })
      expect(intent.status).toBe('requires_payment_method')
    }
  }

  async function authenticates() {
    for (const [outcome, status] of [
      ['complete', 'succeeded'],
      ['fail', 'requires_payment_method'],
    ]) {
      const intent = await pay(3000, 'pm_card_threeDSecure2Required')
      expect(intent.status).toBe('requires_action')
      const url = intent.next_action?.redirect_to_url?.url ?? ''
      await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ outcome: outcome! }),
        redirect: 'manual',
      })
      expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status)
    }
  }

  async function holdsAndCaptures() {
    const create = (card: string) =>
      stripe.paymentIntents.create(
        {
          amount: 5000,
          currency: 'usd',
          capture_method: 'manual',
          confirm: true,
          payment_method: card,
          return_url: returnUrl,
        },
        once(),
      )
    const held = await create('pm_card_mastercard')
    expect(held.status).toBe('requires_capture')
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 4000 }, once())
    const released = await create('pm_card_amex')
    await stripe.paymentIntents.cancel(released.id, { cancellation_reason: 'requested_by_customer' }, once())
    await refusal(stripe.paymentIntents.cancel(released.id, {}, once()))
  }

  async function savesAndChargesOffSession(customer: string) {
    const session = await stripe.customerSessions.create(
      {
        customer,
        components: {
          payment_element: {
            enabled: true,
            features: { payment_method_save: 'enabled', payment_method_save_usage: 'off_session' },
          },
        },
      },
      once(),
    )
    expect(session.client_secret).toMatch(/^cuss_secret_/)
    const setup = await stripe.setupIntents.create(
      {
        customer,
        payment_method: 'pm_card_visa',
        confirm: true,
        return_url: returnUrl,
        metadata: { for: 'later' },
      },
      once(),
    )
    expect(setup.status).toBe('succeeded')
    await stripe.setupIntents.retrieve(setup.id, { expand: ['latest_attempt', 'payment_method'] })
    await stripe.setupAttempts.list({ setup_intent: setup.id })
    await refusal(
      stripe.setupIntents.create(
        { customer, payment_method: 'pm_card_chargeDeclined', confirm: true, return_url: returnUrl },
        once(),
      ),
    )
    const spare = await stripe.setupIntents.create({ customer }, once())
    await stripe.setupIntents.update(spare.id, { description: 'not needed' }, once())
    await stripe.setupIntents.cancel(spare.id, {}, once())
    const offSession = (method: string) =>
      stripe.paymentIntents.create(
        { amount: 2500, currency: 'usd', customer, payment_method: method, off_session: true, confirm: true },
        once(),
      )
    expect((await offSession(setup.payment_method as string)).status).toBe('succeeded')
    const strict = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer }, once())
    const error = await refusal(offSession(strict.id))
    expect(error.code).toBe('authentication_required')
    await stripe.paymentMethods.update(strict.id, { billing_details: { name: 'Ada' } }, once())
    await stripe.paymentMethods.retrieve(strict.id)
    await refusal(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }, once()))
    await stripe.customers.listPaymentMethods(customer, { type: 'card' })
    await stripe.customers.retrievePaymentMethod(customer, strict.id)
    await stripe.paymentMethods.detach(strict.id, {}, once())
    await refusal(stripe.paymentMethods.attach(strict.id, { customer }, once()))
  }

  async function debits(customer: string) {
    const usDebit = await stripe.paymentIntents.create(
      {
        amount: 4000,
        currency: 'usd',
        payment_method: 'pm_usBankAccount_dispute',
        confirm: true,
        return_url: returnUrl,
        mandate_data: {
          customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'test' } },
        },
      },
      once(),
    )
    expect(usDebit.status).toBe('processing')
    for (const iban of ['AT611904300234573201', 'AT861904300235473202', 'AT591904300235473203']) {
      const method = await stripe.paymentMethods.create(
        {
          type: 'sepa_debit',
          sepa_debit: { iban },
          billing_details: { name: 'Ada', email: 'ada@example.com' },
        },
        once(),
      )
      const intent = await stripe.paymentIntents.create(
        {
          amount: 4000,
          currency: 'eur',
          customer,
          payment_method: method.id,
          confirm: true,
          return_url: returnUrl,
          mandate_data: {
            customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'test' } },
          },
        },
        once(),
      )
      expect(intent.status).toBe('processing')
      const charge = await stripe.charges.retrieve(intent.latest_charge as string)
      await stripe.mandates.retrieve(charge.payment_method_details?.sepa_debit?.mandate ?? '')
    }
    await control(simulator.url, 'clock', { advance_seconds: 5 })
  }

  async function disputes() {
    for (const card of [
      'pm_card_createDispute',
      'pm_card_createDisputeInquiry',
      'pm_card_createIssuerFraudRecord',
    ]) {
      await pay(7000, card)
    }
    await control(simulator.url, 'clock', { advance_seconds: 5 })
    const [inquiry, lost] = (await stripe.disputes.list({ limit: 3 })).data
    await stripe.disputes.update(
      inquiry!.id,
      { evidence: { uncategorized_text: 'winning_evidence' } },
      once(),
    )
    await stripe.disputes.close(lost!.id, {}, once())
    await stripe.disputes.retrieve(lost!.id)
  }

  async function browserPays(customer: string) {
    const intent = await stripe.paymentIntents.create({ amount: 900, currency: 'eur', customer }, once())
    const form = {
      key: keys.publishable_key,
      client_secret: intent.client_secret ?? '',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '34',
      'payment_method_data[card][cvc]': '123',
      return_url: returnUrl,
    }
    const declined = await fromBrowser(proxy.url, `/v1/payment_intents/${intent.id}/confirm`, {
      ...form,
      'payment_method_data[card][number]': '4000000000000002',
    })
    expect(declined.status).toBe(402)
    const paid = await fromBrowser(proxy.url, `/v1/payment_intents/${intent.id}/confirm`, form)
    expect(paid.json).toMatchObject({ status: 'succeeded', customer: null, metadata: {} })
  }

  /** The events of what nobody asked the API for; warnings and reviews are not in the trimmed reference. */
  async function happensAtStripe(customer: string) {
    const { account } = keys
    const sim = (name: string, body: object) => control(simulator.url, name, { account, ...body })
    const elevated = await pay(2000, 'pm_card_riskLevelElevated')
    await sim('review', { review: elevated.review })
    await sim('fraud_warning', { payment_intent: elevated.id })
    const inquiry = (await sim('dispute', {
      payment_intent: elevated.id,
      reason: 'inquiry',
    })) as Stripe.Dispute
    await sim('dispute', { dispute: inquiry.id, outcome: 'escalated' })
    await sim('dispute', { dispute: inquiry.id, outcome: 'won' })
    const refund = await stripe.refunds.create(
      { payment_intent: (await pay(2100, 'pm_card_visa')).id },
      once(),
    )
    await sim('refund/fail', { refund: refund.id, reason: 'lost_or_stolen_card' })
    await stripe.refunds.retrieve(refund.id)

    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer }, once())
    await sim('payment_method', { payment_method: method.id, action: 'replace' })
    await sim('payment_method', { payment_method: method.id, action: 'expire' })
    const expired = stripe.paymentIntents.create(
      { amount: 900, currency: 'usd', customer, payment_method: method.id, off_session: true, confirm: true },
      once(),
    )
    expect((await refusal(expired)).code).toBe('expired_card')
    const setup = await stripe.setupIntents.create(
      {
        customer,
        confirm: true,
        return_url: returnUrl,
        payment_method_data: {
          type: 'sepa_debit',
          sepa_debit: { iban: 'AT611904300234573201' },
          billing_details: { name: 'Ada', email: 'ada@example.com' },
        },
        mandate_data: {
          customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'test' } },
        },
      },
      once(),
    )
    await sim('mandate', { mandate: setup.mandate, status: 'inactive' })
    await stripe.mandates.retrieve(setup.mandate as string)
  }

  async function connects() {
    const endpoint = await stripe.webhookEndpoints.create(
      { url: 'http://127.0.0.1:9/connect', enabled_events: ['*'], connect: true },
      once(),
    )
    const clientId = keys.account.replace('acct_', 'ca_')
    const asks = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: 'https://app.example.com/back',
    })
    const back = await fetch(`${simulator.url}/oauth/authorize?${asks}`, {
      method: 'POST',
      body: new URLSearchParams({ choice: 'connect', business_name: 'Merchant' }),
      redirect: 'manual',
    })
    const code = new URL(back.headers.get('location')!).searchParams.get('code')!
    const redeem = () => stripe.oauth.token({ grant_type: 'authorization_code', code })
    const stripeAccount = (await redeem()).stripe_user_id!
    expect((await refusal(redeem())).type).toBe('StripeInvalidGrantError')
    await stripe.accounts.retrieve(stripeAccount)
    await stripe.accounts.list()
    await stripe.accountLinks.create(
      {
        account: stripeAccount,
        type: 'account_onboarding',
        refresh_url: 'https://app.example.com/again',
        return_url: 'https://app.example.com/done',
      },
      once(),
    )
    const paid = await stripe.paymentIntents.create(
      { amount: 900, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, return_url: returnUrl },
      { ...once(), stripeAccount },
    )
    expect(paid.status).toBe('succeeded')
    await stripe.oauth.deauthorize({ client_id: clientId, stripe_user_id: stripeAccount })
    expect((await refusal(stripe.balance.retrieve({}, { stripeAccount }))).code).toBe('account_invalid')
    await stripe.webhookEndpoints.del(endpoint.id)
  }

  async function lacksPermissions() {
    const key = keys.secret_key.replace('sk_', 'rk_')
    await control(simulator.url, 'keys', { key, permissions: ['rak_customer_read'] })
    const restricted = stripeAt(proxy.url, key)
    await restricted.customers.list()
    expect((await refusal(restricted.charges.list())).statusCode).toBe(403)
  }

  async function listsEverything(customer: string) {
    await stripe.paymentIntents.list({ customer, limit: 3, expand: ['data.latest_charge', 'data.customer'] })
    await stripe.charges.list({ customer, limit: 5 })
    await stripe.refunds.list({ limit: 2 })
    await stripe.customers.list({ email: 'ada@example.com' })
    await stripe.paymentMethods.list({ customer })
    await stripe.setupIntents.list({ customer })
    await stripe.balanceTransactions.list({ limit: 50 })
    const events = await stripe.events.list({
      limit: 100,
      types: ['payment_intent.succeeded', 'charge.refunded'],
    })
    await stripe.events.retrieve(events.data[0]!.id)
    await stripe.webhookEndpoints.list()
    await stripe.balance.retrieve()
  }

  async function tidiesUp(customer: string) {
    const domain = await stripe.paymentMethodDomains.create({ domain_name: 'pay.example.com' }, once())
    await stripe.paymentMethodDomains.validate(domain.id, {}, once())
    const endpoint = await stripe.webhookEndpoints.create(
      { url: 'http://127.0.0.1:9/none', enabled_events: ['account.updated'] },
      once(),
    )
    await stripe.webhookEndpoints.update(endpoint.id, { description: 'none', disabled: true }, once())
    await stripe.webhookEndpoints.del(endpoint.id)
    await stripe.customers.del(customer)
    expect((await stripe.customers.retrieve(customer)).deleted).toBe(true)
    const token = await stripe.testHelpers.confirmationTokens.create(
      { payment_method: 'pm_card_visa' },
      once(),
    )
    await stripe.confirmationTokens.retrieve(token.id)
  }

  function pay(amount: number, card: string) {
    return stripe.paymentIntents.create(
      { amount, currency: 'usd', payment_method: card, confirm: true, return_url: returnUrl },
      once(),
    )
  }
})
