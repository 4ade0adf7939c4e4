/** Why an issuer says no, with the words and codes that Stripe gives ("Decline codes"). */
export type Decline = {
  code: string
  decline_code: string
  message: string
  advice_code: 'try_again_later' | 'do_not_try_again' | 'confirm_card_data'
  network_decline_code: string
  network_advice_code?: string
  param?: string
}

/** One of the documented test cards ("Testing"). */
export type TestCard = {
  number: string
  /** Names usable as `payment_method` (`pm_card_…`); `tok_…` of the same ending works too. */
  names: string[]
  brand: string
  country: string
  funding: 'credit' | 'debit' | 'prepaid'
  decline?: Decline
  /** The bank refuses charges only: saving the card works. */
  attachesDespiteDecline?: boolean
  /**
   * `always`: every payment, off-session too; `unless_set_up`: off-session payments pass once it was set up;
   * `set_up`: as if that had happened; `on_request`: only if the integration asks for 3-D Secure.
   */
  authentication?: 'always' | 'unless_set_up' | 'set_up' | 'on_request'
  risk?: 'elevated' | 'blocked'
  dispute?: 'fraudulent' | 'product_not_received' | 'inquiry' | 'fraud_warning'
  refund?: 'pending' | 'fails'
}

const declined = 'Your card was declined.'
const decline = {
  generic: {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: declined,
    advice_code: 'try_again_later',
    network_decline_code: '01',
  },
  insufficientFunds: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
    advice_code: 'try_again_later',
    network_decline_code: '51',
    network_advice_code: '02',
  },
  lost: {
    code: 'card_declined',
    decline_code: 'lost_card',
    message: declined,
    advice_code: 'do_not_try_again',
    network_decline_code: '41',
    network_advice_code: '01',
  },
  stolen: {
    code: 'card_declined',
    decline_code: 'stolen_card',
    message: declined,
    advice_code: 'do_not_try_again',
    network_decline_code: '43',
    network_advice_code: '01',
  },
  expired: {
    code: 'expired_card',
    decline_code: 'expired_card',
    message: 'Your card has expired.',
    advice_code: 'confirm_card_data',
    network_decline_code: '54',
    network_advice_code: '03',
    param: 'exp_month',
  },
  cvc: {
    code: 'incorrect_cvc',
    decline_code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    advice_code: 'confirm_card_data',
    network_decline_code: 'N7',
    network_advice_code: '03',
    param: 'cvc',
  },
  processing: {
    code: 'processing_error',
    decline_code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    advice_code: 'try_again_later',
    network_decline_code: '06',
  },
  velocity: {
    code: 'card_declined',
    decline_code: 'card_velocity_exceeded',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    advice_code: 'try_again_later',
    network_decline_code: '61',
    network_advice_code: '02',
  },
  fraudulent: {
    code: 'card_declined',
    decline_code: 'fraudulent',
    message: declined,
    advice_code: 'do_not_try_again',
    network_decline_code: '59',
    network_advice_code: '01',
  },
} satisfies Record<string, Decline>

/** What a bank answers for a card whose date has passed. */
export const expiredCard: Decline = decline.expired

/** The decline of an off-session payment that would need the payer's presence. */
export const authenticationRequired: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
  advice_code: 'try_again_later',
  network_decline_code: '1A',
}

const visa = { brand: 'visa', country: 'US', funding: 'credit' } as const

export const testCards: TestCard[] = [
  { ...visa, number: '4242424242424242', names: ['pm_card_visa', 'pm_card_us'] },
  { ...visa, number: '4000056655665556', names: ['pm_card_visa_debit'], funding: 'debit' },
  { ...visa, brand: 'mastercard', number: '5555555555554444', names: ['pm_card_mastercard'] },
  {
    ...visa,
    brand: 'mastercard',
    number: '5200828282828210',
    names: ['pm_card_mastercard_debit'],
    funding: 'debit',
  },
  {
    ...visa,
    brand: 'mastercard',
    number: '5105105105105100',
    names: ['pm_card_mastercard_prepaid'],
    funding: 'prepaid',
  },
  { ...visa, brand: 'amex', number: '378282246310005', names: ['pm_card_amex'] },
  { ...visa, brand: 'discover', number: '6011111111111117', names: ['pm_card_discover'] },
  { ...visa, brand: 'diners', number: '3056930009020004', names: ['pm_card_diners'] },
  { ...visa, brand: 'jcb', number: '3566002020360505', names: ['pm_card_jcb'] },
  { ...visa, brand: 'unionpay', number: '6200000000000005', names: ['pm_card_unionpay'] },
  { ...visa, number: '4000002760000016', names: ['pm_card_de'], country: 'DE' },
  { ...visa, number: '4000002500000003', names: ['pm_card_fr'], country: 'FR' },
  { ...visa, number: '4000008260000000', names: ['pm_card_gb'], country: 'GB', funding: 'debit' },

  card('4000000000000002', ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'], {
    decline: decline.generic,
  }),
  card('4000000000009995', [...both('chargeDeclinedInsufficientFunds')], {
    decline: decline.insufficientFunds,
  }),
  card('4000000000009987', [...both('chargeDeclinedLostCard')], { decline: decline.lost }),
  card('4000000000009979', [...both('chargeDeclinedStolenCard')], { decline: decline.stolen }),
  card('4000000000000069', [...both('chargeDeclinedExpiredCard')], { decline: decline.expired }),
  card('4000000000000127', [...both('chargeDeclinedIncorrectCvc')], { decline: decline.cvc }),
  card('4000000000000119', [...both('chargeDeclinedProcessingError')], { decline: decline.processing }),
  card('4000000000006975', [...both('chargeDeclinedVelocityLimitExceeded')], { decline: decline.velocity }),
  card('4100000000000019', ['pm_card_radarBlock', 'pm_card_chargeDeclinedFraudulent'], {
    decline: decline.fraudulent,
    risk: 'blocked',
    attachesDespiteDecline: true,
  }),
  card('4000000000004954', ['pm_card_riskLevelHighest'], {
    decline: decline.fraudulent,
    risk: 'blocked',
    attachesDespiteDecline: true,
  }),
  card('4000000000009235', ['pm_card_riskLevelElevated'], { risk: 'elevated' }),
  card('4000000000000341', ['pm_card_chargeCustomerFail'], {
    decline: decline.generic,
    attachesDespiteDecline: true,
  }),

  card('4000002500003155', ['pm_card_authenticationRequiredOnSetup'], {
    authentication: 'unless_set_up',
    country: 'FR',
  }),
  card('4000002760003184', ['pm_card_authenticationRequired'], { authentication: 'always', country: 'DE' }),
  card('4000003800000446', ['pm_card_authenticationRequiredSetupForOffSession'], {
    authentication: 'set_up',
  }),
  card('4000008260003178', ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds'], {
    authentication: 'always',
    decline: decline.insufficientFunds,
    attachesDespiteDecline: true,
    country: 'GB',
  }),
  card('4000008400001629', ['pm_card_threeDSecureRequiredChargeDeclined'], {
    authentication: 'always',
    decline: decline.generic,
    attachesDespiteDecline: true,
  }),
  card('4000000000003220', ['pm_card_threeDSecure2Required'], { authentication: 'always' }),
  card('4000000000003063', ['pm_card_threeDSecureRequired'], { authentication: 'always' }),
  card('4000000000003055', ['pm_card_threeDSecureOptional'], { authentication: 'on_request' }),

  card('4000000000000259', ['pm_card_createDispute'], { dispute: 'fraudulent' }),
  card('4000000000002685', ['pm_card_createDisputeProductNotReceived'], { dispute: 'product_not_received' }),
  card('4000000000001976', ['pm_card_createDisputeInquiry'], { dispute: 'inquiry' }),
  card('4000000000005423', ['pm_card_createIssuerFraudRecord'], { dispute: 'fraud_warning' }),
  card('4000000000007726', ['pm_card_pendingRefund'], { refund: 'pending' }),
  card('4000000000005126', ['pm_card_refundFail'], { refund: 'fails' }),
  // Funds arrive at once instead of pending; nothing else differs here.
  card('4000000000000077', ['pm_card_bypassPending'], {}),
]

const byName = new Map(testCards.flatMap((entry) => entry.names.map((name) => [name, entry] as const)))
const byNumber = new Map(testCards.map((entry) => [entry.number, entry]))

/** The test card behind `pm_card_…` or the older `tok_…`. */
export function testCardNamed(name: string): TestCard | undefined {
  return byName.get(name) ?? byName.get(name.replace(/^tok_/, 'pm_card_'))
}

export function testCardNumbered(number: string): TestCard | undefined {
  return byNumber.get(number)
}

/** Whether the last digit of a card number checks the others (Luhn, ISO/IEC 7812-1). */
export function passesLuhn(number: string): boolean {
  let sum = 0
  for (const [index, digit] of [...number].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function card(number: string, names: string[], rest: Partial<TestCard>): TestCard {
  return { ...visa, number, names, ...rest }
}

/** Both spellings that the documentation has used. */
function both(ending: string): string[] {
  return [`pm_card_${ending}`, `pm_card_visa_${ending}`]
}
