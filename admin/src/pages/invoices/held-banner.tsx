import type { Invoice } from '../../api/types.ts'
import { Banner } from '../../ui/banner.tsx'

/** What the doctor found wrong with the invoice, and what that means (F16). */
export function HeldBanner({ hold }: { hold: NonNullable<Invoice['hold']> }) {
  return (
    <Banner tone="bad" title="Something in the records of this invoice does not fit">
      <ul className="list-disc pl-4 break-words">
        {hold.breaches.map(({ invariant, what }) => (
          <li key={`${invariant} ${what}`}>{what}.</li>
        ))}
      </ul>
      <p className="mt-1.5">
        Nothing is charged, refunded or changed until it is mended, and the payment page says that it is being
        checked. What Stripe reports is booked all the same. Whoever runs your server finds out more with{' '}
        <code>quittance doctor</code>; once it fits again, the invoice is free by itself.
      </p>
    </Banner>
  )
}
