import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'

const pauseMs = 250

/** Searches when the typing pauses. */
export function SearchField({
  label,
  value,
  onValue,
}: {
  label: string
  value: string
  onValue: (value: string) => void
}) {
  const [text, setText] = useState(value)

  // The address bar may change under us: back, forward, a link.
  useEffect(() => setText(value), [value])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing restarts the pause.
  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => onValue(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <div className="relative w-full sm:w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="control pl-9"
      />
    </div>
  )
}
