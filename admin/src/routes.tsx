import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { paths } from './paths.ts'
import { membersOnly, strangersOnly } from './shell/gate.ts'
import { NotFound } from './shell/not-found.tsx'
import { PageFailed } from './shell/page-failed.tsx'
import { Shell } from './shell/shell.tsx'
import { SkeletonPage } from './ui/skeleton.tsx'

/** Table of contents: each address and who draws it. Every page is its own chunk. */
const root = createRootRoute({ component: Outlet, notFoundComponent: NoSuchAddress })

const strangers = createRoute({
  getParentRoute: () => root,
  id: 'strangers',
  beforeLoad: strangersOnly,
  component: Outlet,
})
const stranger = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => strangers, path, component, validateSearch: texts(['next']) })

const members = createRoute({
  getParentRoute: () => root,
  id: 'members',
  beforeLoad: membersOnly,
  component: Shell,
  notFoundComponent: NotFound,
})
const page = (path: string, component: ReturnType<typeof lazyRouteComponent>, filters: string[] = []) =>
  createRoute({ getParentRoute: () => members, path, component, validateSearch: texts(filters) })

/** For whoever was invited, signed in somewhere or not. */
const join = createRoute({
  getParentRoute: () => root,
  path: paths.join(),
  component: lazyRouteComponent(() => import('./pages/welcome/join.tsx'), 'Join'),
})

const routeTree = root.addChildren([
  join,
  strangers.addChildren([
    stranger(
      paths.welcome(),
      lazyRouteComponent(() => import('./pages/welcome/welcome.tsx'), 'Welcome'),
    ),
    stranger(
      paths.signIn(),
      lazyRouteComponent(() => import('./pages/welcome/sign-in.tsx'), 'SignIn'),
    ),
  ]),
  members.addChildren([
    page(
      paths.dashboard(),
      lazyRouteComponent(() => import('./pages/dashboard/dashboard-page.tsx'), 'Dashboard'),
      ['currency'],
    ),
    page(
      paths.createInvoice(),
      lazyRouteComponent(() => import('./pages/invoices/create-invoice.tsx'), 'CreateInvoice'),
      ['customer'],
    ),
    page(
      paths.invoices(),
      lazyRouteComponent(() => import('./pages/invoices/invoice-list.tsx'), 'InvoiceList'),
      ['q', 'show', 'sort'],
    ),
    page(
      paths.invoice('$id'),
      lazyRouteComponent(() => import('./pages/invoices/invoice-page.tsx'), 'InvoicePage'),
      ['send'],
    ),
    page(
      paths.editInvoice('$id'),
      lazyRouteComponent(() => import('./pages/invoices/edit-invoice.tsx'), 'EditInvoice'),
    ),
    page(
      paths.transactions(),
      lazyRouteComponent(() => import('./pages/payments/transaction-list.tsx'), 'TransactionList'),
      ['status', 'q', 'sort'],
    ),
    page(
      paths.createCustomer(),
      lazyRouteComponent(() => import('./pages/customers/create-customer.tsx'), 'CreateCustomer'),
    ),
    page(
      paths.customers(),
      lazyRouteComponent(() => import('./pages/customers/customer-list.tsx'), 'CustomerList'),
      ['q', 'sort'],
    ),
    page(
      paths.customer('$id'),
      lazyRouteComponent(() => import('./pages/customers/customer-page.tsx'), 'CustomerPage'),
    ),
    page(
      paths.editCustomer('$id'),
      lazyRouteComponent(() => import('./pages/customers/edit-customer.tsx'), 'EditCustomer'),
    ),
    page(
      paths.company(),
      lazyRouteComponent(() => import('./pages/settings/company.tsx'), 'CompanySettings'),
    ),
    page(
      paths.invoicing(),
      lazyRouteComponent(() => import('./pages/settings/invoicing.tsx'), 'InvoicingSettings'),
    ),
    page(
      paths.services(),
      lazyRouteComponent(() => import('./pages/settings/services.tsx'), 'ServiceSettings'),
      ['q', 'show'],
    ),
    page(
      paths.taxes(),
      lazyRouteComponent(() => import('./pages/settings/taxes.tsx'), 'TaxSettings'),
    ),
    page(
      paths.notifications(),
      lazyRouteComponent(() => import('./pages/settings/notifications.tsx'), 'NotificationSettings'),
    ),
    page(
      paths.team(),
      lazyRouteComponent(() => import('./pages/settings/team.tsx'), 'TeamSettings'),
    ),
    page(
      paths.stripe(),
      lazyRouteComponent(() => import('./pages/settings/stripe.tsx'), 'StripeSettings'),
      ['stripe'],
    ),
    page(
      paths.deliveries(),
      lazyRouteComponent(() => import('./pages/settings/deliveries.tsx'), 'DeliverySettings'),
      ['show'],
    ),
    page(
      paths.apiKeys(),
      lazyRouteComponent(() => import('./pages/settings/api-keys.tsx'), 'ApiKeySettings'),
    ),
    page(
      paths.webhook('$id'),
      lazyRouteComponent(() => import('./pages/settings/webhooks/webhook-page.tsx'), 'WebhookPage'),
    ),
    page(
      paths.personal(),
      lazyRouteComponent(() => import('./pages/settings/personal.tsx'), 'PersonalSettings'),
    ),
    redirection(paths.marketplace(), paths.stripe()),
    redirection('/settings', paths.invoicing()),
    redirection('/payments', paths.invoices()),
    redirection('/create', paths.createInvoice()),
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultPendingMinMs: 200,
  defaultPendingComponent: SkeletonPage,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: NotFound,
  // Another invoice is another page: nothing of the one before stays in it.
  defaultRemountDeps: ({ params }) => params,
  scrollRestoration: true,
})

/** Outside of the shell there is no main part yet. */
function NoSuchAddress() {
  return (
    <main>
      <NotFound />
    </main>
  )
}

function redirection(path: string, to: string) {
  return createRoute({
    getParentRoute: () => members,
    path,
    beforeLoad: () => {
      throw redirect({ to, replace: true })
    },
  })
}

/** The words that a page keeps in the address bar; anything else there is ignored. */
function texts(names: string[]) {
  return (search: Record<string, unknown>): Record<string, string | undefined> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = search[name]
        return typeof value === 'string' && value !== ''
          ? [[name, value]]
          : typeof value === 'number'
            ? [[name, String(value)]]
            : []
      }),
    )
}
