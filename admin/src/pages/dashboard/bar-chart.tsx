import { useId } from 'react'
import { classes } from '../../ui/classes.ts'

export interface Bar {
  key: string
  /** Under the bar. */
  label: string
  /** In full, for whoever hears or hovers over it. */
  name: string
  /** Minor units, zero or more. */
  value: number
  /** The value as people read it. */
  text: string
  tone?: 'accent' | 'plain' | 'warn' | 'bad'
}

const height = 160

const tones = {
  accent: 'bg-accent',
  plain: 'bg-edge/50',
  warn: 'bg-warn',
  bad: 'bg-bad',
}

/** Bars over a base line, and the same as a table for whoever does not see them. */
export function BarChart({ caption, bars }: { caption: string; bars: Bar[] }) {
  const captionId = useId()
  const most = Math.max(...bars.map(({ value }) => value), 1)
  return (
    <figure aria-labelledby={captionId}>
      <figcaption id={captionId} className="sr-only">
        {caption}
      </figcaption>
      <div aria-hidden className="flex items-end gap-1.5 sm:gap-2">
        {bars.map(({ key, label, name, value, text, tone = 'accent' }) => (
          <div key={key} className="group relative flex min-w-0 flex-1 flex-col items-center">
            <div
              className="flex w-full items-end justify-center border-b border-line"
              style={{ height: `${height}px` }}
            >
              <div
                className={classes(
                  'w-full max-w-10 rounded-t-[3px] transition-opacity group-hover:opacity-80',
                  value > 0 ? tones[tone] : 'bg-transparent',
                )}
                // What is there at all is seen, be it ever so little.
                style={{ height: value > 0 ? `${Math.max(2, (value / most) * (height - 8))}px` : '0' }}
              />
            </div>
            <span className="mt-1.5 max-w-full truncate text-xs text-faint">{label}</span>
            <span className="pointer-events-none absolute bottom-full z-10 mb-1 hidden rounded-control bg-ink px-2 py-1 text-xs whitespace-nowrap text-paper group-hover:block">
              {name}: <span className="figures">{text}</span>
            </span>
          </div>
        ))}
      </div>
      <table className="sr-only">
        <caption>{caption}</caption>
        <tbody>
          {bars.map(({ key, name, text }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
