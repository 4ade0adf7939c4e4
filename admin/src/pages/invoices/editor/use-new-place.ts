import { useEffect, useState } from 'react'
import { useSession } from '../../../api/session.ts'
import { keptDraft, placeOf, sweepDrafts } from './kept-drafts.ts'

/** As many new invoices can be written beside each other. */
const tabsAtMost = 8
/** A page that is being left gives its place free a moment later. */
const patienceMs = 500

/**
 * Where this tab keeps its new invoice: where one was left unfinished, else a place of its own. A tab holds its place as
 * long as it is open, so that two of them never write over each other. null until that is known.
 */
export function useNewPlace(what: string): string | null {
  const { account, member } = useSession()
  const [place, setPlace] = useState<string | null>(null)
  useEffect(() => {
    const leave = new AbortController()
    const places = Array.from({ length: tabsAtMost }, (_, index) =>
      placeOf(account.id, member.id, index === 0 ? what : `${what} ${index + 1}`),
    )
    sweepDrafts(Date.now())
    const now = Date.now()
    const started = places.filter((one) => keptDraft(one, now) !== null)
    const order = [...started, ...places.filter((one) => !started.includes(one))]
    void takeOne(order, leave.signal, (taken) => {
      if (!leave.signal.aborted) setPlace(taken)
    })
    return () => leave.abort()
  }, [account.id, member.id, what])
  return place
}

/** Takes the first free place and holds it until `leave`. */
async function takeOne(
  places: string[],
  leave: AbortSignal,
  onTaken: (place: string) => void,
): Promise<void> {
  // Pages that came over plain HTTP from another machine have no locks: there one tab at a time is safe.
  if (!navigator.locks) return onTaken(places[0]!)
  const left = new Promise<void>((resolve) => leave.addEventListener('abort', () => resolve()))
  for (const [index, place] of places.entries()) {
    if (leave.aborted) return
    const isLast = index === places.length - 1
    try {
      return await navigator.locks.request(place, { signal: AbortSignal.timeout(patienceMs) }, () => {
        onTaken(place)
        return left
      })
    } catch {
      if (isLast) onTaken(place)
    }
  }
}
