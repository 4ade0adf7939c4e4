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
