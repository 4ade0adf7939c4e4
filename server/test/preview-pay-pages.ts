/**
 * Draws every state of the payer's pages and every e-mail to look at: `npx tsx server/test/preview-pay-pages.ts FOLDER`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSimulatorProcess } from '../../tools/conformance/simulator-process.ts'
import { payPageCsp } from '../src/features/pay-page/csp.ts'
import { renderErrorPage } from '../src/features/pay-page/error.ts'
import { renderNotFoundPage } from '../src/features/pay-page/not-found.ts'
import { renderPayPage } from '../src/features/pay-page/page.ts'
import { renderResultPage } from '../src/features/pay-page/success.ts'
import type { PayPageView } from '../src/features/pay-page/view.ts'
import { launchChromium } from './chromium.ts'
import { servePayPages } from './pay-page-server.ts'
import { longInvoice, payPageStates, resultStates, stripeAt } from './pay-page-views.ts'

const folder = process.argv[2] ?? 'screenshots'
const only = process.argv[3]
await mkdir(folder, { recursive: true })
const simulator = await startSimulatorProcess()
const csp = payPageCsp({
  stripeJsUrl: `${simulator.url}/js/stripe.js`,
  stripeApiBase: simulator.url,
  simulated: true,
})
const pages = await servePayPages((_, url) => {
  const [, , language = 'en', name = ''] = url.pathname.split('/')
  const state = name === 'long' ? longInvoice(language) : payPageStates(language)[name]
  const result = resultStates(language)[name.replace('result-', '')]
  const html = state
    ? renderPayPage(atSimulator(state), pages.assets)
    : result && name.startsWith('result-')
      ? renderResultPage(result, pages.assets)
      : name === 'error'
        ? renderErrorPage(language, pages.assets)
        : renderNotFoundPage(language, pages.assets)
  return { body: html, csp }
})
const browser = await launchChromium()
const names = [
  ...Object.keys(payPageStates()),
  ...Object.keys(resultStates()).map((name) => `result-${name}`),
  'long',
  'error',
  'not_found',
].filter((name) => !only || name === only)
for (const name of names) {
  for (const language of ['en', 'fr']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1440, 390, 320]) {
        if (language === 'fr' && (colorScheme === 'dark' || width === 1440)) continue
        const page = await browser.newPage({
          viewport: { width, height: width === 1440 ? 1000 : 2400 },
          colorScheme,
        })
        page.on('console', (message) => message.type() === 'error' && console.log(name, message.text()))
        await page.goto(`${pages.url}/p/${language}/${name}`)
        if (await page.$('#pay-form'))
          await page
            .waitForSelector('form.ready', { timeout: 10_000 })
            .catch(() => console.log(name, 'not ready'))
        await page.waitForTimeout(150)
        await page.screenshot({
          path: join(folder, `${name}-${language}-${colorScheme}-${width}.png`),
          fullPage: true,
        })
        await page.close()
      }
    }
  }
}
await writeFile(join(folder, 'payable.html'), renderPayPage(payPageStates().payable!, pages.assets))
await browser.close()
await pages.close()
await simulator.close()

function atSimulator(state: PayPageView): PayPageView {
  return state.stripe
    ? { ...state, stripe: stripeAt(`${simulator.url}/js/stripe.js`, state.amountDue, state.stripe.currency) }
    : state
}
