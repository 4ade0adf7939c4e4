import { Link } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import { answer, api } from '../api/client.ts'
import { leaveFor, useSession } from '../api/session.ts'
import { useAction } from '../api/use-action.ts'
import { Brand } from '../blocks/brand.tsx'
import { paths } from '../paths.ts'
import { IconButton } from '../ui/button.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { sectionsFor } from './navigation.ts'

/** All places of the app, who is signed in, and the way out. */
export function Sidebar({ onLeave }: { onLeave?: () => void }) {
  const { member, account } = useSession()
  return (
    <div className="flex h-full flex-col gap-1 px-3 py-4">
      <Link
        to={paths.dashboard()}
        onClick={onLeave}
        className="mb-3 rounded-control px-2 py-1"
        aria-label="Quittance, to the dashboard"
      >
        <Brand />
      </Link>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4 overflow-y-auto">
        {sectionsFor(member.role).map((section) => (
          <div key={section.title ?? ''}>
            {section.title && (
              <p className="px-2 pb-1 text-xs font-medium text-faint">
                {section.title}
                {section.subtitle && <span> › {section.subtitle}</span>}
              </p>
            )}
            <ul>
              {section.places.map(({ label, to, Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    onClick={onLeave}
                    className="group flex min-h-8 items-center gap-2.5 rounded-control px-2 text-soft transition-colors hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent max-lg:min-h-11"
                  >
                    <Icon aria-hidden className="size-4 shrink-0" />
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="mt-3 flex flex-col gap-3 border-t border-line px-2 pt-4">
        <div className="flex items-center justify-between gap-2">
          <div className="min-w-0">
            <p className="truncate font-medium" title={account.name}>
              {account.name}
            </p>
            <p className="truncate text-sm text-faint" title={member.email}>
              {member.name || member.email}
            </p>
          </div>
          <SignOut />
        </div>
        <ThemeSwitch />
      </div>
    </div>
  )
}

function SignOut() {
  const signOut = useAction(async () => {
    await answer(api.DELETE('/session'))
    leaveFor(paths.welcome())
  })
  return (
    <IconButton label="Sign out" onClick={() => signOut.mutate()} disabled={signOut.isPending}>
      <LogOut aria-hidden className="size-4" />
    </IconButton>
  )
}
