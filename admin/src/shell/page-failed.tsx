import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ApiProblem, sentenceFor } from '../api/problem.ts'
import { queryClient } from '../api/queries.ts'
import { LoadFailed } from '../ui/load-failed.tsx'
import { NotFound } from './not-found.tsx'

/** What stands in the place of a page that could not be loaded or drawn. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />

  async function retry(): Promise<void> {
    await queryClient.resetQueries({ predicate: (query) => query.state.status === 'error' })
    reset()
    await router.invalidate()
  }

  return <LoadFailed sentence={sentenceFor(error)} onRetry={() => void retry()} />
}
