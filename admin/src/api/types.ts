import type { components, paths } from './schema.d.ts'

type Schemas = components['schemas']
type Posted<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

// A component that stands nullable in one place is written as nullable everywhere.
export type Account = NonNullable<Schemas['Account']>
export type Member = NonNullable<Schemas['Member']>

export type Address = Schemas['Address']
export type ApiKey = Schemas['ApiKey']
export type InvoiceChange = Schemas['InvoiceChange']
export type WebhookEndpoint = Schemas['WebhookEndpoint']
export type WebhookDelivery = Schemas['WebhookDelivery']
export type CardRequest = Schemas['CardRequest']
export type Charge = Schemas['Charge']
export type Customer = Schemas['Customer']
export type CustomerFields = Posted<'/customers'>
export type Dashboard = Schemas['Dashboard']
export type DeadLetter = Schemas['DeadLetter']
export type Diagnosis = Schemas['Diagnosis']
export type DiagnosisAction = NonNullable<Schemas['DiagnosisAction']>
export type Dispute = Schemas['Dispute']
export type DueTerms = NonNullable<Schemas['Terms']>
export type Invitation = Schemas['Invitation']
export type Invoice = Schemas['Invoice']
export type InvoiceFields = Posted<'/invoices'>
export type InvoiceListItem = Schemas['InvoiceSummary']
export type LineFields = InvoiceFields['lines'][number]
export type ManualMethod = Posted<'/invoices/{id}/payments'>['method']
export type Message = Schemas['Message']
export type Payment = Schemas['Payment']
export type PaymentMethod = Schemas['PaymentMethod']
export type PreviewFields = Omit<Posted<'/invoices/preview'>, 'view'>
export type PreviewView = Posted<'/invoices/preview'>['view']
export type Refund = Schemas['Refund']
export type Service = Schemas['Service']
export type ServiceFields = Posted<'/services'>
export type Session = Schemas['Session']
export type StripeConnection = Schemas['StripeConnection']
export type TaxRate = Schemas['TaxRate']
export type TimelineEntry = Schemas['TimelineEntry']
export type TourHappenings = Schemas['TourHappenings']
export type TourWalk = Schemas['TourWalk']

type InvoiceQuery = NonNullable<paths['/invoices']['get']['parameters']['query']>
export type InvoiceFilter = Pick<InvoiceQuery, 'q' | 'status' | 'flag' | 'customer_id' | 'sort'>
type PaymentQuery = NonNullable<paths['/payments']['get']['parameters']['query']>
export type PaymentFilter = Pick<PaymentQuery, 'q' | 'status' | 'sort'>
type CustomerQuery = NonNullable<paths['/customers']['get']['parameters']['query']>
export type CustomerFilter = Pick<CustomerQuery, 'q' | 'sort'>
export type PaymentStatus = Payment['status']
