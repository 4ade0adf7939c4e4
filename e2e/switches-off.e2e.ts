import { cards, expectSuccess, payBy, untilPaid } from './paying.ts'
import { expect, type Json, test } from './story.ts'

test('both switches off: nobody is mailed after a payment; on again: everybody is (R29, R30)', async ({
  tour,
  owner,
  payer,
}) => {
  test.setTimeout(120_000)
  await turn('uncheck')
  const quiet = await tour.sentInvoice()
  await pay(quiet)

  await turn('check')
  const told = await tour.sentInvoice()
  await pay(told)
  await expect
    .poll(() => kindsOfMail(told))
    .toEqual(['invoice', 'payment_notification', 'payment_notification', 'receipt'])
  // Whatever the first payment caused would have been sent before.
  expect(await kindsOfMail(quiet)).toEqual(['invoice'])

  async function turn(act: 'check' | 'uncheck'): Promise<void> {
    await owner.goto(`${tour.url}/settings/notifications`)
    await owner.getByRole('switch', { name: 'Notify administrators' })[act]()
    await owner.getByRole('switch', { name: 'Send the customer a receipt' })[act]()
    await owner.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(owner.getByText('The settings are saved.')).toBeVisible()
    expect(await tour.call('GET', '/settings/invoicing')).toMatchObject({
      notify_administrators_on_payment: act === 'check',
      send_customer_receipt: act === 'check',
    })
  }

  async function pay(invoice: Json): Promise<void> {
    await payBy(payer, invoice.payment_link.url, cards.succeeds)
    await expectSuccess(payer, 'EUR 120.00')
    await untilPaid(tour, invoice.id)
  }

  async function kindsOfMail(invoice: Json): Promise<string[]> {
    const { data } = await tour.call('GET', `/messages?invoice_id=${invoice.id}`)
    return data.map((message: { kind: string }) => message.kind).toSorted()
  }
})
