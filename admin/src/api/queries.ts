import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'
import { ApiProblem } from './problem.ts'
import type {
  CustomerFilter,
  DeadLetter,
  InvoiceFilter,
  PaymentFilter,
  PreviewFields,
  PreviewView,
} from './types.ts'

/** Fresh for a few seconds, so that moving between pages is instant and never long wrong. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (attempts, error) => attempts < 2 && !(error instanceof ApiProblem && error.status < 500),
    },
  },
})

const pageSize = 25
/** While an invoice is open on the screen, so that it turns Paid by itself. */
const watchIntervalMs = 2_500
/** What stands around it may lag a little. */
const watchSurroundingsMs = 5_000

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answer(api.GET('/session')),
  staleTime: 60_000,
})
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => answer(api.GET('/settings/invoicing')),
})
export const taxRatesQuery = queryOptions({
  queryKey: ['tax_rates'],
  queryFn: async () => (await answer(api.GET('/tax_rates'))).data,
})
export function servicesQuery(filter: { q: string | undefined; archived: boolean }) {
  return infiniteQueryOptions({
    queryKey: ['services', 'list', filter],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/services', {
          params: {
            query: {
              limit: pageSize,
              archived: filter.archived ? 'true' : 'false',
              ...defined({ q: filter.q, cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The few that fit below a line's description. */
export function serviceSearchQuery(q: string) {
  return queryOptions({
    queryKey: ['services', 'search', q],
    queryFn: async () =>
      (await answer(api.GET('/services', { params: { query: { limit: 8, ...defined({ q }) } } }))).data,
    placeholderData: keepPreviousData,
  })
}

export const stripeQuery = queryOptions({
  queryKey: ['stripe_connection'],
  queryFn: () => answer(api.GET('/stripe_connection')),
})
export const membersQuery = queryOptions({
  queryKey: ['members'],
  // The schema calls every member nullable, as one of them is in the session.
  queryFn: async () => (await answer(api.GET('/members'))).data.flatMap((one) => one ?? []),
})
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async () => (await answer(api.GET('/invitations'))).data,
})
export const apiKeysQuery = queryOptions({
  queryKey: ['api_keys'],
  queryFn: async () => (await answer(api.GET('/api_keys'))).data,
})
export const invoiceChangesQuery = (id: string) =>
  queryOptions({
    queryKey: ['invoices', id, 'changes'],
    queryFn: async () => (await answer(api.GET('/invoices/{id}/changes', { params: { path: { id } } }))).data,
  })
export const webhookEndpointsQuery = queryOptions({
  queryKey: ['webhook_endpoints'],
  queryFn: async () => (await answer(api.GET('/webhook_endpoints'))).data,
})
export const webhookEndpointQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook_endpoints', id],
    queryFn: () => answer(api.GET('/webhook_endpoints/{id}', { params: { path: { id } } })),
    refetchInterval: watchIntervalMs,
  })
export const webhookDeliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhook_endpoints', id, 'deliveries'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/webhook_endpoints/{id}/deliveries', {
          params: { path: { id }, query: { limit: pageSize, ...defined({ cursor: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: watchIntervalMs,
  })
export const withoutLinkQuery = queryOptions({
  queryKey: ['invoices', 'without_link'],
  queryFn: async () => (await answer(api.GET('/invoices/without_link'))).count,
})

/** It changes with every payment and e-mail: always asked again, shown from before until the answer is there. */
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: () => answer(api.GET('/dashboard')),
  staleTime: 0,
})

/** The guided tour: what happens in other tabs ticks steps too, so it goes on asking. */
export const walkQuery = queryOptions({
  queryKey: ['tour_walk'],
  queryFn: () => answer(api.GET('/tour/walk')),
  staleTime: 0,
  refetchInterval: ({ state: { data } }) =>
    data?.view === 'open' || data?.view === 'folded' ? watchIntervalMs : false,
})

/** What went on behind the pages of a tour; asked anew while it is looked at. */
export const happeningsQuery = queryOptions({
  queryKey: ['tour_happenings'],
  queryFn: () => answer(api.GET('/tour/happenings')),
  staleTime: 0,
  refetchInterval: watchIntervalMs,
})

export function invoicesQuery(filter: InvoiceFilter) {
  return infiniteQueryOptions({
    queryKey: ['invoices', 'list', filter],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/invoices', {
          params: { query: { limit: pageSize, ...defined({ ...filter, cursor: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function invoiceQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id],
    queryFn: () => answer(api.GET('/invoices/{id}', { params: { path: { id } } })),
  })
}

export function watchedInvoiceQuery(id: string) {
  return queryOptions({ ...invoiceQuery(id), refetchInterval: watchIntervalMs })
}

export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'timeline'],
    queryFn: async () =>
      (await answer(api.GET('/invoices/{id}/timeline', { params: { path: { id } } }))).data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function diagnosisQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'diagnosis'],
    queryFn: () => answer(api.GET('/invoices/{id}/diagnosis', { params: { path: { id } } })),
    refetchInterval: watchSurroundingsMs,
  })
}

export function emailPreviewQuery(id: string, message: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'email_preview', message],
    queryFn: () =>
      answer(
        api.GET('/invoices/{id}/email_preview', {
          params: { path: { id }, query: message ? { message } : {} },
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

/** Unsaved content as the customer would see it. `fields` null: there is nothing to show yet. */
export function invoicePreviewQuery(fields: PreviewFields | null, view: PreviewView) {
  return queryOptions({
    queryKey: ['preview', view, fields],
    queryFn: () => answer(api.POST('/invoices/preview', { body: { ...fields!, view } })),
    placeholderData: keepPreviousData,
    // A refusal says what to mend; asking again does not change it.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
}

/** The PDF as it would be sent now. Not kept: the next look may be at a changed invoice. */
export function invoicePdfQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'pdf'],
    queryFn: async () =>
      (await api.GET('/invoices/{id}/pdf', { params: { path: { id } }, parseAs: 'blob' })).data as Blob,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function invoicePaymentsQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'payments'],
    queryFn: async () =>
      (await answer(api.GET('/payments', { params: { query: { invoice_id: id, limit: 100 } } }))).data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function invoiceRefundsQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'refunds'],
    queryFn: async () =>
      (await answer(api.GET('/refunds', { params: { query: { invoice_id: id, limit: 100 } } }))).data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function invoiceDisputesQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'disputes'],
    queryFn: async () =>
      (await answer(api.GET('/disputes', { params: { query: { invoice_id: id, limit: 100 } } }))).data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function invoiceMessagesQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', id, 'messages'],
    queryFn: async () =>
      (await answer(api.GET('/messages', { params: { query: { invoice_id: id, limit: 50 } } }))).data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function paymentsQuery(filter: PaymentFilter) {
  return infiniteQueryOptions({
    queryKey: ['payments', 'list', filter],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/payments', {
          params: { query: { limit: pageSize, ...defined({ ...filter, cursor: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function customersQuery(filter: CustomerFilter) {
  return infiniteQueryOptions({
    queryKey: ['customers', 'list', filter],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/customers', {
          params: { query: { limit: pageSize, ...defined({ ...filter, cursor: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The few that fit a search box. */
export function customerSearchQuery(q: string) {
  return queryOptions({
    queryKey: ['customers', 'search', q],
    queryFn: async () =>
      (await answer(api.GET('/customers', { params: { query: { limit: 20, ...defined({ q }) } } }))).data,
    placeholderData: keepPreviousData,
  })
}

export function customerQuery(id: string) {
  return queryOptions({
    queryKey: ['customers', id],
    queryFn: () => answer(api.GET('/customers/{id}', { params: { path: { id } } })),
  })
}

export function paymentMethodsQuery(customerId: string) {
  return queryOptions({
    queryKey: ['customers', customerId, 'payment_methods'],
    queryFn: async () =>
      (await answer(api.GET('/customers/{id}/payment_methods', { params: { path: { id: customerId } } })))
        .data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function cardRequestsQuery(customerId: string) {
  return queryOptions({
    queryKey: ['customers', customerId, 'card_requests'],
    queryFn: async () =>
      (await answer(api.GET('/customers/{id}/card_requests', { params: { path: { id: customerId } } }))).data,
    refetchInterval: watchSurroundingsMs,
  })
}

export function customerMessagesQuery(customerId: string) {
  return queryOptions({
    queryKey: ['customers', customerId, 'messages'],
    queryFn: async () =>
      (await answer(api.GET('/messages', { params: { query: { customer_id: customerId, limit: 50 } } })))
        .data,
  })
}

/** What failed: all of it, or one state of it. */
export function deadLettersQuery(state: DeadLetter['state'] | undefined) {
  return infiniteQueryOptions({
    queryKey: ['dead_letters', 'list', state],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/dead_letters', {
          params: { query: { limit: pageSize, ...defined({ state, cursor: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchSurroundingsMs,
  })
}

/** How much was given up and how much waits, for the notice on every page. */
export const deadLetterCountsQuery = queryOptions({
  queryKey: ['dead_letters', 'counts'],
  queryFn: async () => (await answer(api.GET('/dead_letters', { params: { query: { limit: 1 } } }))).counts,
  refetchInterval: 60_000,
})

export function invoiceDeadLettersQuery(id: string) {
  return queryOptions({
    queryKey: ['dead_letters', 'invoice', id],
    queryFn: async () =>
      (
        await answer(
          api.GET('/dead_letters', { params: { query: { invoice_id: id, state: 'dead', limit: 100 } } }),
        )
      ).data,
    refetchInterval: watchSurroundingsMs,
  })
}

/** Filters that are not set stay out of the address. */
function defined<T extends object>(filter: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<T>
}
