const asks = 20

/**
 * Keeps the payment's secret out of the address bar, the history and every log it could be copied to. While the outcome
 * is pending, asks again, ever more slowly, and shows the page anew once it is known.
 */
export async function watchResult(): Promise<void> {
  history.replaceState(null, '', location.pathname)
  if (outcomeIn(document) !== 'pending') return
  for (let ask = 0; ask < asks; ask++) {
    await new Promise((resolve) => setTimeout(resolve, 2000 + ask * 500))
    const outcome = await currentOutcome()
    if (outcome !== null && outcome !== 'pending') return location.reload()
  }
  document.getElementById('slow')?.removeAttribute('hidden')
}

/** null: we could not be reached. */
async function currentOutcome(): Promise<string | null> {
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(15_000) })
    return answer.ok ? outcomeIn(new DOMParser().parseFromString(await answer.text(), 'text/html')) : null
  } catch {
    return null
  }
}

function outcomeIn(page: Document): string | null {
  return page.getElementById('result')?.dataset.outcome ?? null
}
