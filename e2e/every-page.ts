import { expect, type Page } from '@playwright/test'
import { bankWindow, cards, fillCard, payButton, payBy, pressPay, untilPaid } from './paying.ts'
import type { Tour } from './story.ts'

/** Brings the payer's page into each of its states (R22), one after the other, and names each while it stands there. */
export async function* statesOfPaymentPage(tour: Tour, payer: Page): AsyncGenerator<string> {
  const invoice = await tour.sentInvoice()
  const { url } = invoice.payment_link
  await payer.goto(url)
  await expect(payButton(payer)).toBeEnabled()
  yield 'payable'

  await payer.getByRole('link', { name: 'Use a saved payment method' }).click()
  await expect(payer.getByRole('button', { name: 'Send the code' })).toBeVisible()
  yield 'asked who they are'
  await payer.getByRole('button', { name: 'Send the code' }).click()
  await payer.getByLabel('Code from the e-mail').fill('000000')
  await payer.getByRole('button', { name: 'Continue' }).click()
  await expect(payer.getByRole('alert')).toContainText('This code is not right')
  yield 'wrong code'
  await payer.getByRole('link', { name: 'Pay another way' }).click()
  await expect(payButton(payer)).toBeEnabled()

  await fillCard(payer, cards.declined)
  await pressPay(payer)
  await expect(payer.getByRole('alert')).toContainText('declined')
  yield 'declined'

  await fillCard(payer, cards.asksTheBank)
  await pressPay(payer)
  const fail = bankWindow(payer).getByRole('button', { name: 'Fail authentication' })
  await expect(fail).toBeVisible()
  yield 'asked by the bank'
  await fail.click()
  await expect(payer.getByRole('heading', { name: 'The payment did not go through' })).toBeVisible()
  yield 'failed'
  await payer.getByRole('link', { name: 'Try again' }).click()
  await expect(payer.getByText('The last attempt did not go through')).toBeVisible()
  await expect(payButton(payer)).toBeEnabled()
  yield 'after a failure'

  await fillCard(payer, cards.succeeds)
  await tour.call('PATCH', `/invoices/${invoice.id}`, {
    lines: [{ description: 'Consulting', quantity: '2', unit_amount: 12_000 }],
  })
  await pressPay(payer)
  await expect(payer.getByRole('alert')).toContainText('The amount changed')
  yield 'amount changed'

  await tour.call('POST', `/invoices/${invoice.id}/payments`, { amount: 2_000, method: 'cash' })
  await payer.goto(url)
  await expect(payer.getByRole('heading', { name: 'Pay the rest' })).toBeVisible()
  await expect(payButton(payer)).toBeEnabled()
  yield 'partly paid'
  await fillCard(payer, cards.succeeds)
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Payment received' })).toBeVisible()
  yield 'success page'
  await payer.goto(url)
  await expect(payer.getByRole('heading', { name: 'This invoice is paid' })).toBeVisible()
  yield 'paid'

  const debit = await tour.sentInvoice()
  await payer.goto(debit.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  const element = payer.frameLocator('iframe[title="Secure payment input frame"]')
  await element.getByRole('tab', { name: 'SEPA Debit' }).click()
  await element.getByLabel('IBAN').fill('AT321904300235473204')
  await element.getByLabel('Full name').fill('Ada Example')
  await element.getByLabel('Email').fill('ada@example.com')
  await pressPay(payer)
  await expect(payer.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible()
  yield 'processing, result'
  await payer.goto(debit.payment_link.url)
  await expect(payer.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible()
  yield 'processing'

  const off = await tour.sentInvoice()
  await tour.call('DELETE', `/invoices/${off.id}/payment_link`)
  await payer.goto(off.payment_link.url)
  await expect(payer.getByRole('heading', { name: 'Online payment is not available' })).toBeVisible()
  yield 'link off'
  await tour.call('POST', `/invoices/${off.id}/cancel`, { notify: false })
  await payer.goto(off.payment_link.url)
  await expect(payer.getByRole('heading', { name: `Invoice ${off.number} was cancelled` })).toBeVisible()
  yield 'cancelled'
  await payer.goto(`${tour.url}/pay/nothing`)
  await expect(payer.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
  yield 'unknown link'
}

/** Opens each page of the business, filled with what a busy one has, and names it while it stands there. */
export async function* pagesOfBusiness(tour: Tour, owner: Page, payer: Page): AsyncGenerator<string> {
  const paid = await tour.sentInvoice()
  await payBy(payer, paid.payment_link.url, cards.succeeds)
  await untilPaid(tour, paid.id)
  const open = await tour.sentInvoice()
  const changed = await tour.sentInvoice({ link: false })
  await tour.call('POST', `/invoices/${changed.id}/payment_link`)
  const { data: drafts } = await tour.call('GET', '/invoices?status=draft')
  const { data: partlyPaid } = await tour.call('GET', '/invoices?status=partially_paid')
  const pages: Record<string, string> = {
    dashboard: '/dashboard',
    invoices: '/payments/invoices',
    'invoices overdue': '/payments/invoices?show=overdue',
    'invoices, none found': '/payments/invoices?q=nobody',
    'invoice, draft': `/payments/invoices/${drafts[0].id}`,
    'invoice, sent': `/payments/invoices/${open.id}`,
    'invoice, to be sent again': `/payments/invoices/${changed.id}`,
    'invoice, partly paid': `/payments/invoices/${partlyPaid[0].id}`,
    'invoice, paid': `/payments/invoices/${paid.id}`,
    'invoice, edited': `/payments/invoices/${open.id}/edit`,
    'invoice, sending': `/payments/invoices/${open.id}?send=now`,
    transactions: '/payments/transactions',
    'new invoice': '/create/invoice',
    'new customer': '/create/customer',
    customers: '/customers',
    customer: `/customers/${open.customer_id}`,
    'customer, edited': `/customers/${open.customer_id}/edit`,
    company: '/settings/company',
    invoicing: '/settings/invoicing',
    services: '/settings/services',
    taxes: '/settings/taxes',
    notifications: '/settings/notifications',
    team: '/settings/team',
    stripe: '/settings/stripe',
    deliveries: '/settings/deliveries',
    'API keys and webhooks': '/settings/api-keys',
    personal: '/settings/personal',
    'no such page': '/no/such/page',
    mailbox: '/tour/mailbox',
  }
  for (const [name, path] of Object.entries(pages)) {
    await owner.goto(tour.url + path)
    await expect(owner.getByRole('heading').first()).toBeVisible()
    await expect(owner.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    yield name
  }
}
