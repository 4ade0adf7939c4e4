import { moment } from '../../../blocks/dates.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import type { KeptDraft } from './kept-drafts.ts'

/** What was not saved last time: it stands here again, or waits to be brought back where the invoice changed since. */
export function FoundDraft({
  found,
  isFresh,
  onStartOver,
  onBringBack,
  onDismiss,
}: {
  found: KeptDraft
  isFresh: boolean
  onStartOver: () => void
  onBringBack: () => void
  onDismiss: () => void
}) {
  const when = moment(new Date(found.at).toISOString())
  if (isFresh)
    return (
      <Banner
        title="You go on where you left off"
        action={
          <div className="flex gap-2">
            <Button size="small" onClick={onStartOver}>
              Start over
            </Button>
            <Button size="small" look="quiet" onClick={onDismiss}>
              Dismiss
            </Button>
          </div>
        }
      >
        What you wrote until {when} was not saved yet.
      </Banner>
    )
  return (
    <Banner
      tone="warn"
      title="Changes of yours were not saved, and the invoice changed since"
      action={
        <div className="flex gap-2">
          <Button size="small" onClick={onBringBack}>
            Bring them back
          </Button>
          <Button size="small" look="quiet" onClick={onDismiss}>
            Throw them away
          </Button>
        </div>
      }
    >
      They are of {when}. Saving them replaces what the invoice says now.
    </Banner>
  )
}
