import { Banner } from '../../../ui/banner.tsx'

const outcomes: Record<string, { tone: 'good' | 'info' | 'warn' | 'bad'; title: string; text: string }> = {
  connected: {
    tone: 'good',
    title: 'Stripe is connected',
    text: 'Your customers can pay by link from now on.',
  },
  denied: {
    tone: 'info',
    title: 'Nothing was connected',
    text: 'You said no at Stripe. You can come back to it whenever you like.',
  },
  expired: {
    tone: 'warn',
    title: 'That visit to Stripe has run out',
    text: 'It counts once, for a quarter of an hour, in the window it began in. Please begin again.',
  },
  onboarding: {
    tone: 'info',
    title: 'Stripe is not done yet',
    text: 'It still needs something, or is looking at what you sent. Go on at Stripe when you can.',
  },
  failed: {
    tone: 'bad',
    title: 'Stripe was not connected',
    text: 'Stripe did not confirm it. Nothing was changed; please begin again.',
  },
}

/** How the visit to Stripe's pages ended, as the address bar says. What the connection is stands below, and wins. */
export function VisitOutcome({
  outcome,
  isConnected,
}: {
  outcome: string | undefined
  isConnected: boolean
}) {
  const found = outcome ? outcomes[outcome] : undefined
  if (!found || (outcome === 'connected') !== isConnected) return null
  return (
    <Banner tone={found.tone} title={found.title}>
      {found.text}
    </Banner>
  )
}
