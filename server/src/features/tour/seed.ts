import { dateIn } from '@quittance/core/invoice/due-date'
import type { Context } from '../../context.ts'
import { stripeFault } from '../../platform/stripe/client.ts'
import { createCustomer } from '../customers/create-customer.ts'
import type { Customer } from '../customers/queries.ts'
import { addPaymentLink } from '../invoices/add-payment-link.ts'
import { cancelInvoice } from '../invoices/cancel-invoice.ts'
import type { LineFields } from '../invoices/compose-content.ts'
import { createInvoice } from '../invoices/create-invoice.ts'
import { noteView } from '../invoices/note-view.ts'
import { markSent, sendInvoice } from '../invoices/send-invoice.ts'
import { openIntent } from '../payments/open-intent.ts'
import { findOpenPayment, type Payment } from '../payments/queries.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { refreshPayment } from '../payments/refresh-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { refundPayment } from '../refunds/refund-payment.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { createTaxRate } from '../taxes/create-tax-rate.ts'

/** A demo business with customers and invoices in every state (R46), made by the same verbs that people use. */
export async function seedTour(ctx: Context): Promise<void> {
  const vat = await createTaxRate(ctx, { name: 'VAT', rate: '19', inclusive: false })
  await createTaxRate(ctx, { name: 'VAT reduced', rate: '7', inclusive: false })
  const [bakery, yacht, clinic, school] = await seedCustomers(ctx)
  const today = (days: number) => dateIn('Europe/Berlin', atDay(ctx, days).now())
  const line = (
    description: string,
    quantity: string,
    unit: string | null,
    unitAmount: number,
  ): LineFields => ({ description, quantity, unit, unit_amount: unitAmount, taxes: [vat.id] })

  for (const [daysAgo, who, description, quantity, unitAmount, paidAfterDays] of halfAYear) {
    const customer = { bakery, yacht, clinic, school }[who]
    const { invoice } = await createInvoice(atDay(ctx, -daysAgo), {
      customer_id: customer.id,
      issue_date: today(-daysAgo),
      lines: [line(description, quantity, null, unitAmount)],
    })
    await markSent(atDay(ctx, -daysAgo), { id: invoice.id })
    await recordPayment(atDay(ctx, paidAfterDays - daysAgo), {
      invoiceId: invoice.id,
      amount: invoice.total,
      method: 'bank_transfer',
      date: today(paidAfterDays - daysAgo),
    })
  }

  // Paid by card, through the page's own verbs and the simulated Stripe.
  const paid = await createInvoice(ctx, {
    customer_id: bakery.id,
    payment_link: true,
    issue_date: today(-40),
    lines: [
      line('Photographs for the autumn menu', '1', null, 84_000),
      line('Retouching', '3.5', 'h', 9_500),
    ],
  })
  await sendInvoice(ctx, { id: paid.invoice.id })
  await payAtSimulator(ctx, paid.invoice.id, paid.invoice.total, 'pm_card_visa')

  const refunded = await createInvoice(ctx, {
    customer_id: bakery.id,
    payment_link: true,
    issue_date: today(-30),
    lines: [line('Menu cards', '200', 'pcs', 140)],
  })
  await sendInvoice(ctx, { id: refunded.invoice.id })
  const returned = await payAtSimulator(ctx, refunded.invoice.id, refunded.invoice.total, 'pm_card_visa')
  await refundPayment(ctx, { paymentId: returned.id, amount: 8_330, note: '50 cards arrived bent' })

  // The card's bank disputes it; the news comes from the simulated Stripe a moment later.
  const disputed = await createInvoice(ctx, {
    customer_id: yacht.id,
    payment_link: true,
    issue_date: today(-25),
    lines: [line('Deck photographs', '1', null, 64_000)],
  })
  await sendInvoice(ctx, { id: disputed.invoice.id })
  await payAtSimulator(ctx, disputed.invoice.id, disputed.invoice.total, 'pm_card_createDispute')

  // Declined once; still open.
  const declined = await createInvoice(ctx, {
    customer_id: school.id,
    payment_link: true,
    issue_date: today(-9),
    lines: [line('Class portraits', '24', null, 1_250)],
  })
  await sendInvoice(ctx, { id: declined.invoice.id })
  await payAtSimulator(
    ctx,
    declined.invoice.id,
    declined.invoice.total,
    'pm_card_visa_chargeDeclinedInsufficientFunds',
  )

  const part = await createInvoice(ctx, {
    customer_id: clinic.id,
    payment_link: true,
    issue_date: today(-12),
    lines: [line('Website, second instalment', '1', null, 240_000)],
    discount_rule: { type: 'percent', percent: '5' },
  })
  await sendInvoice(ctx, { id: part.invoice.id })
  await recordPayment(ctx, {
    invoiceId: part.invoice.id,
    amount: 100_000,
    method: 'bank_transfer',
    reference: 'SEPA 4711',
  })

  const overdue = await createInvoice(ctx, {
    customer_id: yacht.id,
    payment_link: true,
    issue_date: today(-45),
    due_terms: { type: 'days', days: 14 },
    lines: [line('Brochure, 16 pages', '1', null, 156_000), line('Proof prints', '12', 'pcs', 450)],
  })
  await sendInvoice(ctx, { id: overdue.invoice.id })
  await noteView(ctx, overdue.invoice.id)

  const open = await createInvoice(ctx, {
    customer_id: bakery.id,
    payment_link: true,
    issue_date: today(-2),
    lines: [line('Window lettering', '1', null, 32_000)],
    note: 'Thank you for the coffee!',
  })
  await sendInvoice(ctx, { id: open.invoice.id })

  // The link came after the sending: it must be sent again (R14).
  const resend = await createInvoice(ctx, {
    customer_id: clinic.id,
    payment_link: false,
    issue_date: today(-5),
    lines: [line('Signage for two treatment rooms', '2', 'pcs', 18_900)],
  })
  await sendInvoice(ctx, { id: resend.invoice.id })
  await addPaymentLink(ctx, { id: resend.invoice.id })

  // Sent without a link, for whoever wants to add one (R12).
  const plain = await createInvoice(ctx, {
    customer_id: school.id,
    payment_link: false,
    issue_date: today(-3),
    lines: [line('Lantern walk, invitations', '150', 'pcs', 120)],
  })
  await sendInvoice(ctx, { id: plain.invoice.id })

  const cancelled = await createInvoice(ctx, {
    customer_id: yacht.id,
    payment_link: true,
    issue_date: today(-20),
    lines: [line('Drone flight (called off by the weather)', '1', null, 45_000)],
  })
  await sendInvoice(ctx, { id: cancelled.invoice.id })
  await cancelInvoice(ctx, { id: cancelled.invoice.id })

  await createInvoice(ctx, {
    customer_id: school.id,
    issue_date: today(0),
    lines: [line('Yearbook design', '18', 'h', 7_500), line('Stock photographs', '10', null, 1_200)],
  })
}

/** The same, as of so many days from now: what was done then says so. */
function atDay(ctx: Context, days: number): Context {
  return { ...ctx, now: () => new Date(ctx.now().getTime() + days * 86_400_000) }
}

type Who = 'bakery' | 'yacht' | 'clinic' | 'school'

/** What was invoiced before and is long paid: days ago, whom, what, how many, unit price in cents, paid after so many days. */
const halfAYear: [number, Who, string, string, number, number][] = [
  [178, 'school', 'Logo, first drafts', '1', 78_000, 11],
  [170, 'bakery', 'Price tags', '60', 320, 6],
  [161, 'clinic', 'Website, concept', '1', 145_000, 19],
  [154, 'yacht', 'Season flyer', '500', 85, 9],
  [146, 'bakery', 'Photographs for the summer menu', '1', 84_000, 5],
  [139, 'school', 'Open-day posters', '24', 1_900, 14],
  [131, 'yacht', 'Portraits of the crew', '8', 6_500, 21],
  [124, 'clinic', 'Appointment cards', '1000', 22, 8],
  [116, 'bakery', 'Shop window, summer', '1', 41_000, 4],
  [109, 'yacht', 'Regatta reportage', '2', 72_000, 16],
  [101, 'school', 'Newsletter template', '1', 56_000, 12],
  [93, 'clinic', 'Website, first instalment', '1', 240_000, 18],
  [86, 'bakery', 'Loyalty cards', '400', 65, 7],
  [79, 'yacht', 'Drone flight, harbour', '1', 45_000, 10],
  [72, 'school', 'Class portraits, spring', '22', 1_250, 13],
  [65, 'clinic', 'Photographs of the team', '1', 68_000, 9],
  [58, 'bakery', 'Packaging design', '12', 7_500, 15],
  [51, 'yacht', 'Charter catalogue, layout', '1', 118_000, 20],
  [37, 'clinic', 'Waiting-room prints', '6', 8_900, 8],
  [28, 'school', 'Autumn fair banner', '1', 23_500, 6],
  [19, 'bakery', 'Christmas menu, draft', '1', 36_000, 5],
]

async function seedCustomers(ctx: Context): Promise<[Customer, Customer, Customer, Customer]> {
  const add = (name: string, company: string, email: string, address: Customer['address']) =>
    createCustomer(ctx, { name, company, email, address, language: 'en' })
  return [
    await add('Front desk', 'Morning Crumb Bakery', 'hello@morningcrumb.example.com', {
      line1: 'Marktplatz 3',
      postal_code: '23552',
      city: 'Lübeck',
      country: 'DE',
    }),
    await add('Accounts', 'Blue Fender Yacht Charter', 'accounts@bluefender.example.com', {
      line1: 'Quai des Belges 8',
      postal_code: '13001',
      city: 'Marseille',
      country: 'FR',
    }),
    await add('Practice office', 'Lindenhof Dental Practice', 'office@lindenhof.example.com', {
      line1: 'Lindenhof 21',
      postal_code: '8001',
      city: 'Zürich',
      country: 'CH',
    }),
    await add('Secretariat', 'Tidewater Primary School', 'secretariat@tidewater.example.com', {
      line1: '44 Quay Street',
      postal_code: 'D02 X285',
      city: 'Dublin',
      country: 'IE',
    }),
  ]
}

/** Pays as the customer would, with one of Stripe's named test cards. */
async function payAtSimulator(
  ctx: Context,
  invoiceId: string,
  amount: number,
  method: string,
): Promise<Payment> {
  const payer: Context = { ...ctx, actor: { type: 'payer' } }
  await startPayment(payer, {
    invoiceId,
    amount,
    currency: 'eur',
    revision: 1,
    forCustomer: false,
    consent: null,
  })
  const connection = (await activeConnection(ctx.db, ctx.accountId))!
  const payment = (await findOpenPayment(ctx.db, ctx.accountId, invoiceId))!
  const { intent } = (await openIntent(payer, payment, connection))!
  const stripe = await stripeOf(ctx, connection)
  try {
    await stripe.paymentIntents.confirm(
      intent.id,
      { payment_method: method, return_url: `${ctx.config.publicUrl}/` },
      { idempotencyKey: `${payment.id}:seed` },
    )
  } catch (error) {
    // A decline is what some of them are for.
    if (stripeFault(error)?.type !== 'StripeCardError') throw error
  }
  return refreshPayment(ctx, (await findOpenPayment(ctx.db, ctx.accountId, invoiceId)) ?? payment)
}
