type Attributes = Record<string, string | boolean | undefined>

/** Makes an element with attributes and children. Attributes that are false or undefined are left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children)
  return element
}

/** An SVG picture from its source, which is always our own. */
export function picture(source: string): SVGElement {
  const parsed = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement
  const svg = document.importNode(parsed, true) as unknown as SVGElement
  svg.setAttribute('aria-hidden', 'true')
  return svg
}
