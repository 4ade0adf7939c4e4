/** Who hears of a paid invoice (R29, R30): the account's switches, then each administrator's own choice. */
export function whoHearsOfPayment(
  settings: { notifyAdministratorsOnPayment: boolean; sendCustomerReceipt: boolean },
  members: {
    id: string
    role: 'owner' | 'administrator' | 'staff'
    email: string
    wantsPaymentEmails: boolean
  }[],
): { administrators: { id: string; email: string }[]; customer: boolean } {
  const administrators = settings.notifyAdministratorsOnPayment
    ? members
        .filter((member) => member.role !== 'staff' && member.wantsPaymentEmails)
        .map(({ id, email }) => ({ id, email }))
    : []
  return { administrators, customer: settings.sendCustomerReceipt }
}

/**
 * Who hears that a payment failed, was disputed or refunded at Stripe (R31): whoever runs the business. There is no
 * switch: a dispute that nobody heard of is lost.
 */
export function whoHearsOfTrouble(
  members: { id: string; role: 'owner' | 'administrator' | 'staff' }[],
): string[] {
  return members.filter((member) => member.role !== 'staff').map((member) => member.id)
}
