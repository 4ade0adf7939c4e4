declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Only the gates (session, API key, pay token, job row) make one; every query asks for it. */
export type AccountId = Branded<'AccountId'>
export type InvoiceId = Branded<'InvoiceId'>
export type CustomerId = Branded<'CustomerId'>
export type PaymentId = Branded<'PaymentId'>
export type MemberId = Branded<'MemberId'>
export type ConnectionId = Branded<'ConnectionId'>
