/** Runs on the bank's last page inside the dialog of Stripe.js: tells the dialog that the payer is done. */
if (window.parent !== window) {
  // Says nothing secret, so any parent may hear it.
  window.parent.postMessage({ stripeSimulator: true, type: 'authentication_finished' }, '*')
}
