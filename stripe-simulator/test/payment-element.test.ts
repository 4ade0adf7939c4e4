import { type Browser, chromium, type FrameLocator, type Page } from '@playwright/test'
import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningSimulator, startSimulator } from '../src/server.ts'
import { conformanceProxyPath, startConformanceProxy } from './conformance-proxy.ts'
import { control, once, openAccount, stripeAt } from './shop.ts'
import { type ShopPage, startShopPage } from './shop-page.ts'

describe('the Payment Element on a page of another origin', () => {
  let simulator: RunningSimulator
  let keys: { account: string; secret_key: string; publishable_key: string }
  let stripe: Stripe
  let browser: Browser
  let shop: ShopPage
  let page: Page
  let card: FrameLocator
  let complaints: string[]

  beforeAll(async () => {
    simulator = await startSimulator()
    keys = await openAccount(simulator.url, { business_name: 'Harbour Tours' })
    stripe = stripeAt(simulator.url, keys.secret_key)
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    })
  }, 60_000)
  afterEach(async () => {
    await page?.close()
    await shop?.close()
  })
  afterAll(async () => {
    await browser?.close()
    await simulator.close()
  })

  it('takes a card under a strict policy and sends the payer to the return address', async () => {
    const intent = await openPage({ currency: 'usd' })
    await typeCard('4242 4242 4242 4242')
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.waitForURL(/\/return/)
    const back = new URL(page.url()).searchParams
    expect(back.get('payment_intent')).toBe(intent.id)
    expect(back.get('payment_intent_client_secret')).toBe(intent.client_secret)
    expect(back.get('redirect_status')).toBe('succeeded')
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
    expect(complaints).toEqual([])
  })

  it('never shows card data to the page', async () => {
    await openPage({ currency: 'usd', redirect: 'if_required' })
    await typeCard('4242424242424242')
    const readable = await page.evaluate(() => {
      const frame = document.querySelector('iframe')!
      try {
        return frame.contentDocument?.body.innerHTML ?? null
      } catch {
        return null
      }
    })
    expect(readable).toBeNull()
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status succeeded').waitFor()
    const seen = await page.evaluate('JSON.stringify([shop.events, shop.result, shop.submitted])')
    expect(seen).not.toContain('42424242')
    expect(seen).not.toContain('"metadata"')
    expect(seen).toContain('"selectedPaymentMethod":"card"')
  })

  it('says what is wrong beside the field, and nothing is sent', async () => {
    await openPage({ currency: 'usd' })
    await card.getByLabel('Card number').fill('4242 4242')
    await page.getByRole('button', { name: 'Pay' }).click()
    await card.getByText('Your card number is incomplete.').waitFor()
    await card.getByText("Your card's expiration date is incomplete.").waitFor()
    await card.getByText("Your card's security code is incomplete.").waitFor()
    await typeCard('4242424242424241', '12 / 20')
    await page.getByRole('button', { name: 'Pay' }).click()
    await card.getByText('Your card number is invalid.').waitFor()
    await card.getByText("Your card's expiration year is in the past.").waitFor()
    expect(await page.evaluate('shop.submitted.error.type')).toBe('validation_error')
  })

  it('resolves a decline with its message, and another card then pays', async () => {
    await openPage({ currency: 'usd', redirect: 'if_required' })
    await typeCard('4000000000009995')
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('Your card has insufficient funds.').waitFor()
    expect(await page.evaluate('shop.result.error.decline_code')).toBe('insufficient_funds')
    await typeCard('5555555555554444')
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status succeeded').waitFor()
  })

  it('asks the bank in a dialog, for better and for worse', async () => {
    const intent = await openPage({ currency: 'usd', redirect: 'if_required' })
    await typeCard('4000000000003220')
    const bank = page.frameLocator('iframe[title="Bank authentication"]')
    await page.getByRole('button', { name: 'Pay' }).click()
    await bank.getByRole('button', { name: 'Fail authentication' }).click()
    await page.getByText('We are unable to authenticate your payment method.').waitFor()
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_payment_method')
    await page.getByRole('button', { name: 'Pay' }).click()
    await bank.getByRole('button', { name: 'Complete authentication' }).click()
    await page.getByText('status succeeded').waitFor()
    expect(complaints).toEqual([])
  })

  it('keeps the card only when the payer ticks the box', async () => {
    const customer = await stripe.customers.create({ email: 'payer@example.com' }, once())
    const session = await stripe.customerSessions.create(
      {
        customer: customer.id,
        components: {
          payment_element: {
            enabled: true,
            features: { payment_method_save: 'enabled', payment_method_save_usage: 'off_session' },
          },
        },
      },
      once(),
    )
    for (const ticks of [false, true]) {
      await openPage({
        currency: 'usd',
        redirect: 'if_required',
        customer: customer.id,
        session: session.client_secret,
      })
      await typeCard('4242424242424242')
      const box = card.getByLabel('Save payment details to Harbour Tours for future purchases')
      expect(await box.isChecked()).toBe(false)
      if (ticks) await box.check()
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.getByText('status succeeded').waitFor()
      const kept = await stripe.customers.listPaymentMethods(customer.id)
      expect(kept.data.map((method) => method.allow_redisplay)).toEqual(ticks ? ['always'] : [])
      if (!ticks) {
        await page.close()
        await shop.close()
      }
    }
  })

  it('offers what the customer session lets a payer see, and pays with the one chosen', async () => {
    const { customer, kept } = await customerWithCards()
    const session = await sessionFor(customer, { payment_method_redisplay: 'enabled' })
    const intent = await openPage({ currency: 'usd', redirect: 'if_required', customer, session })
    await card.getByRole('radio', { name: 'Mastercard •••• 4444' }).waitFor()
    expect(await card.getByRole('radio').count()).toBe(2)
    expect(await card.getByRole('button', { name: /Remove/ }).count()).toBe(0)
    await card.getByRole('radio', { name: 'Visa •••• 4242' }).check()
    expect(await page.evaluate('shop.events.at(-1).value')).toEqual({
      type: 'card',
      payment_method: { id: kept.visa, type: 'card' },
    })
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status succeeded').waitFor()
    expect((await stripe.paymentIntents.retrieve(intent.id)).payment_method).toBe(kept.visa)
    expect(complaints).toEqual([])
  })

  it('takes a new method beside the saved ones, and removes one when the session allows it', async () => {
    const { customer, kept } = await customerWithCards()
    const session = await sessionFor(customer, {
      payment_method_redisplay: 'enabled',
      payment_method_remove: 'enabled',
    })
    const intent = await openPage({ currency: 'usd', redirect: 'if_required', customer, session })
    await card.getByRole('button', { name: 'Remove Mastercard •••• 4444' }).click()
    await card.getByRole('button', { name: 'Really remove Mastercard •••• 4444?' }).click()
    await card.getByRole('radio', { name: 'Mastercard •••• 4444' }).waitFor({ state: 'detached' })
    expect((await stripe.paymentMethods.retrieve(kept.mastercard)).customer).toBeNull()
    await card.getByRole('tab', { name: 'New payment method' }).click()
    await typeCard('4242424242424242')
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status succeeded').waitFor()
    const paid = await stripe.paymentIntents.retrieve(intent.id)
    expect(Object.values(kept)).not.toContain(paid.payment_method)
  })

  it('shows no saved method when the session keeps them hidden, or has filters they do not pass', async () => {
    const { customer } = await customerWithCards()
    await openPage({ currency: 'usd', customer, session: await sessionFor(customer, {}) })
    expect(await card.getByRole('radio').count()).toBe(0)
    await page.close()
    await shop.close()
    const limited = await sessionFor(customer, {
      payment_method_redisplay: 'enabled',
      payment_method_allow_redisplay_filters: ['limited'],
    })
    await openPage({ currency: 'usd', customer, session: limited })
    expect(await card.getByRole('radio').count()).toBe(1)
    await card.getByRole('radio', { name: 'American Express •••• 0005' }).waitFor()
  })

  it('keeps a card without a payment, for a page that asks for one', async () => {
    const customer = await stripe.customers.create({ email: 'payer@example.com' }, once())
    const setup = await stripe.setupIntents.create({ customer: customer.id, usage: 'off_session' }, once())
    await openShop({
      elements: { mode: 'setup', currency: 'usd' },
      clientSecret: setup.client_secret,
      redirect: 'if_required',
    })
    await typeCard('4000002500003155')
    await page.getByRole('button', { name: 'Pay' }).click()
    const bank = page.frameLocator('iframe[title="Bank authentication"]')
    await bank.getByRole('button', { name: 'Complete authentication' }).click()
    await page.getByText('status succeeded').waitFor()
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
    expect(method).toMatchObject({ allow_redisplay: 'unspecified', card: { last4: '3155' } })
    const charged = await stripe.paymentIntents.create(
      {
        amount: 900,
        currency: 'usd',
        customer: customer.id,
        payment_method: method!.id,
        off_session: true,
        confirm: true,
      },
      once(),
    )
    expect(charged.status).toBe('succeeded')
  })

  it('takes a debit of a US bank account, with a list of test accounts', async () => {
    const intent = await openPage({ currency: 'usd', redirect: 'if_required' })
    await card.getByRole('tab', { name: 'US bank account' }).click()
    await page.getByRole('button', { name: 'Pay' }).click()
    await card.getByText('Your name is required.').waitFor()
    await card.getByLabel('Full name').fill('Ada Example')
    await card.getByLabel('Email').fill('ada@example.com')
    await card.getByLabel('Bank', { exact: true }).selectOption('•••• 2227: fails, insufficient funds')
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status processing').waitFor()
    await control(simulator.url, 'clock', { advance_seconds: 5 })
    expect((await stripe.paymentIntents.retrieve(intent.id)).last_payment_error?.code).toBe(
      'insufficient_funds',
    )
  })

  it('has no wallets by itself, and with pretend ones takes a card out of them', async () => {
    await openPage({ currency: 'usd', redirect: 'if_required' })
    expect(await expressEvents()).toEqual([{ name: 'express ready', elementType: 'expressCheckout' }])
    await page.close()
    await shop.close()

    await control(simulator.url, 'accounts/update', {
      account: keys.account,
      wallets: ['google_pay', 'link'],
    })
    const intent = await openPage({ currency: 'usd', redirect: 'if_required' })
    await page.getByRole('button', { name: 'Pay with Google Pay' }).click()
    const sheet = page.getByRole('dialog', { name: 'Google Pay, simulated' })
    await sheet.getByText('$42.00 to Harbour Tours').waitFor()
    await sheet.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Pay with Google Pay' }).click()
    await sheet.getByLabel('is declined').check()
    await sheet.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('Your card was declined.').waitFor()
    await page.getByRole('button', { name: 'Pay with Google Pay' }).click()
    await sheet.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status succeeded').waitFor()
    expect((await expressEvents()).map(({ name }) => name)).toEqual([
      'express ready',
      ...['click', 'cancel', 'click', 'confirm', 'click', 'confirm'].map((name) => `express ${name}`),
    ])
    expect((await expressEvents()).at(-1)).toMatchObject({
      expressPaymentType: 'google_pay',
      billingDetails: { email: 'wallet@example.com' },
    })
    const paid = await stripe.paymentIntents.retrieve(intent.id, {
      expand: ['payment_method', 'latest_charge'],
    })
    expect(paid.payment_method).toMatchObject({ card: { wallet: { type: 'google_pay' } } })
    expect(paid.latest_charge).toMatchObject({
      payment_method_details: { card: { wallet: { type: 'google_pay' } } },
    })
    expect(complaints).toEqual([])
    await control(simulator.url, 'accounts/update', { account: keys.account, wallets: [] })
  })

  it('takes a SEPA debit in euro', async () => {
    const intent = await openPage({ currency: 'eur', redirect: 'if_required' })
    await card.getByRole('tab', { name: 'SEPA Debit' }).click()
    await card.getByLabel('IBAN').fill('AT321904300235473204')
    await card.getByLabel('Full name').fill('Ada Example')
    await card.getByLabel('Email').fill('ada@example.com')
    await card.getByText('you authorise (A) Harbour Tours and Stripe').waitFor()
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('status processing').waitFor()
    expect((await stripe.paymentIntents.retrieve(intent.id)).payment_method_types).toContain('sepa_debit')
  })

  it('works with the keyboard alone', async () => {
    await openPage({ currency: 'usd', redirect: 'if_required' })
    await card.getByLabel('Card number').focus()
    for (const text of ['4242424242424242', '1234', '123']) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
    expect(await card.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4242')
    expect(await card.getByLabel('Expiration date').inputValue()).toBe('12 / 34')
    await page.getByRole('button', { name: 'Pay' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('status succeeded').waitFor()
  })

  it('refuses an intent whose amount is not the announced one', async () => {
    await openPage({ currency: 'usd', redirect: 'if_required', announced: 999 })
    await typeCard('4242424242424242')
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('does not match the amount').waitFor()
    expect(await page.evaluate('shop.result.error.param')).toBe('amount')
  })

  it.skipIf(!conformanceProxyPath())(
    'works through a recording proxy, which finds no fault with it',
    async () => {
      const proxy = await startConformanceProxy(conformanceProxyPath()!, simulator.url, simulator.url)
      await openPage({ currency: 'usd', redirect: 'if_required', origin: proxy.url })
      await typeCard('4000000000000002')
      await page.getByRole('button', { name: 'Pay' }).click()
      await page.getByText('Your card was declined.').waitFor()
      await typeCard('4000000000003220')
      await page.getByRole('button', { name: 'Pay' }).click()
      const bank = page.frameLocator('iframe[title="Bank authentication"]')
      await bank.getByRole('button', { name: 'Complete authentication' }).click()
      await page.getByText('status succeeded').waitFor()
      const { problems, endpoints } = await proxy.summary()
      proxy.stop()
      expect(problems).toEqual([])
      expect(endpoints['POST /v1/payment_intents/{intent}/confirm']).toBe(2)
    },
  )

  it('throws on wrong use and refuses live keys', async () => {
    await openPage({ currency: 'usd' })
    const thrown = (code: string) =>
      page.evaluate(
        `(async () => { try { await (${code}) } catch (error) { return error.name + ': ' + error.message } })()`,
      )
    expect(await thrown("Stripe('pk_live_1234567890abcdef')")).toMatch(/^IntegrationError: .*live key/)
    expect(await thrown("Stripe('sk_test_1234567890abcdef')")).toMatch(/secret key/)
    expect(await thrown("shop.stripe.elements({ mode: 'payment', currency: 'usd' })")).toMatch(/amount/)
    expect(
      await thrown("shop.stripe.confirmPayment({ elements: shop.elements, clientSecret: 'pi_1_secret_1' })"),
    ).toMatch(/return_url/)
    expect(
      await thrown(
        "shop.stripe.confirmPayment({ elements: shop.elements, clientSecret: 'pi_1_secret_1', confirmParams: { return_url: 'https://shop.example.com' } })",
      ),
    ).toMatch(/elements\.submit\(\) must be called/)
    expect(await thrown("shop.elements.create('payment')")).toMatch(/Can only create one/)
    await page.evaluate("shop.elements.getElement('payment').unmount()")
    expect(await thrown('shop.elements.submit()')).toMatch(/mounted Payment Element/)
  })

  it('redraws for another amount without losing what was typed, and follows the appearance', async () => {
    await openPage({ currency: 'usd' })
    await typeCard('4242424242424242')
    await page.evaluate(
      "shop.elements.update({ amount: 500, appearance: { theme: 'night', variables: { colorPrimary: '#ff0000' } } })",
    )
    expect(await card.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4242')
    const dressed = await card
      .locator(':root')
      .evaluate((root) => [root.dataset.theme, root.style.getPropertyValue('--colorPrimary')])
    expect(dressed).toEqual(['night', '#ff0000'])
  })

  async function openPage(choices: {
    currency: string
    redirect?: string
    customer?: string
    session?: string
    announced?: number
    origin?: string
  }): Promise<Stripe.PaymentIntent> {
    const { currency, customer } = choices
    const intent = await stripe.paymentIntents.create(
      { amount: 4200, currency, ...(customer && { customer }) },
      once(),
    )
    await openShop({
      origin: choices.origin,
      clientSecret: intent.client_secret,
      redirect: choices.redirect,
      elements: {
        mode: 'payment',
        amount: choices.announced ?? 4200,
        currency,
        ...(choices.session && { customerSessionClientSecret: choices.session }),
      },
    })
    return intent
  }

  async function openShop({
    origin = simulator.url,
    ...options
  }: {
    origin?: string | undefined
    elements: object
    clientSecret: string | null
    redirect?: string | undefined
  }) {
    shop = await startShopPage(`${origin}/js/stripe.js`, { key: keys.publishable_key, ...options })
    page = await browser.newPage({ viewport: { width: 390, height: 800 } })
    complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('402')) complaints.push(message.text())
    })
    await page.goto(shop.url)
    card = page.frameLocator('iframe[title="Secure payment input frame"]')
    await card.getByText('Simulated Stripe: no money moves.').waitFor()
  }

  async function expressEvents(): Promise<{ name: string }[]> {
    await page.waitForFunction("shop.events.some((event) => event.name === 'express ready')")
    return page.evaluate("shop.events.filter((event) => event.name.startsWith('express'))")
  }

  async function sessionFor(customer: string, features: object): Promise<string> {
    const session = await stripe.customerSessions.create(
      { customer, components: { payment_element: { enabled: true, features } } },
      once(),
    )
    return session.client_secret
  }

  /** Two cards that may be shown again, and one that the payer did not tick the box for. */
  async function customerWithCards() {
    const customer = (await stripe.customers.create({ email: 'payer@example.com' }, once())).id
    const keep = async (name: string, allow_redisplay: 'always' | 'limited') => {
      const method = await stripe.paymentMethods.attach(name, { customer }, once())
      await stripe.paymentMethods.update(method.id, { allow_redisplay }, once())
      return method.id
    }
    const visa = await keep('pm_card_visa', 'always')
    const mastercard = await keep('pm_card_mastercard', 'always')
    await keep('pm_card_amex', 'limited')
    return { customer, kept: { visa, mastercard } }
  }

  async function typeCard(number: string, expiry = '12 / 34') {
    await card.getByLabel('Card number').fill(number)
    await card.getByLabel('Expiration date').fill(expiry)
    await card.getByLabel('Security code').fill('123')
  }
})
