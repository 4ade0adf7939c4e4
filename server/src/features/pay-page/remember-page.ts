import { renderPayPage } from './page.ts'
import type { PayAssets } from './pay-document.ts'
import type { PayPageView } from './view.ts'

const pagesKept = 500
const pages = new Map<string, string>()

/**
 * The payment page, drawn once for what it shows: a revision is frozen, so the same revision and the same figures give
 * the same page. Nothing in it depends on who reads it.
 */
export function payPageHtml(invoiceId: string, view: PayPageView, assets: PayAssets): string {
  const { snapshot: _, ...figures } = view
  const key = `${invoiceId} ${JSON.stringify(figures)}`
  const known = pages.get(key)
  if (known !== undefined) return known
  if (pages.size >= pagesKept) pages.delete(pages.keys().next().value!)
  const html = renderPayPage(view, assets)
  pages.set(key, html)
  return html
}
