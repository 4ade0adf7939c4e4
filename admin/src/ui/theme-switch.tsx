import { Monitor, Moon, Sun } from 'lucide-react'
import { useId } from 'react'
import { classes } from './classes.ts'
import { chooseTheme, type Theme, useTheme } from './theme.ts'

const choices: { theme: Theme; label: string; Icon: typeof Sun }[] = [
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
  { theme: 'system', label: 'As the system', Icon: Monitor },
]

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const current = useTheme()
  // Two of these can be on one page, and radios of one name are one group.
  const name = useId()
  return (
    <div
      role="radiogroup"
      aria-label="Theme"
      className="inline-flex w-fit rounded-full border border-line bg-sunken p-0.5"
    >
      {choices.map(({ theme, label, Icon }) => (
        <label
          key={theme}
          title={label}
          className={classes(
            'flex size-7 items-center justify-center rounded-full transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:size-9',
            current === theme ? 'bg-sheet text-ink shadow-card' : 'text-faint hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            checked={current === theme}
            onChange={() => chooseTheme(theme)}
            className="sr-only"
            aria-label={label}
          />
          <Icon aria-hidden className="size-4" />
        </label>
      ))}
    </div>
  )
}
