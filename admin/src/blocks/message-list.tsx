import { Eye, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { Message } from '../api/types.ts'
import { useAction } from '../api/use-action.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { MailFrame } from '../ui/mail-frame.tsx'
import { moment } from './dates.ts'

/** E-mails that went out or wait to, each to be read as it is. */
export function MessageList({ messages }: { messages: Message[] }) {
  const [read, setRead] = useState<Message | null>(null)
  const retry = useAction(
    (id: string) => answer(api.POST('/messages/{id}/retry', { params: { path: { id } } })),
    { done: 'The e-mail is tried again.' },
  )
  return (
    <>
      <ul className="-my-3 divide-y divide-line">
        {messages.map((message) => (
          <li key={message.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex flex-wrap items-center gap-2">
                <span className="min-w-0 font-medium">{message.subject}</span>
                <StateBadge state={message.state} />
              </p>
              <p className="text-sm text-faint">
                To {message.to.join(', ')}
                {message.cc.length > 0 && `, cc ${message.cc.join(', ')}`} ·{' '}
                {moment(message.sent_at ?? message.created_at)}
              </p>
              {message.state !== 'queued' && message.error && (
                <p className="text-sm text-bad">{message.error}</p>
              )}
            </div>
            <div className="flex gap-1">
              {message.state === 'failed' && (
                <Button
                  size="small"
                  icon={<RotateCw aria-hidden />}
                  pending={retry.isPending && retry.variables === message.id}
                  onClick={() => retry.mutate(message.id)}
                >
                  Try again
                </Button>
              )}
              <Button size="small" look="quiet" icon={<Eye aria-hidden />} onClick={() => setRead(message)}>
                View
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Dialog title={read?.subject ?? ''} isOpen={read !== null} onClose={() => setRead(null)} width="wide">
        {read && (
          <div className="flex flex-col gap-3">
            <p className="text-sm text-soft">
              To {read.to.join(', ')}
              {read.cc.length > 0 && `, cc ${read.cc.join(', ')}`}
              {read.attachments.length > 0 &&
                ` · with ${read.attachments.map((file) => file.name).join(', ')}`}
            </p>
            <MailFrame html={read.html} title={read.subject} />
          </div>
        )}
      </Dialog>
    </>
  )
}

function StateBadge({ state }: { state: Message['state'] }) {
  if (state === 'sent') return <Badge tone="good">Sent</Badge>
  return state === 'failed' ? <Badge tone="bad">Failed</Badge> : <Badge>Queued</Badge>
}
