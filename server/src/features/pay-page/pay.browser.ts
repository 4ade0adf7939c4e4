import { startPaymentForm } from './payment-form.browser.ts'
import { watchResult } from './result.browser.ts'

// The one script of the pages under /pay. What it needs stands in the page; it asks nobody but our server and Stripe.
if (document.getElementById('pay-data')) void startPaymentForm()
if (document.getElementById('result')) void watchResult()
