import { openApiDocument } from '@quittance/server/commands'
import type { Outcome } from './run-command.ts'

/** `quittance openapi`: the description of the API as the routes declare it; needs no database. */
export async function openapi(): Promise<Outcome> {
  const document = openApiDocument()
  return { json: document, words: JSON.stringify(document, null, 2) }
}
