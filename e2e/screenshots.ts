import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { pagesOfBusiness, statesOfPaymentPage } from './every-page.ts'
import { expect, openStranger, test } from './story.ts'

const folder = path.resolve(import.meta.dirname, '..', 'screenshots')
const phone = { width: 390, height: 844 }
const tablet = { width: 820, height: 1180 }
const desk = { width: 1440, height: 900 }

test.beforeAll(() => mkdirSync(folder, { recursive: true }))
test.afterAll(writeContactSheet)

for (const [device, size] of Object.entries({ phone, tablet, desk })) {
  test(`payment page, ${device}`, async ({ tour, payer }) => {
    await payer.setViewportSize(size)
    let count = 0
    for await (const state of statesOfPaymentPage(tour, payer))
      await picture(payer, device, `pay-${++count}-${state}`)
  })

  test(`business, ${device}`, async ({ tour, owner, payer, browser }) => {
    await owner.setViewportSize(size)
    const visitor = await openStranger(browser)
    await visitor.page.setViewportSize(size)
    await visitor.page.goto(tour.url)
    await expect(visitor.page.getByRole('heading', { name: 'Set up your business' })).toBeVisible()
    await picture(visitor.page, device, 'app-0-first page')
    await visitor.leave()
    let count = 0
    for await (const page of pagesOfBusiness(tour, owner, payer))
      await picture(owner, device, `app-${++count}-${page}`)
  })
}

/** The whole page in light and in dark. On a phone nothing may stand out at the side. */
async function picture(page: Page, device: string, name: string): Promise<void> {
  const size = page.viewportSize()!
  await page.waitForTimeout(300)
  // A window as high as the page: a longer picture of a smaller one would tear Stripe's frame.
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ ...size, height: Math.max(size.height, height) })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(300)
    await page.screenshot({ path: path.join(folder, `${device}-${name}-${colorScheme}.png`) })
  }
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (overhang > 0) console.log(`${device} ${name}: stands out by ${overhang} pixels`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(size)
}

function writeContactSheet(): void {
  const figures = readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((file) => `<figure><img src="${file}" loading="lazy"><figcaption>${file}</figcaption></figure>`)
  writeFileSync(
    path.join(folder, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Every page</title>
<style>body{display:flex;flex-wrap:wrap;gap:16px;font:12px sans-serif}figure{margin:0}img{width:360px;max-height:700px;object-fit:cover;object-position:top;border:1px solid #999}</style>
${figures.join('\n')}`,
  )
}
