/** The page's element of this id. @throws when the page and its script do not belong together. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no #${id}`)
  return found
}

/** Says it beside the form, aloud too. */
export function say(message: string): void {
  part('message').textContent = message
}
