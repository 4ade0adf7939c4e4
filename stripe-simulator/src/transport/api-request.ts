import type { Parameters } from './parameters.ts'

/** A request to the API after authentication and parameter checks, as handlers see it. */
export type ApiRequest<Params = Parameters> = {
  parameters: Params
  /** The ids in the path, by the names the route gives them. */
  ids: Record<string, string>
  path: string
  /** True when the key was a publishable one, that is, a browser asks. */
  fromBrowser: boolean
  /** Where this simulator was reached, without a trailing slash: base of pages that answers point to. */
  baseUrl: string
}
