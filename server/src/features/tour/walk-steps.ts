/** The guided walk through the whole article, in its order (R47). Each is something the server can see happen. */
export const walkSteps = [
  'link_on_creating',
  'invoice_sent',
  'link_on_existing',
  'sent_again',
  'company_default',
  'mail_read',
  'page_opened',
  'paid',
  'news_read',
  'card_saved',
  'stripe_removed',
  'stripe_back',
  'links_restored',
  'same_link_paid',
] as const

export type WalkStep = (typeof walkSteps)[number]
