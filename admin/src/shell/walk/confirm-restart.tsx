import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

/** Begins the steps anew. The business stays as it is; only a fresh tour brings a fresh one. */
export function ConfirmRestart() {
  const [asks, setAsks] = useState(false)
  const begin = useAction(() => answer(api.POST('/tour/walk')), { inForm: true })
  return (
    <>
      <Button look="quiet" size="small" className="justify-self-start" onClick={() => setAsks(true)}>
        Restart the steps
      </Button>
      <ConfirmDialog
        title="Restart the steps?"
        confirm="Restart"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => begin.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          The ticks go, and only what you do from now on counts. Invoices, payments and settings of the demo
          business stay as they are; <em>Start over</em> above gives you a fresh business instead.
        </p>
      </ConfirmDialog>
    </>
  )
}
