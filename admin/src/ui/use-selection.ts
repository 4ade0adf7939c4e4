import { useRef, useState } from 'react'

export interface Selection {
  has(id: string): boolean
  /** In the order of the list. */
  ids: string[]
  /** Turns one around; with `through`, all from the one turned last to this take its new state. */
  turn(id: string, through?: boolean): void
  turnAll(): void
  clear(): void
}

/** Which rows of a list are selected; those that left the list are not. */
export function useSelection(listed: string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string>(undefined)
  const ids = listed.filter((id) => chosen.has(id))
  return {
    ids,
    has: (id) => chosen.has(id),
    turn(id, through = false) {
      const isOn = !chosen.has(id)
      const [from, to] = [listed.indexOf(through ? (last.current ?? id) : id), listed.indexOf(id)]
      const between = listed.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)
      const next = new Set(ids)
      for (const one of between) {
        if (isOn) next.add(one)
        else next.delete(one)
      }
      last.current = id
      setChosen(next)
    },
    turnAll: () => setChosen(new Set(ids.length === listed.length ? [] : listed)),
    clear: () => setChosen(new Set()),
  }
}
