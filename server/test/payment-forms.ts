/** What Stripe.js sends of a card the payer typed; `number` is one of Stripe's test cards. */
export function card(number: string): Record<string, string> {
  return {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number.replaceAll(' ', ''),
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '34',
    'payment_method_data[card][cvc]': '123',
  }
}

/** What Stripe.js sends of a SEPA debit; `iban` is one of Stripe's test accounts. */
export function debit(iban: string): Record<string, string> {
  return {
    'payment_method_data[type]': 'sepa_debit',
    'payment_method_data[sepa_debit][iban]': iban,
    'payment_method_data[billing_details][name]': 'Example Customer',
    'payment_method_data[billing_details][email]': 'customer@example.com',
  }
}

/** Austrian accounts whose debit ends at once, or after the three minutes of the slow ones. */
export const ibans = {
  succeeds: 'AT611904300234573201',
  succeedsLater: 'AT321904300235473204',
  fails: 'AT861904300235473202',
  failsLater: 'AT051904300235473205',
  disputed: 'AT591904300235473203',
}
