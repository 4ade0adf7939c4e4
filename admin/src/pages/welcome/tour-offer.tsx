import { FlaskConical } from 'lucide-react'
import { paths } from '../../paths.ts'
import { buttonClass } from '../../ui/button.tsx'

/** One click gives the visitor a demo business of their own (R46). */
export function TourOffer() {
  return (
    <form
      method="post"
      action={paths.startTour()}
      className="rounded-card border border-line bg-sheet p-4 shadow-card"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0 flex-1 basis-52">
          <p className="font-medium">Just looking?</p>
          <p className="text-sm text-soft">
            A demo business with a simulated Stripe and its own mailbox. Nothing to fill in.
          </p>
        </div>
        <button type="submit" className={buttonClass('secondary')}>
          <FlaskConical aria-hidden />
          Live Tour
        </button>
      </div>
    </form>
  )
}
