import { readConfig } from '@quittance/server/config'

/** What a command has to say: to a program, and in words. */
export interface Outcome {
  json: unknown
  words: string
  /** false: exit code 1. */
  ok?: boolean
}

/**
 * Runs one command and prints its outcome. A failure is one sentence on stderr (and `{"error":…}` on stdout with
 * --json) and exit code 1; its stack is shown with LOG_LEVEL=debug only.
 */
export async function runCommand(
  options: { json?: boolean },
  command: () => Promise<Outcome | null>,
): Promise<void> {
  try {
    const outcome = await command()
    if (!outcome) return
    console.log(options.json ? JSON.stringify(outcome.json) : outcome.words)
    process.exitCode = outcome.ok === false ? 1 : 0
  } catch (error) {
    fail(error, options)
  }
}

/** Prints what went wrong and leaves with exit code 1. */
export function fail(error: unknown, options: { json?: boolean }): void {
  const sentence = sentenceOf(error)
  console.error(wantsStack() && error instanceof Error ? error.stack : sentence)
  if (options.json) console.log(JSON.stringify({ error: sentence }))
  process.exitCode = 1
}

/** Node reports a host with several addresses, none of which answers, as an AggregateError without words. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentenceOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function wantsStack(): boolean {
  try {
    return ['debug', 'trace'].includes(readConfig(process.env).logLevel)
  } catch {
    return ['debug', 'trace'].includes(process.env.LOG_LEVEL ?? '')
  }
}
