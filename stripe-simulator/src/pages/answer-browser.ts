import type { ServerResponse } from 'node:http'
import type { Simulator } from '../simulator.ts'

export type BrowserRequest = { method: string; url: URL; body: string }

/** Answers what browsers ask for besides the API. False when it is nothing of that. */
export async function answerBrowser(
  _simulator: Simulator,
  _request: BrowserRequest,
  _response: ServerResponse,
): Promise<boolean> {
  return false
}
