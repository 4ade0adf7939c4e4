import { expect, test } from 'vitest'
import { whoHearsOfPayment } from './notification-policy.ts'

const members = (['owner', 'administrator', 'staff'] as const).flatMap((role) =>
  [true, false].map((wants) => ({
    id: `${role}-${wants}`,
    role,
    email: `${role}-${wants}@example.com`,
    wantsPaymentEmails: wants,
  })),
)

test.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])('R29, R30: with the administrators’ switch %s and the receipt switch %s', (notify, receipt) => {
  const heard = whoHearsOfPayment(
    { notifyAdministratorsOnPayment: notify, sendCustomerReceipt: receipt },
    members,
  )
  expect(heard.customer).toBe(receipt)
  expect(heard.administrators).toEqual(
    notify
      ? [
          { id: 'owner-true', email: 'owner-true@example.com' },
          { id: 'administrator-true', email: 'administrator-true@example.com' },
        ]
      : [],
  )
})

test('R29: staff are not told of money, even when they asked for it', () => {
  const staff = members.filter((member) => member.role === 'staff')
  const heard = whoHearsOfPayment({ notifyAdministratorsOnPayment: true, sendCustomerReceipt: true }, staff)
  expect(heard).toEqual({ administrators: [], customer: true })
})
