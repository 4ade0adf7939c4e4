import type { FieldFault } from '@quittance/core/refusal'
import { Refusal } from '@quittance/core/refusal'
import { useMutation } from '@tanstack/react-query'
import { tell } from '../ui/toast.tsx'
import { faultsOf, sentenceFor } from './problem.ts'
import { queryClient } from './queries.ts'

interface Told<Input, Output> {
  /** What to say when it is done; nothing when left out. */
  done?: string | ((output: Output, input: Input) => string | null)
  /** A refusal is shown by the form it came from, not as a toast. */
  inForm?: boolean
}

/** One change through the API: tells how it went, and refreshes whatever is on the screen. */
export function useAction<Input = void, Output = unknown>(
  run: (input: Input) => Promise<Output>,
  { done, inForm = false }: Told<Input, Output> = {},
) {
  return useMutation<Output, Error, Input>({
    mutationFn: run,
    onSuccess: (output, input) => {
      const text = typeof done === 'function' ? done(output, input) : done
      if (text) tell(text)
      void queryClient.invalidateQueries()
    },
    onError: (error) => {
      if (!inForm) tell(sentenceFor(error), 'bad')
    },
  })
}

/** What `Form` shows of something thrown. */
export function formProblem(error: unknown): { faults: FieldFault[]; problem: string | null } {
  if (!error) return { faults: [], problem: null }
  if (error instanceof Refusal) return { faults: error.errors, problem: error.message }
  return { faults: faultsOf(error), problem: sentenceFor(error) }
}
