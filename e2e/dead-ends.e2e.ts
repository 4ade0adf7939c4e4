import type { Page } from '@playwright/test'
import { expect, test } from './story.ts'

test('no link of the app leads nowhere, to an error, or out of the house unannounced', async ({
  tour,
  owner,
}) => {
  test.setTimeout(180_000)
  const refusals: string[] = []
  owner.on('response', (response) => {
    if (response.status() >= 400) refusals.push(`${owner.url()}: ${response.status()} ${response.url()}`)
  })

  // What a dead end looks like, so that the walk below would see one.
  await owner.goto(`${tour.url}/no/such/page`)
  await expect(deadEnd(owner)).toBeVisible()
  refusals.length = 0

  const seen = new Set<string>()
  const outside = new Set<string>()
  const waiting = ['/']
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(shapeOf(path))) continue
    seen.add(shapeOf(path))
    if (!isPageOfTheApp(path)) {
      // Files and pages drawn by the server. Gone is a fair answer for a cancelled invoice.
      const answer = await owner.request.get(tour.url + path)
      expect([200, 410], path).toContain(answer.status())
      continue
    }
    await owner.goto(tour.url + path)
    await owner.waitForLoadState('networkidle')
    await expect(owner.getByRole('heading').first(), path).toBeVisible()
    await expect(deadEnd(owner), path).toHaveCount(0)
    for (const address of await linksOf(owner)) {
      if (address.startsWith(`${tour.url}/`)) waiting.push(address.slice(tour.url.length))
      else outside.add(address)
    }
  }
  expect(refusals).toEqual([])
  const dashboards = [...outside].filter((address) => isSimulatedDashboard(address))
  expect(dashboards).toHaveLength(1)
  expect((await owner.request.get(dashboards[0]!)).status()).toBe(200)
  expect(
    [...outside].filter(
      (address) =>
        !isSimulatedDashboard(address) && !/^(mailto:|https:\/\/dashboard\.stripe\.com\/)/.test(address),
    ),
  ).toEqual([])
  for (const place of [
    '/create/invoice',
    '/create/customer',
    '/dashboard',
    '/payments/invoices',
    '/payments/invoices/inv',
    '/payments/invoices/inv/edit',
    '/payments/transactions',
    '/customers',
    '/customers/cus',
    '/customers/cus/edit',
    '/settings/company',
    '/settings/invoicing',
    '/settings/taxes',
    '/settings/notifications',
    '/settings/team',
    '/settings/stripe',
    '/settings/api-keys',
    '/settings/personal',
    '/tour/mailbox',
    '/api/v1/invoices/inv/pdf',
  ])
    expect([...seen]).toContain(place)
})

/** Where a tour plays what is done at Stripe's side. */
function isSimulatedDashboard(address: string): boolean {
  const { hostname, pathname } = new URL(address)
  return hostname === '127.0.0.1' && pathname === '/dashboard'
}

function deadEnd(page: Page) {
  return page.getByRole('heading', { name: 'There is nothing here' })
}

/** One invoice stands for all, one customer too; so do filters and the page's own parts. */
function shapeOf(path: string): string {
  return path.replace(/[?#].*$/, '').replace(/(inv|cus|pay|em)_\w+/, '$1')
}

function isPageOfTheApp(path: string): boolean {
  return !/^\/(pay|tour|api)\//.test(path)
}

async function linksOf(page: Page): Promise<string[]> {
  return page
    .getByRole('link')
    .evaluateAll((links) =>
      links.map((link) => (link as HTMLAnchorElement).href).filter((href) => href !== ''),
    )
}
