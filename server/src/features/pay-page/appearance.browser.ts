import type { Appearance } from './stripe-js.browser.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Stripe's fields in the colours of the page, as they are now. */
export function pageAppearance(): Appearance {
  const styles = getComputedStyle(document.documentElement)
  const colour = (name: string) => styles.getPropertyValue(name).trim()
  return {
    theme: dark.matches ? 'night' : 'stripe',
    variables: {
      colorPrimary: colour('--accent'),
      colorBackground: colour('--field'),
      colorText: colour('--ink'),
      colorTextSecondary: colour('--muted'),
      colorDanger: colour('--late'),
      fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
      fontSizeBase: '16px',
      borderRadius: '8px',
    },
  }
}

/** Calls back when the reader switches between light and dark. */
export function onAppearanceChange(listener: () => void): void {
  dark.addEventListener('change', listener)
}
