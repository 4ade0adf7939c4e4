import type { Page } from '@playwright/test'
import { startProduct } from './product.ts'
import { expect, type Json, openStranger, test } from './story.ts'

test('no link of the app leads nowhere, to an error, or out of the house unannounced', async ({
  tour,
  owner,
}) => {
  test.setTimeout(180_000)
  // What a dead end looks like, so that the walk below would see one.
  await owner.goto(`${tour.url}/no/such/page`)
  await expect(deadEnd(owner)).toBeVisible()

  const { seen, outside } = await walkEverywhere(owner, tour.url)
  const dashboards = outside.filter(isSimulatedDashboard)
  expect(dashboards).toHaveLength(1)
  expect((await owner.request.get(dashboards[0]!)).status()).toBe(200)
  expect(
    outside.filter(
      (address) =>
        !isSimulatedDashboard(address) && !/^(mailto:|https:\/\/dashboard\.stripe\.com\/)/.test(address),
    ),
  ).toEqual([])
  expect(seen).toEqual(
    expect.arrayContaining([...placesOfAll, ...placesOfAdministrators, ...placesOfOwners, '/tour/mailbox']),
  )
})

test('administrators and staff are led nowhere they may not go (R49)', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const product = await startProduct()
  try {
    const asOwner = ownerOf(page, product.url)
    await asOwner('/setup', {
      company: 'Example Works',
      email: 'owner@example.com',
      password: 'correct horse battery',
    })
    const invoice = await asOwner('/invoices', {
      customer: { name: 'Example Customer', email: 'customer@example.com' },
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
    })
    await asOwner(`/invoices/${invoice.id}/send`, {})
    for (const [role, theirs] of [
      ['administrator', placesOfAdministrators],
      ['staff', []],
    ] as [string, string[]][]) {
      const { url } = await asOwner('/invitations', { email: `${role}@example.com`, role })
      const colleague = await openStranger(browser)
      await join(colleague.page, url)
      const { seen } = await walkEverywhere(colleague.page, product.url)
      expect(seen).toEqual(expect.arrayContaining([...placesOfAll, ...theirs]))
      const others = [...placesOfAdministrators, ...placesOfOwners].filter((place) => !theirs.includes(place))
      expect(seen.filter((place) => others.includes(place))).toEqual([])
      // What is not theirs says so when its address is typed.
      for (const place of others) {
        await colleague.page.goto(product.url + place)
        await expect(colleague.page.getByRole('heading', { name: 'come in here' }), place).toBeVisible()
      }
      await colleague.leave()
    }
  } finally {
    await product.stop()
  }
})

const placesOfAll: string[] = [
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
  '/settings/personal',
  '/api/v1/invoices/inv/pdf',
]
const placesOfAdministrators: string[] = [
  '/settings/company',
  '/settings/invoicing',
  '/settings/taxes',
  '/settings/notifications',
  '/settings/team',
  '/settings/stripe',
]
const placesOfOwners = ['/settings/api-keys']

/** Follows every link from the first page on. @returns the shapes of the addresses seen, and where links lead outside. */
async function walkEverywhere(page: Page, url: string): Promise<{ seen: string[]; outside: string[] }> {
  const refusals: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 400) refusals.push(`${page.url()}: ${response.status()} ${response.url()}`)
  })
  const seen = new Set<string>()
  const outside = new Set<string>()
  const waiting = ['/']
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(shapeOf(path))) continue
    seen.add(shapeOf(path))
    if (!isPageOfTheApp(path)) {
      // Files and pages drawn by the server. Gone is a fair answer for a cancelled invoice.
      const answer = await page.request.get(url + path)
      expect([200, 410], path).toContain(answer.status())
      continue
    }
    await page.goto(url + path)
    await expect(page.getByRole('heading').first(), path).toBeVisible()
    await expect(page.getByRole('status', { name: 'Loading' }), path).toHaveCount(0)
    await expect(deadEnd(page), path).toHaveCount(0)
    for (const address of await linksOf(page)) {
      if (address.startsWith(`${url}/`)) waiting.push(address.slice(url.length))
      else outside.add(address)
    }
  }
  expect(refusals).toEqual([])
  return { seen: [...seen], outside: [...outside] }
}

/** What the owner asks of the API, from their browser. */
function ownerOf(page: Page, url: string) {
  return async (path: string, data: object): Promise<Json> => {
    const answer = await page.request.post(`${url}/api/v1${path}`, { data, headers: { origin: url } })
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer.json()
  }
}

/** Whoever is invited opens the address in their mail and joins. */
async function join(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByLabel('Your name').fill('Second Hand')
  await page.getByLabel('Password').fill('another horse battery')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).toHaveURL(/\/dashboard$/)
}

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
