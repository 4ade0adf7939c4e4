import { Timer } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { formProblem, useAction } from '../api/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'

const minute = 60
const day = 86_400

const spans = [
  { value: String(5 * minute), label: '5 minutes: bank debits clear' },
  { value: String(day), label: 'A day' },
  { value: String(7 * day), label: 'A week' },
  { value: String(45 * day), label: '45 days: invoices fall due, unanswered disputes are lost' },
]

/** Lets time pass in the tour: its simulated Stripe takes as long as banks do otherwise. */
export function TimeMachine({ className }: { className: string }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)} className={className}>
        <Timer aria-hidden className="size-4" />
        Let time pass
      </button>
      <Dialog title="Let time pass" width="narrow" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <PassTime onDone={() => setIsOpen(false)} />
      </Dialog>
    </>
  )
}

function PassTime({ onDone }: { onDone: () => void }) {
  const [seconds, setSeconds] = useState(spans[0]!.value)
  const pass = useAction(
    async () => {
      const { happened } = await answer(api.POST('/tour/time', { body: { seconds: Number(seconds) } }))
      onDone()
      return happened
    },
    { inForm: true, done: saidOf },
  )
  return (
    <Form label="Let time pass" onSubmit={() => pass.mutate()} {...formProblem(pass.error)}>
      <p className="text-soft">
        What the simulated Stripe and its banks are waiting for comes so much sooner: bank debits clear or
        come back, refunds arrive, disputes run out. Your calendar goes on as well, and what is not paid
        becomes overdue. It is for this tour alone.
      </p>
      <SelectField label="How long" pointer="/seconds" options={spans} value={seconds} onValue={setSeconds} />
      <p className="text-sm text-faint">It cannot be turned back; a new tour begins today.</p>
      <DialogActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary" pending={pass.isPending}>
          Let it pass
        </Button>
      </DialogActions>
    </Form>
  )
}

function saidOf(happened: number): string {
  if (happened === 0) return 'The time passed. Nothing was waiting for it at Stripe.'
  return happened === 1
    ? 'The time passed. One thing came to be at Stripe, and its news is on its way.'
    : `The time passed. ${happened} things came to be at Stripe, and their news is on its way.`
}
