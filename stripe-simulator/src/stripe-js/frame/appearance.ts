import type { Appearance } from '../protocol.ts'

const known = new Set(
  'colorPrimary colorBackground colorText colorTextSecondary colorTextPlaceholder colorDanger borderRadius spacingUnit fontSizeBase fontFamily'.split(
    ' ',
  ),
)
const rules = new CSSStyleSheet()

/** Dresses the element as the page asked: theme, variables, and rules for its classes (`.Input`, `.Label` …). */
export function applyAppearance(appearance: Appearance): void {
  const root = document.documentElement
  root.dataset.theme = appearance.theme ?? 'stripe'
  root.dataset.ground = isDark(appearance) ? 'dark' : 'light'
  root.removeAttribute('style')
  for (const [name, value] of Object.entries(appearance.variables ?? {})) {
    if (known.has(name)) root.style.setProperty(`--${name}`, value)
  }
  const { variables = {} } = appearance
  if (variables.colorBackground) {
    // Lines and shades follow a ground that was chosen freely; so does the look of native parts.
    root.style.setProperty(
      '--line',
      `color-mix(in srgb, ${variables.colorText ?? 'currentColor'} 22%, ${variables.colorBackground})`,
    )
  }
  if (variables.colorText && !variables.colorTextSecondary) {
    const ground = variables.colorBackground ?? 'transparent'
    root.style.setProperty(
      '--colorTextSecondary',
      `color-mix(in srgb, ${variables.colorText} 72%, ${ground})`,
    )
    root.style.setProperty(
      '--colorTextPlaceholder',
      `color-mix(in srgb, ${variables.colorText} 62%, ${ground})`,
    )
  }
  applyRules(appearance.rules ?? {})
}

/** Whether native parts (lists, checkboxes) should be dark: by the ground's lightness, else by the theme. */
function isDark({ theme, variables }: Appearance): boolean {
  const channels = /^#(..)(..)(..)$/.exec(variables?.colorBackground ?? '')?.slice(1)
  if (!channels) return theme === 'night'
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => Number.parseInt(channel, 16))
  return 0.299 * red + 0.587 * green + 0.114 * blue < 110
}

function applyRules(wanted: Record<string, Record<string, string>>): void {
  while (rules.cssRules.length > 0) rules.deleteRule(0)
  for (const [selector, declarations] of Object.entries(wanted)) {
    if (!/^\.[A-Za-z-]+/.test(selector)) continue
    const index = rules.insertRule(`${selector} {}`, rules.cssRules.length)
    const { style } = rules.cssRules[index] as CSSStyleRule
    for (const [property, value] of Object.entries(declarations)) {
      style.setProperty(
        property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        value,
      )
    }
  }
  if (!document.adoptedStyleSheets.includes(rules)) document.adoptedStyleSheets = [rules]
}
