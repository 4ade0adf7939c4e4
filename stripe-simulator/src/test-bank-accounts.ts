import type { PaymentMethod } from './objects.ts'

/** How a debit of a test bank account ends ("Testing": bank debits). */
export type TestBankAccount = {
  type: 'sepa_debit' | 'us_bank_account'
  /** An IBAN, or a US account number. */
  number: string
  name?: string
  /** What happens, for a list to choose from. */
  words?: string
  outcome: 'succeeds' | 'fails' | 'succeeds_then_disputed' | 'stays_processing'
  /** The three-minute accounts show what a customer sees while a debit is under way. */
  delayMs: number
  failure?: { code: string; message: string }
}

const soonMs = 1_000
const threeMinutesMs = 180_000

const couldNotDebit = {
  code: 'debit_not_authorized',
  message: 'The customer has notified their bank that this payment was unauthorized.',
}
const insufficientFunds = {
  code: 'insufficient_funds',
  message: "The customer's account has insufficient funds to cover this payment.",
}
const closed = { code: 'account_closed', message: "The customer's bank account has been closed." }
const noAccount = { code: 'no_account', message: 'The bank account could not be located.' }

/** SEPA test IBANs follow one pattern in every country: the account part says what happens. */
const sepaEndings: Record<string, Omit<TestBankAccount, 'type' | 'number'>> = {
  '3201': { outcome: 'succeeds', delayMs: soonMs },
  '3204': { outcome: 'succeeds', delayMs: threeMinutesMs },
  '3202': { outcome: 'fails', delayMs: soonMs, failure: insufficientFunds },
  '3205': { outcome: 'fails', delayMs: threeMinutesMs, failure: insufficientFunds },
  '3203': { outcome: 'succeeds_then_disputed', delayMs: soonMs },
}

/** The only routing number test accounts have. */
export const testRoutingNumber = '110000000'

export const usAccounts: TestBankAccount[] = [
  us('000123456789', 'pm_usBankAccount_success', 'succeeds', { outcome: 'succeeds' }),
  us('000111111113', 'pm_usBankAccount_accountClosed', 'fails, account closed', {
    outcome: 'fails',
    failure: closed,
  }),
  us('000111111116', 'pm_usBankAccount_noAccount', 'fails, no such account', {
    outcome: 'fails',
    failure: noAccount,
  }),
  us('000222222227', 'pm_usBankAccount_insufficientFunds', 'fails, insufficient funds', {
    outcome: 'fails',
    failure: insufficientFunds,
  }),
  us('000333333335', 'pm_usBankAccount_debitNotAuthorized', 'fails, not authorized', {
    outcome: 'fails',
    failure: couldNotDebit,
  }),
  us('000555555559', 'pm_usBankAccount_dispute', 'succeeds, then disputed', {
    outcome: 'succeeds_then_disputed',
  }),
  us('000000000009', 'pm_usBankAccount_processing', 'stays under way', { outcome: 'stays_processing' }),
]

/** The behaviour of an IBAN; one that is not a test value succeeds. */
export function testIban(iban: string): TestBankAccount {
  const behaviour = sepaEndings[iban.slice(-4)] ?? { outcome: 'succeeds', delayMs: soonMs }
  return { type: 'sepa_debit', number: iban, ...behaviour }
}

export function testUsAccount(number: string): TestBankAccount | undefined {
  return usAccounts.find((account) => account.number === number)
}

/** The bank account behind a `pm_usBankAccount_…` or `pm_sepaDebit…` name. */
export function testBankAccountNamed(name: string): TestBankAccount | undefined {
  if (name === 'pm_usBankAccount') return usAccounts[0]
  if (name === 'pm_sepaDebit') return testIban('AT611904300234573201')
  return usAccounts.find((account) => account.name === name)
}

/** The bank account a payment method stands for. */
export function testBankAccountOf(method: PaymentMethod): TestBankAccount {
  const number = method._private?.testBankAccount ?? ''
  return testUsAccount(number) ?? testIban(number)
}

/** Whether an IBAN's check digits fit (ISO 13616, mod 97). */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

function us(
  number: string,
  name: string,
  words: string,
  rest: Pick<TestBankAccount, 'outcome' | 'failure'>,
): TestBankAccount {
  return { type: 'us_bank_account', number, name, words, delayMs: soonMs, ...rest }
}
