import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { formProblem, useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'

const permissions = [
  {
    level: 'Write',
    resources: [
      'PaymentIntents',
      'SetupIntents',
      'PaymentMethods',
      'Customers',
      'CustomerSessions',
      'Refunds',
      'Webhook endpoints',
    ],
  },
  { level: 'Read', resources: ['Charges', 'Disputes', 'Events', 'Balance transactions', 'Account'] },
]

/** Connecting with the account's own keys (R36): how to make them, and where to put them. */
export function ConnectWithKeys({ restorableLinks }: { restorableLinks: number }) {
  const [secretKey, setSecretKey] = useState('')
  const [publishableKey, setPublishableKey] = useState('')
  const connect = useAction(
    () =>
      answer(
        api.PUT('/stripe_connection', {
          body: { secret_key: secretKey.trim(), publishable_key: publishableKey.trim() },
        }),
      ),
    { inForm: true, done: (connection) => `Stripe is connected, in ${connection.mode} mode.` },
  )
  return (
    <>
      <Card
        title="Connect Stripe"
        hint="Your customers pay into your own Stripe account. Quittance checks the keys with Stripe before it keeps them."
      >
        {restorableLinks > 0 && (
          <p className="mb-4 text-soft">
            {restorableLinks === 1 ? '1 payment link was' : `${restorableLinks} payment links were`} switched
            off when Stripe was removed. You can turn them back on afterwards.
          </p>
        )}
        <Form label="Connect Stripe" onSubmit={() => connect.mutate()} {...formProblem(connect.error)}>
          <TextField
            label="Secret or restricted key"
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            placeholder="rk_live_…"
            inputClassName="font-mono"
            hint="Begins with rk_ or sk_. It is kept encrypted and never shown again."
            pointer="/secret_key"
            value={secretKey}
            onValue={setSecretKey}
          />
          <TextField
            label="Publishable key"
            autoComplete="off"
            spellCheck={false}
            required
            placeholder="pk_live_…"
            inputClassName="font-mono"
            pointer="/publishable_key"
            value={publishableKey}
            onValue={setPublishableKey}
          />
          <Button type="submit" look="primary" pending={connect.isPending}>
            Connect Stripe
          </Button>
        </Form>
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
