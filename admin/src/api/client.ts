import createClient, { type Middleware } from 'openapi-fetch'
import { problemFrom } from './problem.ts'
import { repeatSafely } from './repeat-safely.ts'
import type { paths } from './schema.d.ts'

/** The public API, same origin, by the session cookie. Whatever is refused is thrown as ApiProblem. */
export const api = createClient<paths>({ baseUrl: '/api/v1' })

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response)
    return undefined
  },
}

// Answers pass through in the opposite order: a refusal is an answer too.
api.use(throwProblems, repeatSafely())

/** The body of an answer; refusals were thrown before. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}
