import { KeyRound, RefreshCw, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import type { StripeConnection } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { KeysForm } from './keys-form.tsx'

/** What can be done with a connection that stands: ask Stripe, take other keys, sign webhooks anew. */
export function ConnectionActs({ connection, isOwner }: { connection: StripeConnection; isOwner: boolean }) {
  const [open, setOpen] = useState<'keys' | 'webhook' | null>(null)
  const check = useAction(() => answer(api.POST('/stripe_connection/check')), { done: checkedWords })
  const roll = useAction(() => answer(api.POST('/stripe_connection/roll_webhook_secret')), {
    inForm: true,
    done: 'The webhook has a new signing secret.',
  })
  const close = () => setOpen(null)
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        icon={<RefreshCw aria-hidden className="size-4" />}
        pending={check.isPending}
        onClick={() => check.mutate()}
      >
        Check now
      </Button>
      {isOwner && connection.provider === 'own_keys' && (
        <Button icon={<KeyRound aria-hidden className="size-4" />} onClick={() => setOpen('keys')}>
          Replace keys
        </Button>
      )}
      {isOwner && connection.webhook.state === 'registered' && (
        <Button icon={<RotateCw aria-hidden className="size-4" />} onClick={() => setOpen('webhook')}>
          Roll webhook secret
        </Button>
      )}
      <Dialog title="Replace keys" isOpen={open === 'keys'} onClose={close}>
        <p className="mb-4 text-soft">
          With other keys of the same Stripe account and mode everything goes on: links, payments under way,
          saved methods. Then delete the old key in Stripe’s Dashboard.
        </p>
        <KeysForm
          label="Replace keys"
          action="Replace keys"
          done={() => 'The new keys are in use.'}
          onDone={close}
        />
      </Dialog>
      <ConfirmDialog
        title="Roll the webhook secret?"
        confirm="Roll it"
        keep="Cancel"
        tone="primary"
        isOpen={open === 'webhook'}
        onClose={close}
        onConfirm={() => roll.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          Stripe’s messages are signed with a new secret from now on. What is under way with the old one is
          still believed for an hour. Nothing else changes.
        </p>
      </ConfirmDialog>
    </div>
  )
}

function checkedWords(connection: StripeConnection): string {
  if (connection.state === 'disconnected') return 'Stripe says that the access is gone. Stripe is removed.'
  if (connection.state !== 'connected') return 'Stripe answered: it lets this account take no payments now.'
  return connection.permissions_missing.length > 0
    ? 'Stripe answered. The key lacks some permissions.'
    : 'Stripe answered, and all is well.'
}
