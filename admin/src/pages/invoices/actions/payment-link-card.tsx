import { ExternalLink, Link2, Link2Off, QrCode as QrIcon, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import type { Invoice } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { QrCode } from '../../../ui/qr-code.tsx'
import { addLinkOffer, hasActiveLink, isLinkAlive, titleOf } from '../acts.ts'

/** Adding the link, and all that can be done with it. Not there at all without Stripe (R10), save for what a link once sent still shows. */
export function PaymentLinkCard({
  invoice,
  stripeConnected,
}: {
  invoice: Invoice
  stripeConnected: boolean
}) {
  const [asks, setAsks] = useState<'remove' | 'reset' | 'qr' | null>(null)
  const params = { path: { id: invoice.id } }
  const isDraft = invoice.status === 'draft'
  const add = useAction(() => answer(api.POST('/invoices/{id}/payment_link', { params })), {
    done: (changed) =>
      changed.needs_resend
        ? 'The payment link is added. Send the invoice again so that your customer has it.'
        : 'The payment link is added.',
  })
  const remove = useAction(() => answer(api.DELETE('/invoices/{id}/payment_link', { params })), {
    inForm: true,
    done: 'The payment link is removed.',
  })
  const reset = useAction(() => answer(api.POST('/invoices/{id}/payment_link/reset', { params })), {
    inForm: true,
    done: 'The payment link has a new address.',
  })

  const link = invoice.payment_link
  const offer = addLinkOffer(invoice, stripeConnected)
  const isActive = hasActiveLink(invoice)
  const isUnpaid = isDraft || invoice.amount_due > 0
  if (offer.offer === 'hidden' && !isActive && !(link && isLinkAlive(invoice))) return null

  return (
    <Card title="Payment link" action={link && <LinkBadge state={link.state} />}>
      <div className="flex flex-col gap-2.5">
        {offer.offer === 'ready' && (
          <Button
            look="primary"
            icon={<Link2 aria-hidden />}
            pending={add.isPending}
            onClick={() => add.mutate()}
          >
            Add Payment Link to Invoice
          </Button>
        )}
        {offer.offer === 'refused' && <p className="text-sm text-soft">{offer.why}</p>}
        {link && isLinkAlive(invoice) && (
          <>
            {isActive && (
              <>
                <p
                  className="truncate rounded-control bg-sunken px-2.5 py-2 font-mono text-xs text-soft"
                  title={link.url}
                >
                  {link.url}
                </p>
                <div className="grid grid-cols-2 gap-2">
                  <CopyButton text={link.url} label="Copy link" />
                  <Button icon={<QrIcon aria-hidden />} onClick={() => setAsks('qr')}>
                    Show QR
                  </Button>
                </div>
              </>
            )}
            <a href={link.url} target="_blank" rel="noreferrer" className={buttonClass()}>
              <ExternalLink aria-hidden />
              Open as customer
            </a>
          </>
        )}
        {isActive && isDraft && (
          <p className="text-sm text-soft">
            The link is ready. It opens for your customer once the invoice is sent, or marked as sent.
          </p>
        )}
        {isActive && isUnpaid && stripeConnected && (
          <div className="grid grid-cols-2 gap-2">
            <Button look="quiet" icon={<Link2Off aria-hidden />} onClick={() => setAsks('remove')}>
              Remove link
            </Button>
            <Button look="quiet" icon={<RefreshCw aria-hidden />} onClick={() => setAsks('reset')}>
              Reset link
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        title="Remove the payment link?"
        confirm="Remove link"
        isOpen={asks === 'remove'}
        onClose={() => setAsks(null)}
        onConfirm={() => remove.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          Your customer can no longer pay {titleOf(invoice)} online. Who opens the address still sees the
          invoice, and that it is to be paid another way.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        title="Reset the payment link?"
        confirm="Reset link"
        keep="Keep the address"
        isOpen={asks === 'reset'}
        onClose={() => setAsks(null)}
        onConfirm={() => reset.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          The invoice gets a new address. The old one stops working at once, in every e-mail and PDF that has
          it.
        </p>
      </ConfirmDialog>
      {link && (
        <Dialog title="Scan to pay" isOpen={asks === 'qr'} onClose={() => setAsks(null)} width="narrow">
          <div className="mx-auto max-w-64 py-2">
            <QrCode text={link.url} label={`QR code that leads to ${link.url}`} />
          </div>
          <p className="mt-2 text-center text-sm break-all text-soft">{link.url}</p>
        </Dialog>
      )}
    </Card>
  )
}

function LinkBadge({ state }: { state: 'active' | 'disabled' | 'off' }) {
  if (state === 'active') return <Badge tone="good">Active</Badge>
  return state === 'disabled' ? <Badge tone="warn">Disabled</Badge> : <Badge>Removed</Badge>
}
