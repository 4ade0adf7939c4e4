import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'

interface ConfirmDialogProps {
  title: string
  confirm: string
  keep?: string
  isOpen: boolean
  onClose: () => void
  /** What is thrown is told inside, and the dialog stays. */
  onConfirm: () => Promise<unknown>
  sentenceFor: (error: unknown) => string
  tone?: 'danger' | 'primary'
  children: ReactNode
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({
  title,
  confirm,
  keep = 'Keep it',
  isOpen,
  onClose,
  onConfirm,
  sentenceFor,
  tone = 'danger',
  children,
}: ConfirmDialogProps) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  function close(): void {
    setProblem(null)
    onClose()
  }

  async function run(): Promise<void> {
    setPending(true)
    setProblem(null)
    try {
      await onConfirm()
      close()
    } catch (error) {
      setProblem(sentenceFor(error))
    } finally {
      setPending(false)
    }
  }

  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} role="alertdialog" width="narrow">
      <div className="flex flex-col gap-2 text-soft">{children}</div>
      {problem && (
        <p role="alert" className="mt-3 rounded-control bg-bad-soft px-3 py-2 text-bad">
          {problem}
        </p>
      )}
      <DialogActions>
        <Button onClick={close}>{keep}</Button>
        <Button look={tone} pending={pending} onClick={() => void run()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
