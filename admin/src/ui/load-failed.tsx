import { RotateCw, TriangleAlert } from 'lucide-react'
import { Button } from './button.tsx'

/** Something could not be loaded or drawn: says so, and offers to try again. */
export function LoadFailed({ sentence, onRetry }: { sentence: string; onRetry: () => void }) {
  return (
    <div role="alert" className="mx-auto my-10 flex max-w-md flex-col items-center px-6 text-center">
      <div
        aria-hidden
        className="mb-4 flex size-12 items-center justify-center rounded-full bg-bad-soft text-bad"
      >
        <TriangleAlert className="size-6" />
      </div>
      <h2 className="text-lg font-semibold">This could not be loaded</h2>
      <p className="mt-1 mb-5 text-soft">{sentence}</p>
      <Button icon={<RotateCw aria-hidden />} onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
