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

let browsers = 0
/** A browser at a payment link, at an address of its own: keeps its cookie, and reads pages as a person does. */
function browserAt(url: string) {
  let cookie = ''
  const address = `192.0.2.${++browsers}`
  const visit = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(`${url}${path}`, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie, 'user-agent': 'Mozilla/5.0', 'x-forwarded-for': address },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    })
    const set = answer.headers.get('set-cookie')
    if (set) cookie = set.split(';')[0]!
    return { status: answer.status, page: await answer.text(), set, to: answer.headers.get('location') }
  }
  return {
    visit,
    askForCode: () => visit('/saved/code', {}),
    enter: (code: string) => visit('/saved/check', { code }),
    async session(): Promise<{ status: number; secret: string | null }> {
      const answer = await fetch(`${url}/saved/session`, { method: 'POST', headers: { cookie } })
      const body = (await answer.json()) as { client_secret?: string | null }
      return { status: answer.status, secret: body.client_secret ?? null }
    },
    headers: () => ({ cookie }),
    setCookie: (value: string) => {
      cookie = value
    },
  }
}

const codeMails = (email: string) =>
  world.mailTo(email).filter(({ subject }) => subject?.startsWith('Your code for invoice'))

async function codeFor(email: string, nth = 1): Promise<string> {
  return world.eventually(() => {
    const mails = codeMails(email)
    expect(mails).toHaveLength(nth)
    return /Your code: (\d{6})/.exec(mails.at(-1)!.text!)![1]!
  })
}

/** A customer with a saved Visa, and an open invoice of theirs. */
async function owing() {
  const business = await world.business()
  const customer = await customerWith(business)
  const invoice = await sentInvoice(business, {
    amount: 4_500,
    more: { customer: undefined, customer_id: customer.id },
  })
  return { business, ...customer, invoice, url: invoice.payment_link.url as string }
}

describe('the payer’s own saved methods on the page, after a code (R24)', () => {
  it('the code shows them in the browser that asked, and pays by one of them', async () => {
    const { business, id, email, invoice, url } = await owing()
    const browser = browserAt(url)
    expect((await browser.visit('')).page).toContain(`${new URL(url).pathname}/saved`)
    expect((await browser.session()).status).toBe(403)
    const asked = await browser.askForCode()
    expect(asked).toMatchObject({ status: 303, to: `${new URL(url).pathname}/saved` })
    expect(asked.set).toMatch(/HttpOnly/)
    expect(asked.set).toContain(`Path=${new URL(url).pathname}`)
    const code = await codeFor(email)
    expect(await browser.enter(`${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({ status: 303 })
    expect((await browser.visit('')).page).toContain('your saved payment methods are offered')

    const { status, secret } = await browser.session()
    expect(status).toBe(200)
    expect(secret).toContain('cuss_')
    const [saved] = await methodsOf(business, id)
    const started = await pressPay(invoice, {}, browser.headers())
    const confirmed = await confirmAtStripe(
      world,
      business,
      started.body.client_secret,
      await stripeIdOf(saved.id),
    )
    expect(confirmed.body.status).toBe('succeeded')
    await browser.visit('/result')
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid')
  })

  it('a forwarded link in a fresh browser shows nothing and pays by nothing of theirs', async () => {
    const { business, id, email, invoice, url } = await owing()
    const owner = browserAt(url)
    await owner.askForCode()
    await owner.enter(await codeFor(email))
    const stranger = browserAt(url)
    expect((await stranger.visit('')).page).not.toContain('are offered')
    expect(await stranger.session()).toEqual({ status: 403, secret: null })
    const [saved] = await methodsOf(business, id)
    const started = await pressPay(invoice)
    const confirmed = await confirmAtStripe(
      world,
      business,
      started.body.client_secret,
      await stripeIdOf(saved.id),
    )
    expect(confirmed.status).toBe(400)
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.amount_paid).toBe(0)
  })

  it('the right code in another browser, for another invoice, or after the link was reset, is no use', async () => {
    const { business, id, email, invoice, url } = await owing()
    const asking = browserAt(url)
    await asking.askForCode()
    const code = await codeFor(email)
    const elsewhere = browserAt(url)
    await elsewhere.askForCode()
    expect((await elsewhere.enter(code)).status).toBe(422)
    await asking.enter(code)
    expect((await asking.session()).status).toBe(200)
    const second = await sentInvoice(business, {
      amount: 3_000,
      more: { customer: undefined, customer_id: id },
    })
    const atSecond = browserAt(second.payment_link.url)
    atSecond.setCookie(asking.headers().cookie)
    expect((await atSecond.session()).status).toBe(403)
    const reset = await business.call('POST', `/invoices/${invoice.id}/payment_link/reset`)
    const atNewLink = browserAt(reset.body.payment_link.url)
    atNewLink.setCookie(asking.headers().cookie)
    expect((await atNewLink.session()).status).toBe(403)
  })

  it('five wrong codes end it: the right one comes too late; a used one works once', async () => {
    const { email, url } = await owing()
    const browser = browserAt(url)
    await browser.askForCode()
    const code = await codeFor(email)
    const wrong = code === '000000' ? '111111' : '000000'
    for (let i = 0; i < 5; i++) {
      const answer = await browser.enter(wrong)
      expect(answer.status).toBe(422)
      expect(answer.page).toContain('This code is not right')
    }
    expect((await browser.enter(code)).status).toBe(422)
    expect((await browser.session()).status).toBe(403)
    await browser.askForCode()
    const next = await codeFor(email, 2)
    expect((await browser.enter(next)).status).toBe(303)
    expect((await browser.enter(next)).status).toBe(422)
  })

  it('a code of ten minutes ago is no longer good, nor a proof once the customer’s address changed', async () => {
    const { business, id, email, url } = await owing()
    const browser = browserAt(url)
    await browser.askForCode()
    const code = await codeFor(email)
    await inDatabase(world, 'update saved_method_codes set expires_at = now() where customer_id = $1', [id])
    expect((await browser.enter(code)).status).toBe(422)
    await browser.askForCode()
    await browser.enter(await codeFor(email, 2))
    expect((await browser.session()).status).toBe(200)
    await business.call('PATCH', `/customers/${id}`, { email: 'moved@customer.example.com' })
    expect((await browser.session()).status).toBe(403)
  })

  it('asking says the same whether something is saved or not, and mails only where there is', async () => {
    const { url } = await owing()
    const business = await world.business()
    const nobody = await sentInvoice(business, { email: 'nothing-saved@customer.example.com' })
    const [withMethods, without] = [browserAt(url), browserAt(nobody.payment_link.url)]
    const answers = [await withMethods.askForCode(), await without.askForCode()]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const pages = [await withMethods.visit('/saved'), await without.visit('/saved')]
    const words = pages.map(({ page }) =>
      page.replace(/\/pay\/\w+/g, '').replace(/Business \d+|INV-[\d-]+/g, ''),
    )
    expect(words[0]).toBe(words[1])
    expect((await without.enter('123456')).page).toContain('This code is not right')
    expect(codeMails('nothing-saved@customer.example.com')).toEqual([])
  })

  it('sends at most three codes an invoice, whoever asks', async () => {
    const { email, url } = await owing()
    for (let i = 0; i < 3; i++) expect((await browserAt(url).askForCode()).status).toBe(303)
    const refused = await browserAt(url).askForCode()
    expect(refused).toMatchObject({
      status: 429,
      page: expect.stringContaining('There were too many attempts.'),
    })
    await codeFor(email, 3)
  })

  it('a GET creates nothing at Stripe, and no code is in the database in clear', async () => {
    const { business, email, url } = await owing()
    await simulate(world, 'requests', undefined, 'DELETE')
    const browser = browserAt(url)
    await browser.visit('')
    await browser.visit('/saved')
    await browser.askForCode()
    const code = await codeFor(email)
    await browser.enter(code)
    await browser.visit('')
    await browser.visit('/saved')
    const requests = await simulate(world, `requests?account=${stripeAccountOf(business)}`)
    expect(requests.filter(({ method }: { method: string }) => method === 'POST')).toEqual([])
    const { rows } = await inDatabase(
      world,
      `select (select string_agg(c::text, ' ') from saved_method_codes c) || (select string_agg(m::text, ' ') from messages m)
        || (select string_agg(o::text, ' ') from outbox o) as everything`,
    )
    expect(rows[0].everything).not.toMatch(new RegExp(`\\b${code.slice(0, 3)} ?${code.slice(3)}\\b`))
  })
})

describe('what is paid is what was seen', () => {
  it('Pay on an older content charges nothing and brings the new one, though the amount is the same', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await business.call('PATCH', `/invoices/${invoice.id}`, {
      lines: [{ description: 'Something else', quantity: '1', unit_amount: 12_000 }],
    })
    await business.call('POST', `/invoices/${invoice.id}/send`)
    expect(await pressPay(invoice, { revision: 1 })).toMatchObject({
      status: 409,
      body: { code: 'amount_changed', amount_due: 12_000, revision: 2 },
    })
    expect((await pressPay(invoice, { revision: 2 })).status).toBe(200)
  })
})

describe('an edit that is refused', () => {
  it('leaves what the payer has open as it is', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    const refused = await business.call('PATCH', `/invoices/${invoice.id}`, {
      lines: [{ description: 'x', quantity: '1', unit_amount: 1_000, taxes: [{ tax_rate_id: 'tax_none' }] }],
    })
    expect(refused.status).toBe(422)
    expect((await business.call('PATCH', `/invoices/${invoice.id}`, { currency: 'usd' })).status).toBe(409)
    const confirmed = await confirmAtStripe(world, business, body.client_secret)
    expect(confirmed.body.status).toBe('succeeded')
  })
})
