import { useEffect } from 'react'
import type { Spot } from './walk-words.ts'

const mark = 'data-walk-spot'

/** Outlines what is meant on the page, as long as it is there. Nothing is covered, and nothing else changes. */
export function useSpotlight(spots: Spot[]): void {
  // As text, which is the same from one drawing to the next.
  const asked = JSON.stringify(spots)
  useEffect(() => {
    const wanted = JSON.parse(asked) as Spot[]
    if (wanted.length === 0) return
    let waits = 0
    function look(): void {
      const found = new Set(wanted.flatMap(elementsAt))
      for (const old of document.querySelectorAll(`[${mark}]`)) if (!found.has(old)) old.removeAttribute(mark)
      for (const one of found) one.setAttribute(mark, '')
    }
    function lookSoon(): void {
      cancelAnimationFrame(waits)
      waits = requestAnimationFrame(look)
    }
    const observer = new MutationObserver(lookSoon)
    observer.observe(document.body, { childList: true, subtree: true })
    look()
    return () => {
      observer.disconnect()
      cancelAnimationFrame(waits)
      for (const old of document.querySelectorAll(`[${mark}]`)) old.removeAttribute(mark)
    }
  }, [asked])
}

function elementsAt({ selector, text }: Spot): Element[] {
  return [...document.querySelectorAll(selector)].filter(
    (element) => !text || new RegExp(text).test(element.textContent.trim()),
  )
}
