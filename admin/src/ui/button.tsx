import { LoaderCircle } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classes } from './classes.ts'

type Look = 'primary' | 'secondary' | 'quiet' | 'danger'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
  icon?: ReactNode
  /** Work is under way: the button keeps its place and cannot be pressed again. */
  pending?: boolean
  size?: 'small' | 'normal'
}

export function Button({
  look = 'secondary',
  icon,
  pending = false,
  size = 'normal',
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // Not `disabled`: that would throw the focus away in the middle of the work.
      aria-disabled={pending || rest['aria-disabled'] ? true : undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      className={classes(buttonClass(look, size), className)}
    >
      {pending ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      {children}
    </button>
  )
}

/** A button that is only an icon; `label` is its name. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-control text-soft transition-colors hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-35 max-sm:size-11',
        className,
      )}
    >
      {children}
    </button>
  )
}

/** The look of a button, for links that stand among buttons. */
export function buttonClass(look: Look = 'secondary', size: 'small' | 'normal' = 'normal'): string {
  return classes(
    'inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap transition-colors select-none [&_svg]:size-4 [&_svg]:shrink-0',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-70',
    size === 'small' ? 'min-h-8 px-2.5 text-sm max-sm:min-h-10' : 'min-h-9 px-3.5 text-base max-sm:min-h-11',
    looks[look],
  )
}

const looks: Record<Look, string> = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border-edge/50 bg-sheet text-ink shadow-card hover:border-edge hover:bg-hover',
  quiet: 'border-transparent text-soft hover:bg-hover hover:text-ink',
  danger: 'border-transparent bg-bad text-on-bad hover:opacity-90',
}
