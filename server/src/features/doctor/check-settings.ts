import type { App } from '../../context.ts'
import { type Check, fine, warning } from './check.ts'

/** Faults in the settings are told before anything starts; this is what only somebody who looks at them all would say. */
export function checkSettings({ config }: App): Check {
  const { hostname } = new URL(config.publicUrl)
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    return warning(
      'settings',
      `PUBLIC_URL is ${config.publicUrl}: payment links work on this machine only.`,
      'Set PUBLIC_URL to the address under which your customers reach this server.',
    )
  return fine('settings', `No fault. Links begin with ${config.publicUrl}.`)
}
