import {
  Bell,
  Building2,
  CreditCard,
  FileText,
  House,
  Inbox,
  KeyRound,
  type LucideIcon,
  Package,
  Percent,
  Plus,
  Settings2,
  User,
  UserCog,
  UserPlus,
  Users,
  Wallet,
} from 'lucide-react'
import type { Member } from '../api/types.ts'
import { paths } from '../paths.ts'

type Role = Member['role']

interface Place {
  label: string
  to: string
  Icon: LucideIcon
  /** The least a member must be to find something here (R49). */
  for?: 'administrator' | 'owner'
}

interface Section {
  /** As the article names it; the first has none. */
  title?: string
  subtitle?: string
  places: Place[]
}

const sections: Section[] = [
  { places: [{ label: 'Dashboard', to: paths.dashboard(), Icon: House }] },
  {
    title: 'All-in-1 E-Commerce',
    subtitle: 'Create',
    places: [
      { label: 'Invoice', to: paths.createInvoice(), Icon: Plus },
      { label: 'Customer', to: paths.createCustomer(), Icon: UserPlus },
    ],
  },
  {
    title: 'Payments',
    places: [
      { label: 'Invoices', to: paths.invoices(), Icon: FileText },
      { label: 'Transactions', to: paths.transactions(), Icon: Wallet },
    ],
  },
  { title: 'People', places: [{ label: 'Customers', to: paths.customers(), Icon: Users }] },
  {
    title: 'Settings',
    places: [
      { label: 'Company', to: paths.company(), Icon: Building2, for: 'administrator' },
      { label: 'Invoicing', to: paths.invoicing(), Icon: Settings2, for: 'administrator' },
      { label: 'Services', to: paths.services(), Icon: Package, for: 'administrator' },
      { label: 'Taxes', to: paths.taxes(), Icon: Percent, for: 'administrator' },
      { label: 'Notifications', to: paths.notifications(), Icon: Bell, for: 'administrator' },
      { label: 'Team', to: paths.team(), Icon: UserCog, for: 'administrator' },
      { label: 'Stripe', to: paths.stripe(), Icon: CreditCard, for: 'administrator' },
      { label: 'Deliveries', to: paths.deliveries(), Icon: Inbox, for: 'administrator' },
      { label: 'API keys & webhooks', to: paths.apiKeys(), Icon: KeyRound, for: 'owner' },
      { label: 'Personal', to: paths.personal(), Icon: User },
    ],
  },
]

/** What someone of this role can use. */
export function sectionsFor(role: Role): Section[] {
  return sections
    .map((section) => ({ ...section, places: section.places.filter((place) => isFor(place, role)) }))
    .filter((section) => section.places.length > 0)
}

/** Who finds something at this address, when someone of this role does not. */
export function whoseIs(path: string, role: Role): Place['for'] | undefined {
  const place = sections.flatMap(({ places }) => places).find(({ to }) => to === path)
  return place && !isFor(place, role) ? place.for : undefined
}

function isFor(place: Place, role: Role): boolean {
  return !place.for || role === 'owner' || (place.for === 'administrator' && role === 'administrator')
}
