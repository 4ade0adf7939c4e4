import { ExternalLink } from 'lucide-react'
import { answer, api } from '../../../api/client.ts'
import { leaveFor } from '../../../api/session.ts'
import type { StripeConnection } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'

/** Through the operator's platform (R36): Stripe's own pages ask, and send the browser back. */
export function ConnectThroughPlatform({ way }: { way: NonNullable<StripeConnection['connect']> }) {
  return (
    <Card
      title="Connect with Stripe"
      hint={
        way === 'oauth'
          ? 'Stripe asks which of your accounts to connect, and sends you back here. No keys to copy.'
          : 'Stripe opens an account for your business, asks what it has to know, and sends you back here.'
      }
    >
      <GoToStripe label="Connect with Stripe" />
    </Card>
  )
}

/** Leaves for the page at Stripe. */
export function GoToStripe({ label }: { label: string }) {
  const go = useAction(async () => {
    leaveFor((await answer(api.POST('/stripe_connection/connect_url'))).url)
  })
  return (
    <Button
      look="primary"
      icon={<ExternalLink aria-hidden className="size-4" />}
      pending={go.isPending}
      onClick={() => go.mutate()}
    >
      {label}
    </Button>
  )
}
