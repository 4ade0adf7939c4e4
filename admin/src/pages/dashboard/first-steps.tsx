import { Link } from '@tanstack/react-router'
import { ChevronRight, Circle, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { useIsAdministrator, useSession } from '../../api/session.ts'
import type { Dashboard } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

type Step = NonNullable<Dashboard['first_steps']>[number]

const words: Record<Step['key'], { title: string; hint: string; to: string; forOwner?: true }> = {
  company: {
    title: 'Say where your business is',
    hint: 'Address and tax id stand on every invoice.',
    to: paths.company(),
  },
  stripe: {
    title: 'Connect your Stripe account',
    hint: 'Without it invoices have no payment link.',
    to: paths.stripe(),
    forOwner: true,
  },
  mail: {
    title: 'Set a mail server',
    hint: 'SMTP_URL and MAIL_FROM where this server runs. Until then e-mails wait.',
    to: paths.invoicing(),
  },
  invoice_sent: {
    title: 'Send your first invoice',
    hint: 'To yourself, if you want to see what customers see.',
    to: paths.createInvoice(),
  },
  paid: {
    title: 'Get paid',
    hint: 'It turns Paid by itself when your customer pays online.',
    to: paths.invoices(),
  },
}

/** The first run: what to do, in order. Each ticks itself once it is there; staff cannot do most of it. */
export function FirstSteps({ steps }: { steps: Dashboard['first_steps'] }) {
  const isAdministrator = useIsAdministrator()
  if (!steps || !isAdministrator) return null
  const done = steps.filter((step) => step.done).length
  return (
    <Card
      title="First steps"
      hint={`${done} of ${steps.length} done. Each ticks itself.`}
      action={<PutAway />}
    >
      <ol className="-mx-2 -my-1 flex flex-col">
        {steps.map((step) => (
          <Item key={step.key} step={step} />
        ))}
      </ol>
    </Card>
  )
}

function Item({ step: { key, done } }: { step: Step }) {
  const { title, hint, to, forOwner } = words[key]
  const { member } = useSession()
  if (done)
    return (
      <li className="flex min-h-10 items-center gap-3 px-2 text-faint">
        <CircleCheck aria-hidden className="size-4.5 shrink-0 text-good" />
        {title}
        <span className="sr-only">, done</span>
      </li>
    )
  const isOthers = forOwner && member.role !== 'owner'
  const text = (
    <>
      <Circle aria-hidden className="size-4.5 shrink-0 text-edge" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-soft">{isOthers ? 'An owner can do this.' : hint}</span>
      </span>
    </>
  )
  if (isOthers) return <li className="flex min-h-10 items-center gap-3 px-2 py-1.5">{text}</li>
  return (
    <li>
      <Link
        to={to}
        className="flex min-h-10 items-center gap-3 rounded-control px-2 py-1.5 transition-colors hover:bg-hover"
      >
        {text}
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
      </Link>
    </li>
  )
}

function PutAway() {
  const [asks, setAsks] = useState(false)
  const dismiss = useAction(
    () => answer(api.PATCH('/dashboard/first_steps', { body: { dismissed: true } })),
    { inForm: true, done: 'The first steps are put away.' },
  )
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setAsks(true)}>
        Put away
      </Button>
      <ConfirmDialog
        title="Put the first steps away?"
        confirm="Put away"
        tone="primary"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => dismiss.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>For everybody in this business. All they lead to stays where it is, in the menu.</p>
      </ConfirmDialog>
    </>
  )
}
