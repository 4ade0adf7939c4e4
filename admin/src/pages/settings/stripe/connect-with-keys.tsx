import { ExternalLink } from 'lucide-react'
import { Card } from '../../../ui/card.tsx'
import { KeysForm } from './keys-form.tsx'

const permissions = [
  {
    level: 'Write',
    resources: [
      'PaymentIntents',
      'SetupIntents',
      'PaymentMethods',
      'Customers',
      'CustomerSessions',
      'Charges and Refunds',
      'Webhook endpoints',
      'Payment method domains',
    ],
  },
  { level: 'Read', resources: ['Disputes', 'Events', 'Balance transactions', 'Account'] },
]

/** Connecting with the account's own keys (R36): how to make them, and where to put them. `beside`: another way stands above. */
export function ConnectWithKeys({ beside }: { beside: boolean }) {
  return (
    <>
      <Card
        title={beside ? 'Or use your own keys' : 'Connect Stripe'}
        hint="Your customers pay into your own Stripe account. Quittance checks the keys with Stripe before it keeps them."
      >
        <KeysForm
          label="Connect Stripe"
          action="Connect Stripe"
          isMain={!beside}
          done={(connection) => `Stripe is connected, in ${connection.mode} mode.`}
        />
      </Card>
      <Card title="Where to find the keys">
        <ol className="flex list-decimal flex-col gap-3 pl-5 marker:font-medium marker:text-faint">
          <li>
            Open{' '}
            <a
              href="https://dashboard.stripe.com/apikeys"
              target="_blank"
              rel="noreferrer"
              className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-4"
            >
              Developers → API keys
              <ExternalLink aria-hidden className="size-3.5" />
            </a>{' '}
            in the Stripe Dashboard. To try things out first, use a sandbox or test mode there.
          </li>
          <li>Choose “Create restricted key”, and name it Quittance.</li>
          <li>
            Give it these permissions, and leave all others at None:
            {permissions.map(({ level, resources }) => (
              <div key={level} className="mt-2">
                <p className="text-sm font-medium">{level}</p>
                <ul className="mt-1 flex flex-wrap gap-1.5">
                  {resources.map((resource) => (
                    <li key={resource} className="rounded-control bg-sunken px-2 py-0.5 text-sm text-soft">
                      {resource}
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </li>
          <li>Copy the restricted key, and the publishable key beside it, into the fields above.</li>
        </ol>
      </Card>
    </>
  )
}
