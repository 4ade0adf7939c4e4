import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/**
 * Nothing serious or critical on the page as it is now, in light and in dark, and nothing to scroll sideways for on a
 * screen of 320 pixels (WCAG 1.4.10). What Stripe frames is Stripe's.
 */
export async function expectOpenToAll(page: Page, name: string): Promise<void> {
  await page.evaluate(axe)
  const grounds = new Set<string>()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await seriousFaults(page), `${name}, ${colorScheme}`).toEqual([])
    grounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
  }
  expect(grounds.size, `${name} has a light and a dark dress`).toBe(2)
  await page.emulateMedia({ colorScheme: 'light' })
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 320, height: 640 })
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${name} on a narrow screen`)
    .toBe(320)
  await page.setViewportSize(size)
}

async function seriousFaults(page: Page): Promise<string[]> {
  return page.evaluate(async (tags) => {
    const { axe: checker } = window as unknown as {
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>
      }
    }
    const { violations } = await checker.run(document, { runOnly: tags, iframes: false })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  }, rules)
}
