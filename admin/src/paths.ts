/** Every address of the app, and the ones outside it that it links to. */
export const paths = {
  welcome: () => '/',
  signIn: () => '/sign-in',
  join: () => '/join',

  dashboard: () => '/dashboard',

  createInvoice: () => '/create/invoice',
  createCustomer: () => '/create/customer',

  invoices: () => '/payments/invoices',
  invoice: (id: string) => `/payments/invoices/${id}`,
  editInvoice: (id: string) => `/payments/invoices/${id}/edit`,
  transactions: () => '/payments/transactions',

  customers: () => '/customers',
  customer: (id: string) => `/customers/${id}`,
  editCustomer: (id: string) => `/customers/${id}/edit`,

  company: () => '/settings/company',
  invoicing: () => '/settings/invoicing',
  services: () => '/settings/services',
  taxes: () => '/settings/taxes',
  notifications: () => '/settings/notifications',
  team: () => '/settings/team',
  stripe: () => '/settings/stripe',
  marketplace: () => '/marketplace',
  deliveries: () => '/settings/deliveries',
  apiKeys: () => '/settings/api-keys',
  webhook: (id: string) => `/settings/webhooks/${id}`,
  personal: () => '/settings/personal',

  /** Drawn by the server. */
  startTour: () => '/tour',
  mailbox: (message?: string) => withQuery('/tour/mailbox', { message }),
  apiDocs: () => '/api/docs',
  exportInvoices: (filter: Record<string, string | undefined>) =>
    withQuery('/api/v1/invoices/export', filter),
  exportCustomers: (filter: Record<string, string | undefined>) =>
    withQuery('/api/v1/customers/export', filter),
  exportPayments: (filter: Record<string, string | undefined>) =>
    withQuery('/api/v1/payments/export', filter),
  invoicePdf: (id: string) => `/api/v1/invoices/${id}/pdf`,
  receiptPdf: (paymentId: string) => `/api/v1/payments/${paymentId}/receipt`,
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return set.length > 0 ? `${path}?${new URLSearchParams(set)}` : path
}
