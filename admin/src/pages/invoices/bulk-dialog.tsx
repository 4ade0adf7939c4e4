import { Check, CircleAlert, LoaderCircle } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { sentenceFor } from '../../api/problem.ts'
import { queryClient } from '../../api/queries.ts'
import type { InvoiceListItem } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'

/** One thing done to many invoices, one after the other. */
export interface BulkAct {
  title: (count: string) => string
  /** On the button: “Send 3 invoices”. */
  word: string
  /** 'is sent', 'has a link': after how many. */
  done: string
  look: 'primary' | 'danger'
  run: (invoice: InvoiceListItem) => Promise<unknown>
}

type Outcome = { is: 'waiting' | 'working' | 'done' } | { is: 'refused'; why: string }

interface BulkDialogProps {
  act: BulkAct
  invoices: InvoiceListItem[]
  onClose: () => void
  children: ReactNode
}

export function invoicesInWords(count: number): string {
  return count === 1 ? '1 invoice' : `${count} invoices`
}

/** Asks first, then tells of each invoice how it went. What was refused can be tried again, and it alone. */
export function BulkDialog({ act, invoices, onClose, children }: BulkDialogProps) {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const [isRunning, setIsRunning] = useState(false)
  const isStopped = useRef(false)
  const of = (id: string): Outcome => outcomes.get(id) ?? { is: 'waiting' }
  const count = (is: Outcome['is']) => invoices.filter(({ id }) => of(id).is === is).length
  const [done, refused, left] = [count('done'), count('refused'), count('waiting')]
  const isBegun = outcomes.size > 0

  async function run(): Promise<void> {
    isStopped.current = false
    setIsRunning(true)
    const note = (id: string, outcome: Outcome) => setOutcomes((all) => new Map(all).set(id, outcome))
    for (const invoice of invoices) {
      if (isStopped.current) break
      if (of(invoice.id).is === 'done') continue
      note(invoice.id, { is: 'working' })
      const outcome = await act.run(invoice).then(
        (): Outcome => ({ is: 'done' }),
        (error: unknown): Outcome => ({ is: 'refused', why: sentenceFor(error) }),
      )
      note(invoice.id, outcome)
    }
    setIsRunning(false)
    void queryClient.invalidateQueries()
  }

  function close(): void {
    isStopped.current = true
    onClose()
  }

  return (
    <Dialog
      title={act.title(invoicesInWords(invoices.length))}
      isOpen
      onClose={close}
      role={isBegun ? 'alertdialog' : 'dialog'}
    >
      <div className="flex flex-col gap-2 text-soft">{!isBegun && children}</div>
      {isBegun && (
        <div role="status" className="mb-3">
          <progress
            className="h-2 w-full accent-accent"
            max={invoices.length}
            value={done + refused}
            aria-label={act.word}
          />
          <p className="mt-1 text-soft">
            {done} of {invoicesInWords(invoices.length)} {act.done}
            {refused > 0 && `, ${refused} refused`}
            {!isRunning && left > 0 && `, ${left} left as they were`}.
          </p>
        </div>
      )}
      <ul className="mt-2 max-h-[45vh] divide-y divide-line overflow-y-auto rounded-control border border-line">
        {invoices.map((invoice) => (
          <Row key={invoice.id} invoice={invoice} outcome={of(invoice.id)} />
        ))}
      </ul>
      <DialogActions>
        {isRunning ? (
          <Button
            onClick={() => {
              isStopped.current = true
            }}
          >
            Stop after this one
          </Button>
        ) : (
          <Button onClick={close}>{isBegun ? 'Close' : 'Not now'}</Button>
        )}
        {(!isBegun || refused + left > 0) && (
          <Button look={act.look} pending={isRunning} onClick={() => void run()}>
            {isBegun
              ? `Try the other ${invoicesInWords(refused + left)} again`
              : `${act.word} ${invoicesInWords(invoices.length)}`}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}

function Row({ invoice, outcome }: { invoice: InvoiceListItem; outcome: Outcome }) {
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <span className="mt-0.5 flex size-5 shrink-0 items-center justify-center">
        {outcome.is === 'done' && <Check aria-label="Done" className="size-4.5 text-good" />}
        {outcome.is === 'refused' && <CircleAlert aria-label="Refused" className="size-4.5 text-bad" />}
        {outcome.is === 'working' && (
          <LoaderCircle aria-label="In work" className="size-4.5 animate-spin text-faint" />
        )}
      </span>
      <div className="min-w-0">
        <p className="truncate">
          <span className="font-medium">{invoice.number ?? 'Draft'}</span>{' '}
          <span className="text-soft">{invoice.customer.company || invoice.customer.name}</span>
        </p>
        {outcome.is === 'refused' && <p className="text-sm text-bad">{outcome.why}</p>}
      </div>
    </li>
  )
}
