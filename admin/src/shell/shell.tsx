import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { FileText, House, Menu, Plus, Users, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { DeadLetterStrip } from './dead-letter-strip.tsx'
import { whoseIs } from './navigation.ts'
import { NotYours } from './not-yours.tsx'
import { Sidebar } from './sidebar.tsx'
import { StripeStrip } from './stripe-strip.tsx'
import { TourStrip } from './tour-strip.tsx'
import { useWalkIsOpen, WalkPanel } from './walk/walk-panel.tsx'

/** The frame of every page for someone signed in: places at the side, or at the thumb on phones. */
export function Shell() {
  const { isTour, member } = useSession()
  const walkIsOpen = useWalkIsOpen(isTour)
  const drawer = useRef<HTMLDialogElement>(null)
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })

  const others = whoseIs(path, member.role)

  // A new page begins at its top, for the eyes and for screen readers.
  const arrived = useRef(path)
  useEffect(() => {
    if (arrived.current === path) return
    arrived.current = path
    main.current?.focus({ preventScroll: true })
  }, [path])

  return (
    <div className={classes('min-h-dvh lg:pl-60', walkIsOpen && 'min-[87.5rem]:pr-80')}>
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <header className="fixed inset-y-0 left-0 hidden w-60 border-r border-line bg-sheet lg:block">
        <Sidebar />
      </header>
      {isTour && <TourStrip />}
      {isTour && <WalkPanel />}
      <StripeStrip />
      <DeadLetterStrip />
      <main id="content" ref={main} tabIndex={-1} className="pb-24 outline-none lg:pb-10">
        {others ? <NotYours whose={others} /> : <Outlet />}
      </main>
      <nav
        aria-label="Shortcuts"
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-sheet pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        <Shortcut to={paths.dashboard()} label="Dashboard" icon={<House aria-hidden />} />
        <Shortcut to={paths.invoices()} label="Invoices" icon={<FileText aria-hidden />} />
        <Shortcut to={paths.createInvoice()} label="New" icon={<Plus aria-hidden />} />
        <Shortcut to={paths.customers()} label="Customers" icon={<Users aria-hidden />} />
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => drawer.current?.showModal()}
          className={shortcutClass}
        >
          <Menu aria-hidden />
          Menu
        </button>
      </nav>
      <dialog
        ref={drawer}
        aria-label="Menu"
        // Pressing beside it closes it; React does not know the attribute yet.
        {...{ closedby: 'any' }}
        className="m-0 ml-auto h-dvh max-h-none w-72 max-w-[85vw] border-l border-line bg-sheet text-ink shadow-float"
      >
        <div className="absolute top-3.5 right-2">
          <IconButton label="Close the menu" onClick={() => drawer.current?.close()}>
            <X aria-hidden className="size-5" />
          </IconButton>
        </div>
        <Sidebar onLeave={() => drawer.current?.close()} />
      </dialog>
    </div>
  )
}

function Shortcut({ to, label, icon }: { to: string; label: string; icon: React.ReactNode }) {
  return (
    <Link to={to} className={shortcutClass}>
      {icon}
      {label}
    </Link>
  )
}

const shortcutClass =
  'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-xs text-soft data-[status=active]:font-medium data-[status=active]:text-accent [&_svg]:size-5'
