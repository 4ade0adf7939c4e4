import type { Draft } from './draft.ts'

/** What was typed and not saved, as this browser keeps it. */
export interface KeptDraft {
  draft: Draft
  /** When, ms since 1970. */
  at: number
  /** Which version of a stored invoice was being changed; null for a new one. */
  base: number | null
}

const prefix = 'quittance-draft'
/** Changes with what a Draft is: what another version of the app kept is not read. */
const format = 1
const keptForMs = 30 * 24 * 3_600_000

/** Where a member's unsaved invoice is kept; `what` is a stored invoice's id, or which new one. */
export function placeOf(accountId: string, memberId: string, what: string): string {
  return `${prefix}/${accountId}/${memberId}/${what}`
}

/** False: the browser keeps nothing now, for want of room or by its settings. */
export function keepDraft(place: string, kept: KeptDraft): boolean {
  try {
    localStorage.setItem(place, JSON.stringify({ format, ...kept }))
    return true
  } catch {
    return false
  }
}

export function keptDraft(place: string, now: number): KeptDraft | null {
  try {
    const found = JSON.parse(localStorage.getItem(place) ?? 'null') as (KeptDraft & { format: number }) | null
    if (!found || found.format !== format || now - found.at > keptForMs) return null
    return { draft: found.draft, at: found.at, base: found.base }
  } catch {
    return null
  }
}

export function forgetDraft(place: string): void {
  try {
    localStorage.removeItem(place)
  } catch {
    // Nothing is kept where nothing can be.
  }
}

/** Throws away what nobody came back for. */
export function sweepDrafts(now: number): void {
  try {
    for (const place of Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}/`)))
      if (keptDraft(place, now) === null) forgetDraft(place)
  } catch {
    // Nothing is kept where nothing can be.
  }
}
