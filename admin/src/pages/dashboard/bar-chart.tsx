import { useId } from 'react'
import { classes } from '../../ui/classes.ts'

export interface Bar {
  key: string
  /** Under the bar; most have none, so that those there are can be read. */
  label: string
  /** In full, for whoever hears or hovers over it. */
  name: string
  /** Minor units, zero or more. */
  value: number
  /** The value as people read it. */
  text: string
}

const height = 160

/** Bars over a base line, and the same as a table for whoever does not see them. */
export function BarChart({ caption, bars }: { caption: string; bars: Bar[] }) {
  const captionId = useId()
  const most = Math.max(...bars.map(({ value }) => value), 1)
  return (
    <figure aria-labelledby={captionId}>
      <figcaption id={captionId} className="sr-only">
        {caption}
      </figcaption>
      <div aria-hidden className="flex items-end gap-1.5 border-b border-line sm:gap-2">
        {bars.map(({ key, name, value, text }, index) => (
          <div
            key={key}
            className="group relative flex min-w-0 flex-1 items-end justify-center"
            style={{ height: `${height}px` }}
          >
            <div
              className="w-full max-w-10 rounded-t-[3px] bg-accent transition-opacity group-hover:opacity-80"
              // What is there at all is seen, be it ever so little.
              style={{ height: value > 0 ? `${Math.max(2, (value / most) * (height - 8))}px` : '0' }}
            />
            <span
              className={classes(
                'pointer-events-none absolute bottom-full z-10 hidden rounded-control bg-ink px-2 py-1 text-xs whitespace-nowrap text-paper group-hover:block',
                index < bars.length / 2 ? 'left-0' : 'right-0',
              )}
            >
              {name}: <span className="figures">{text}</span>
            </span>
          </div>
        ))}
      </div>
      <div aria-hidden className="mt-1.5 flex h-4 gap-1.5 text-xs text-faint sm:gap-2">
        {bars.map(({ key, label }, index) => (
          <span
            key={key}
            className={classes(
              'flex min-w-0 flex-1 whitespace-nowrap',
              index === 0 ? 'justify-start' : index === bars.length - 1 ? 'justify-end' : 'justify-center',
            )}
          >
            {label}
          </span>
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
