import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSession } from '../../api/session.ts'
import { paths } from '../../paths.ts'

const tabs = [
  { label: 'Company', to: paths.company(), roles: ['owner', 'administrator'] },
  { label: 'Invoicing', to: paths.invoicing(), roles: ['owner', 'administrator'] },
  { label: 'Services', to: paths.services(), roles: ['owner', 'administrator'] },
  { label: 'Taxes', to: paths.taxes(), roles: ['owner', 'administrator'] },
  { label: 'Notifications', to: paths.notifications(), roles: ['owner', 'administrator'] },
  { label: 'Team', to: paths.team(), roles: ['owner', 'administrator'] },
  { label: 'Stripe', to: paths.stripe(), roles: ['owner', 'administrator'] },
  { label: 'Deliveries', to: paths.deliveries(), roles: ['owner', 'administrator'] },
  { label: 'API keys & webhooks', to: paths.apiKeys(), roles: ['owner'] },
  { label: 'Personal', to: paths.personal(), roles: ['owner', 'administrator', 'staff'] },
]

/** The settings beside each other, for phones, where the sidebar is away. */
export function SettingsTabs() {
  const { member } = useSession()
  const nav = useRef<HTMLElement>(null)

  useEffect(() => {
    nav.current
      ?.querySelector('[data-status="active"]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [])

  return (
    <nav
      ref={nav}
      aria-label="Settings"
      className="-mx-4 flex gap-1 overflow-x-auto px-4 [scrollbar-width:none] sm:mx-0 sm:px-0 lg:hidden"
    >
      {tabs
        .filter((tab) => tab.roles.includes(member.role))
        .map((tab) => (
          <Link
            key={tab.to}
            to={tab.to}
            className="inline-flex min-h-10 shrink-0 items-center rounded-full px-3 text-sm font-medium text-soft hover:bg-hover data-[status=active]:bg-ink data-[status=active]:text-paper"
          >
            {tab.label}
          </Link>
        ))}
    </nav>
  )
}
