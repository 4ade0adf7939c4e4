import type { components } from './schema.d.ts'

type Schemas = components['schemas']

export type Account = Schemas['Account']
export type Address = Schemas['Address']
export type ApiKey = Schemas['ApiKey']
export type Customer = Schemas['Customer']
export type CustomerFields = Schemas['CustomerFields'] & { name: string }
export type DueTerms = Schemas['DueTerms']
export type Invoice = Schemas['Invoice']
export type InvoiceFields = Schemas['InvoiceFields']
export type InvoiceListItem = Schemas['InvoiceListItem']
export type InvoicingSettings = Schemas['InvoicingSettings']
export type LineFields = Schemas['LineFields']
export type ManualMethod = Schemas['ManualMethod']
export type Message = Schemas['Message']
export type Payment = Schemas['Payment']
export type PaymentMethod = Schemas['PaymentMethod']
export type Session = Schemas['Session']
export type SetupFields = Schemas['SetupFields']
export type StripeConnection = Schemas['StripeConnection']
export type TaxRate = Schemas['TaxRate']
export type TimelineEntry = Schemas['TimelineEntry']
