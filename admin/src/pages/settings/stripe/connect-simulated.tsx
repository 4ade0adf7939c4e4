import { answer, api } from '../../../api/client.ts'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'

/** The Live Tour knows only the simulated Stripe (R48). */
export function ConnectSimulated({ restorableLinks }: { restorableLinks: number }) {
  const connect = useAction(() => answer(api.POST('/stripe_connection/simulated')), {
    done: 'The simulated Stripe is connected.',
  })
  return (
    <Card
      title="Connect Stripe"
      hint="In the Live Tour this is a simulated Stripe: it takes test cards, and no money moves."
    >
      {restorableLinks > 0 && (
        <p className="mb-4 text-soft">
          {restorableLinks === 1 ? '1 payment link was' : `${restorableLinks} payment links were`} switched
          off with the removal. You can turn them back on afterwards.
        </p>
      )}
      <Button look="primary" pending={connect.isPending} onClick={() => connect.mutate()}>
        Connect the simulated Stripe
      </Button>
    </Card>
  )
}
