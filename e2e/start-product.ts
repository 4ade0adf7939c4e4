import { startMailSink } from './mail-sink.ts'
import { startProduct } from './product.ts'
import { startWatchedStripe } from './watched-stripe.ts'

/**
 * Once for all stories: each has a tour account of its own in it. There is a mail server, and nothing may reach it,
 * because the e-mails of a tour never leave its mailbox (R48). What product and simulated Stripe say to each other passes
 * the conformance proxy where that is at hand.
 */
// Playwright takes a default export here.
// oxlint-disable-next-line import/no-default-export
export default async function start(): Promise<() => Promise<void>> {
  const mail = await startMailSink()
  const stripe = await startWatchedStripe()
  const product = await startProduct({
    ...(stripe ? { STRIPE_SIMULATOR_URL: stripe.url } : {}),
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'invoices@quittance.example.com',
  })
  process.env['QUITTANCE_URL'] = product.url
  return async () => {
    try {
      await product.stop()
      await stripe?.close()
    } finally {
      await mail.close()
    }
    const told = mail.recipients()
    if (told.length > 0) throw new Error(`E-mails of a tour left the server, to ${told.join(', ')}`)
  }
}
