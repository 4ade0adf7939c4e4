import { formatMoney } from '@quittance/core/money'
import { classes } from '../ui/classes.ts'
import { locale } from './locale.ts'

/** An amount in minor units as people read it. */
export function money(amount: number, currency: string): string {
  return formatMoney(amount, currency, locale)
}

/** The same on the page, with figures that line up. */
export function Money({
  amount,
  currency,
  className,
}: {
  amount: number
  currency: string
  className?: string
}) {
  return <span className={classes('figures whitespace-nowrap', className)}>{money(amount, currency)}</span>
}
