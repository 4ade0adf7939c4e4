import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { classes } from './classes.ts'

interface Fault {
  pointer: string
  detail: string
}

interface FormFaults {
  at: (pointer: string | undefined) => string | null
  /** The field was changed: what was said of it is no longer true. */
  forget: (pointer: string | undefined) => void
}

const FaultsContext = createContext<FormFaults>({ at: () => null, forget: () => {} })

/** What is wrong with the field at a JSON Pointer of the form it stands in. */
export function useFault(pointer: string | undefined): { fault: string | null; forget: () => void } {
  const { at, forget } = useContext(FaultsContext)
  return { fault: at(pointer), forget: () => forget(pointer) }
}

interface FormProps {
  onSubmit: () => void
  /** Each lands on the field with its pointer; those without a field are told at the top. */
  faults?: Fault[]
  /** What went wrong as a whole. */
  problem?: string | null
  label?: string
  className?: string
  children: ReactNode
}

/** A form whose faults stand on their fields; the first of them gets the focus. */
export function Form({ onSubmit, faults = [], problem = null, label, className, children }: FormProps) {
  const element = useRef<HTMLFormElement>(null)
  const [forgotten, setForgotten] = useState<ReadonlySet<string>>(new Set())
  const [homeless, setHomeless] = useState<string[]>([])
  const alert = useRef<HTMLDivElement>(null)
  // The same faults arrive as a new array on every render; their words tell whether they are news.
  const news = JSON.stringify({ problem, faults })

  useEffect(() => {
    const { problem, faults } = JSON.parse(news) as { problem: string | null; faults: Fault[] }
    setForgotten(new Set())
    const fields = [...(element.current?.querySelectorAll<HTMLElement>('[data-pointer]') ?? [])]
    const without = faults.filter(
      ({ pointer }) => !fields.some((field) => field.dataset['pointer'] === pointer),
    )
    setHomeless(faults.length === 0 && problem ? [problem] : without.map(({ detail }) => detail))
    fields.find((field) => faults.some(({ pointer }) => pointer === field.dataset['pointer']))?.focus()
  }, [news])

  // A fault without a field is read first; on a phone it may stand far above the button.
  useEffect(() => {
    if (homeless.length > 0) alert.current?.focus()
  }, [homeless])

  const context = useMemo<FormFaults>(
    () => ({
      at: (pointer) =>
        pointer && !forgotten.has(pointer)
          ? (faults.find((fault) => fault.pointer === pointer)?.detail ?? null)
          : null,
      forget: (pointer) => {
        if (pointer && faults.some((fault) => fault.pointer === pointer))
          setForgotten((before) => new Set(before).add(pointer))
      },
    }),
    [faults, forgotten],
  )

  return (
    <form
      ref={element}
      noValidate
      aria-label={label}
      className={classes('flex flex-col gap-4', className)}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onSubmit()
      }}
    >
      {homeless.length > 0 && (
        <div
          ref={alert}
          tabIndex={-1}
          role="alert"
          className="flex scroll-mt-6 gap-2.5 rounded-control bg-bad-soft px-3 py-2.5 text-bad"
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div>
            {homeless.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
      <FaultsContext value={context}>{children}</FaultsContext>
    </form>
  )
}
