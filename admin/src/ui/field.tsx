import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { classes } from './classes.ts'
import { useFault } from './form.tsx'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** JSON Pointer of the field in what is sent; faults with it land here. */
  pointer?: string
  /** A fault that is known without asking the server. */
  fault?: string | null
  /** For fields in a table, whose column says what they are. */
  hideLabel?: boolean
  optional?: boolean
  className?: string
}

type TextFieldProps = FieldProps & { onValue: (value: string) => void } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    'onChange' | 'className'
  > & { inputClassName?: string }

export function TextField({ onValue, inputClassName, ...props }: TextFieldProps) {
  return (
    <Field {...fieldProps(props)}>
      {(wiring, forget) => (
        <input
          type="text"
          {...inputProps(props)}
          {...wiring}
          className={classes('control', inputClassName)}
          onChange={(event) => {
            forget()
            onValue(event.target.value)
          }}
        />
      )}
    </Field>
  )
}

type TextAreaProps = FieldProps & { onValue: (value: string) => void } & Omit<
    TextareaHTMLAttributes<HTMLTextAreaElement>,
    'onChange' | 'className'
  >

export function TextArea({ onValue, ...props }: TextAreaProps) {
  return (
    <Field {...fieldProps(props)}>
      {(wiring, forget) => (
        <textarea
          rows={3}
          {...inputProps(props)}
          {...wiring}
          className="control field-sizing-content max-h-80 min-h-20 resize-y"
          onChange={(event) => {
            forget()
            onValue(event.target.value)
          }}
        />
      )}
    </Field>
  )
}

type SelectFieldProps = FieldProps & {
  onValue: (value: string) => void
  options: { value: string; label: string }[]
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'className'>

/** The platform's own list: best on phones, and typed into on desktops. */
export function SelectField({ onValue, options, ...props }: SelectFieldProps) {
  return (
    <Field {...fieldProps(props)}>
      {(wiring, forget) => (
        <select
          {...inputProps(props)}
          {...wiring}
          className="control"
          onChange={(event) => {
            forget()
            onValue(event.target.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface Wiring {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
  'data-pointer': string | undefined
}

/** Label, hint and fault around a control, tied together for screen readers. */
export function Field({
  label,
  hint,
  pointer,
  fault: ownFault,
  hideLabel,
  optional,
  className,
  children,
}: FieldProps & { children: (wiring: Wiring, forget: () => void) => ReactNode }) {
  const id = useId()
  const { fault: told, forget } = useFault(pointer)
  const fault = told ?? ownFault ?? null
  const described = fault ? `${id}-fault` : hint ? `${id}-hint` : undefined
  return (
    <div className={classes('flex min-w-0 flex-col', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1.5 text-sm font-medium'}>
        {label}
        {optional && <span className="font-normal text-faint"> · optional</span>}
      </label>
      {children(
        {
          id,
          'aria-invalid': fault ? true : undefined,
          'aria-describedby': described,
          'data-pointer': pointer,
        },
        forget,
      )}
      {fault && (
        <p id={`${id}-fault`} className="mt-1.5 text-sm text-bad">
          {fault}
        </p>
      )}
      {hint && !fault && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-faint">
          {hint}
        </p>
      )}
    </div>
  )
}

const own = new Set([
  'label',
  'hint',
  'pointer',
  'fault',
  'hideLabel',
  'optional',
  'className',
  'options',
  'inputClassName',
])

function fieldProps(props: FieldProps): FieldProps {
  return Object.fromEntries(Object.entries(props).filter(([name]) => own.has(name))) as unknown as FieldProps
}

function inputProps<T extends object>(props: T): Omit<T, keyof FieldProps> {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !own.has(name))) as Omit<
    T,
    keyof FieldProps
  >
}
