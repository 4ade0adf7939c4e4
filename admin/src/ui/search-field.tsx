import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

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
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined)

  // The address bar may change under us: back, forward, a link.
  useEffect(() => {
    clearTimeout(pause.current)
    setText(value)
    return () => clearTimeout(pause.current)
  }, [value])

  function type(typed: string): void {
    setText(typed)
    clearTimeout(pause.current)
    pause.current = setTimeout(() => onValue(typed), pauseMs)
  }

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
        onChange={(event) => type(event.target.value)}
        className="control pl-9"
      />
    </div>
  )
}
