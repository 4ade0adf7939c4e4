import { cards, expectSuccess, fillCard, payButton, pressPay, untilPaid } from './paying.ts'
import { expect, test } from './story.ts'

const boxLabel = 'Save this payment method for future use'

test('a card is kept only when the box is ticked, and then stands in the profile with what was agreed (R23)', async ({
  tour,
  owner,
  payer,
}) => {
  test.setTimeout(120_000)
  const first = await tour.sentInvoice()
  const customerId = first.customer_id
  const box = payer.getByRole('checkbox', { name: boxLabel })

  // Off unless the customer says otherwise: this one is not kept.
  await payer.goto(first.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await expect(box).not.toBeChecked()
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await untilPaid(tour, first.id)
  await owner.goto(`${tour.url}/customers/${customerId}`)
  await expect(owner.getByText('None. A customer can choose to save one while paying')).toBeVisible()

  const second = await tour.sentInvoice({ customerId })
  await payer.goto(second.payment_link.url)
  await fillCard(payer, cards.succeeds)
  await box.check()
  const mandate = await payer.getByText(/^If you tick this box/).innerText()
  await pressPay(payer)
  await expectSuccess(payer, 'EUR 120.00')
  await owner.reload()
  const methods = owner.getByRole('region', { name: 'Saved payment methods' })
  await expect(methods.getByText('Visa •••• 4242')).toBeVisible()
  await methods.getByText('Proof of consent').click()
  await expect(methods.getByText(mandate)).toBeVisible()
  const { data } = await tour.call('GET', `/customers/${customerId}/payment_methods`)
  expect(data).toMatchObject([{ last4: '4242', consent: { text: mandate, invoice_id: second.id } }])

  // Whoever opens a forwarded link sees nothing of it (R24).
  const third = await tour.sentInvoice({ customerId })
  await payer.goto(third.payment_link.url)
  await expect(payButton(payer)).toBeEnabled()
  await expect(box).not.toBeChecked()
  await expect(payer.getByText('•••• 4242')).toHaveCount(0)
  await expect(
    payer.frameLocator('iframe[title="Secure payment input frame"]').getByText('•••• 4242'),
  ).toHaveCount(0)
})
