import type { TourWalk } from '../../api/types.ts'
import { paths } from '../../paths.ts'

export type WalkStep = TourWalk['steps'][number]
export type StepKey = WalkStep['key']

/** Where a step is done, in words of the page: what the panel outlines there. */
export interface Spot {
  selector: string
  /** What it says, where many are alike: a pattern. */
  text?: string
}

export interface StepWords {
  chapter: string
  title: string
  /** What to do. */
  task: string
  /** Why, or what to notice. */
  why: string
  /** The way there. `isMailbox`: drawn by the server, in a tab of its own. */
  way: { label: string; to: string; isMailbox?: boolean }
  spots?: Spot[]
  /** A link cannot be added or paid without Stripe (R10). */
  needsStripe?: boolean
}

const adding = 'Add a payment link'
const paying = 'Your customer pays'
const leaving = 'Remove Stripe, and put it back'
const linkSwitch: Spot = { selector: '#content div:has(> input[role="switch"])', text: '^Add Payment Link' }
const button = (text: string): Spot => ({ selector: '#content button', text })
const otherTab =
  'The customer’s page opens in a tab of its own. Close it when you are done: this panel has noticed by then.'

/** One step of the guided tour in words. Its invoice and e-mail are those the server proposes. */
export function wordsOf(step: WalkStep): StepWords {
  const { invoice } = step
  const name = invoice ? `${invoice.number ?? 'the draft'} for ${invoice.customer_name}` : null
  const toInvoice = invoice
    ? { label: `Open ${invoice.number ?? 'the draft'}`, to: paths.invoice(invoice.id) }
    : { label: 'Open the invoices', to: paths.invoices() }
  const mailbox = {
    label: 'Open the mailbox',
    to: paths.mailbox(step.message_id ?? undefined),
    isMailbox: true,
  }
  switch (step.key) {
    case 'link_on_creating':
      return {
        chapter: adding,
        title: 'While you create an invoice',
        task: 'Pick a customer, write a line with a price, and switch on Add Payment Link to Invoice in the Summary. Save or send it.',
        why: 'The first of three ways: for one invoice, as you write it.',
        way: { label: 'Create an invoice', to: paths.createInvoice() },
        spots: [linkSwitch],
        needsStripe: true,
      }
    case 'invoice_sent':
      return {
        chapter: adding,
        title: 'Send it',
        task: `Press Send${name ? ` on ${name}` : ' on the invoice'}, then Send in the dialog.`,
        why: 'The link stands in the e-mail as a button, and in the PDF to be clicked or scanned.',
        way: toInvoice,
        spots: [button('^Send$')],
        needsStripe: true,
      }
    case 'link_on_existing':
      return {
        chapter: adding,
        title: 'On an invoice you already have',
        task: `Open ${name ?? 'an invoice without a link'} and press Add Payment Link to Invoice.`,
        why: 'The second way. It went out without a link, so nobody can pay it online yet.',
        way: toInvoice,
        spots: [button('^Add Payment Link to Invoice')],
        needsStripe: true,
      }
    case 'sent_again':
      return {
        chapter: adding,
        title: 'Send it again',
        task: `Press Send again${name ? ` on ${name}` : ''}.`,
        why: 'A link added after sending reaches the customer only with the next e-mail.',
        way: toInvoice,
        spots: [button('^(Save|Send)( draft)? ?again$'), button('^Send$')],
        needsStripe: true,
      }
    case 'company_default':
      return {
        chapter: adding,
        title: 'For every invoice from now on',
        task: 'Switch on Add Payment Link to Invoice in Settings → Invoicing, and press Save.',
        why: 'The third way. Every new invoice then begins with a link; those you have stay as they are.',
        way: { label: 'Open Settings → Invoicing', to: paths.invoicing() },
        spots: [linkSwitch],
        needsStripe: true,
      }
    case 'mail_read':
      return {
        chapter: paying,
        title: 'Read the mail as your customer',
        task: `Open the mailbox and read the e-mail with ${name ?? 'your invoice'}.`,
        why: 'Whatever the demo business sends lands there, and never leaves this server.',
        way: mailbox,
      }
    case 'page_opened':
      return {
        chapter: paying,
        title: 'Open the payment page',
        task: 'In the e-mail, press View and pay.',
        why: 'Nobody logs in, and opening it charges nobody. You will see “Opened by the customer” on the invoice.',
        way: mailbox,
      }
    case 'paid':
      return {
        chapter: paying,
        title: 'Pay with a test card',
        task: 'On the payment page, pay with 4242 4242 4242 4242, any date to come and any three digits.',
        why: otherTab,
        way: mailbox,
        needsStripe: true,
      }
    case 'news_read':
      return {
        chapter: paying,
        title: 'See what it set off',
        task: 'The invoice is Paid by itself. In the mailbox, open the receipt that the customer got and the notice to the administrators.',
        why: 'Both were written in the moment of the payment. Either can be switched off in Settings → Notifications.',
        way: mailbox,
      }
    case 'card_saved':
      return {
        chapter: paying,
        title: 'Let a customer keep their card',
        task: `Pay ${name ?? 'another invoice'} from its e-mail, and tick “Save this payment method for future use”.`,
        why: 'Their choice, off by default. The card then stands in the customer’s profile, to be charged later.',
        way: mailbox,
        needsStripe: true,
      }
    case 'stripe_removed':
      return {
        chapter: leaving,
        title: 'Remove Stripe',
        task: 'Press Remove Stripe in Settings → Stripe, and confirm.',
        why: 'It says first what it touches. From then on all payment links are off.',
        way: { label: 'Open Settings → Stripe', to: paths.stripe() },
        spots: [button('^Remove Stripe$')],
      }
    case 'stripe_back':
      return {
        chapter: leaving,
        title: 'Connect it again',
        task: 'Look at any payment link first, if you like: it says politely that online payment is not available. Then connect the simulated Stripe.',
        why: 'Switches and actions for links are gone from the app while Stripe is.',
        way: { label: 'Open Settings → Stripe', to: paths.stripe() },
        spots: [button('^Connect the simulated Stripe$')],
      }
    case 'links_restored':
      return {
        chapter: leaving,
        title: 'Turn the links back on',
        task: 'Press Turn links back on, in Settings → Stripe.',
        why: 'You decide when. Their addresses are the same as before.',
        way: { label: 'Open Settings → Stripe', to: paths.stripe() },
        spots: [button('^Turn [0-9]+ links? back on$')],
        needsStripe: true,
      }
    case 'same_link_paid':
      return {
        chapter: leaving,
        title: 'Pay by the same link',
        task: `Open the e-mail with ${name ?? 'an invoice'}, sent before Stripe was removed, and pay with 4242 4242 4242 4242.`,
        why: 'What your customers have in their inboxes works again. Nothing has to be sent anew.',
        way: mailbox,
        needsStripe: true,
      }
  }
}
