import http from 'node:http'
import type { AddressInfo } from 'node:net'

export type ShopPage = { url: string; close: () => Promise<void> }

/**
 * A shop's payment page on an origin of its own, with a policy as strict as a pay page has: only the simulator may
 * add scripts, frames and calls; no inline script or style. `options` reach the page's script through `/options`.
 */
export async function startShopPage(stripeJs: string, options: object): Promise<ShopPage> {
  const simulator = new URL(stripeJs).origin
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${simulator}`,
    `frame-src ${simulator}`,
    `connect-src 'self' ${simulator}`,
    "style-src 'self'",
  ].join('; ')
  const files: Record<string, [string, string]> = {
    '/': ['text/html', page(stripeJs)],
    '/return': ['text/html', '<!doctype html><title>Back</title><h1>Back in the shop</h1>'],
    '/shop.css': ['text/css', styles],
    '/shop.js': ['text/javascript', script],
    '/options': ['application/json', JSON.stringify(options)],
  }
  const server = http.createServer((request, response) => {
    const [type, text] = files[new URL(request.url ?? '/', 'http://shop').pathname] ?? ['text/plain', 'none']
    response
      .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy })
      .end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const page = (stripeJs: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>
<link rel="stylesheet" href="/shop.css"><script src="${stripeJs}"></script><script src="/shop.js" defer></script></head>
<body><main><h1>Invoice 1042</h1><form><div id="express-element"></div><div id="payment-element"></div><p id="message" role="status"></p>
<button>Pay</button></form></main></body></html>`

const styles = `
body { margin: 0; background: #f6f7fa; font: 16px/1.4 system-ui, sans-serif; color: #1a1f36 }
body.night { background: #17181f; color: #fff }
main { max-width: 420px; margin: 0 auto; padding: 20px; background: inherit }
h1 { font-size: 1.2rem }
button { width: 100%; margin-top: 12px; padding: 12px; border: 0; border-radius: 8px; background: #5851df; color: #fff; font: inherit }
`

/** Deferred or client-secret flow, as the options say; everything that happens is kept on `window.shop`. */
const script = `
const shop = (window.shop = { events: [] })
start()
async function start() {
  const options = await (await fetch('/options')).json()
  if (options.elements.appearance?.theme === 'night') document.body.classList.add('night')
  const stripe = (shop.stripe = Stripe(options.key))
  const elements = (shop.elements = stripe.elements(options.elements))
  const payment = elements.create('payment', options.payment ?? {})
  for (const name of ['loaderstart', 'ready', 'change', 'focus', 'blur', 'loaderror']) {
    payment.on(name, (event) => shop.events.push({ name, ...event }))
  }
  payment.mount('#payment-element')
  const express = elements.create('expressCheckout')
  for (const name of ['ready', 'click', 'confirm', 'cancel']) {
    express.on(name, ({ resolve, paymentFailed, ...event }) => {
      shop.events.push({ name: 'express ' + name, ...event })
      if (resolve) resolve({ emailRequired: true })
      if (name === 'confirm') pay()
    })
  }
  express.mount('#express-element')
  document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault()
    pay()
  })
  async function pay() {
    const submitted = await elements.submit()
    shop.submitted = submitted
    if (submitted.error) return show(submitted.error.message)
    const confirm = options.elements.mode === 'setup' ? stripe.confirmSetup : stripe.confirmPayment
    const result = await confirm.call(stripe, {
      elements,
      ...(options.clientSecret && { clientSecret: options.clientSecret }),
      confirmParams: { return_url: location.origin + '/return' },
      ...(options.redirect && { redirect: options.redirect }),
    })
    shop.result = result
    show(result.error ? result.error.message : 'status ' + (result.paymentIntent ?? result.setupIntent).status)
  }
}
function show(text) { document.querySelector('#message').textContent = text }
`
