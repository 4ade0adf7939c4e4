import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button, IconButton } from './button.tsx'

interface Toast {
  id: number
  tone: 'good' | 'bad'
  text: string
  action: ToastAction | null
}

/** What can be done about it while it is told, such as taking it back. */
interface ToastAction {
  label: string
  onPress: () => void
}

const stayMs = { good: 5_000, bad: 12_000 }
const stayWithActionMs = 12_000
const atMost = 3

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** Tells what happened, at the edge of the screen and to screen readers. */
export function tell(text: string, tone: Toast['tone'] = 'good', action: ToastAction | null = null): void {
  const toast = { id: nextId++, tone, text, action }
  change([...toasts.filter((other) => other.text !== text), toast].slice(-atMost))
  setTimeout(() => dismiss(toast.id), action ? stayWithActionMs : stayMs[tone])
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4 max-lg:bottom-16 max-lg:pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:items-end"
    >
      {shown.map((toast) => (
        <div
          key={toast.id}
          className="pointer-events-auto flex w-full max-w-sm items-start gap-2.5 rounded-card border border-line bg-raised py-2 pr-2 pl-3.5 shadow-float"
        >
          {toast.tone === 'good' ? (
            <CircleCheck aria-hidden className="mt-2 size-4.5 shrink-0 text-good" />
          ) : (
            <CircleAlert aria-hidden className="mt-2 size-4.5 shrink-0 text-bad" />
          )}
          <p className="min-w-0 flex-1 py-1.5">{toast.text}</p>
          {toast.action && (
            <Button
              size="small"
              onClick={() => {
                toast.action?.onPress()
                dismiss(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton label="Dismiss" onClick={() => dismiss(toast.id)} className="size-8">
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
    </div>
  )
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
