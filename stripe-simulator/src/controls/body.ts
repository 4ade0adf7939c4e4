import type { Simulator } from '../simulator.ts'
import { ControlError } from './control-error.ts'

/** What a control was sent. */
export type Body = Record<string, unknown>

/** The account a control is about; throws when there is none. */
export function accountOf(simulator: Simulator, body: Body): string {
  const account = text(body, 'account')
  if (account && simulator.state.get('account', '', account)) return account
  throw new ControlError('account must be the id of an account that exists')
}

export function text(body: Body, name: string): string | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new ControlError(`${name} must be a string`)
  return value
}

export function oneOf<const Choices extends readonly string[]>(
  body: Body,
  name: string,
  choices: Choices,
): Choices[number] | undefined {
  const value = text(body, name)
  if (value === undefined || choices.includes(value)) return value
  throw new ControlError(`${name} must be one of ${choices.join(', ')}`)
}

export function listOf<const Choices extends readonly string[]>(
  body: Body,
  name: string,
  choices: Choices,
): Choices[number][] | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.every((entry) => choices.includes(entry))) return value
  throw new ControlError(`${name} must be a list of ${choices.join(', ')}`)
}
