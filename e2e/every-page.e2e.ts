import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { expect, type Tour, test } from './story.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page of the app leads nowhere, reports an error, or is closed to somebody (${colorScheme})`, async ({
    page,
    tour,
  }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ colorScheme })
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('response', (response) => {
      if (response.status() >= 400) errors.push(`${page.url()}: ${response.status()} ${response.url()}`)
    })
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load'))
        errors.push(`${page.url()}: ${message.text()}`)
    })
    const seen = new Set<string>()
    const waiting = ['/']
    while (waiting.length > 0) {
      const path = waiting.shift()!
      if (seen.has(shapeOf(path))) continue
      seen.add(shapeOf(path))
      await page.goto(tour.url + path)
      await page.waitForLoadState('networkidle')
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expect(page.getByText(/page (was )?not found|no such page|there is nothing here/i)).toHaveCount(0)
      expect({ path, faults: await seriousFaults(page) }).toEqual({ path, faults: [] })
      waiting.push(...(await linksOf(page, tour)))
    }
    expect(errors).toEqual([])
    expect(seen.size).toBeGreaterThan(14)
  })
}

/** One invoice stands for all, one customer too. */
function shapeOf(path: string): string {
  return path.replace(/\?.*$/, '').replace(/(inv|cus)_\w+/, '$1')
}

async function linksOf(page: Page, tour: Tour): Promise<string[]> {
  const addresses = await page
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
  return addresses
    .filter((address) => address.startsWith(`${tour.url}/`) && !/\/(pay|tour|api)\//.test(address))
    .map((address) => address.slice(tour.url.length))
}

async function seriousFaults(page: Page): Promise<string[]> {
  // The app's own policy allows no injected script, so axe comes in as an init script of the test's.
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>
      }
    }
    const { violations } = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  })
}
