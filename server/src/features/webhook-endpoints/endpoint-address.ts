import { isIP } from 'node:net'
import { refuseField } from '@quittance/core/refusal'
import type { App } from '../../context.ts'
import { isInside } from '../../platform/http/post-outside.ts'

/**
 * An address that messages may go to, as it is kept. Whoever runs the server for themselves may name their own machines;
 * where strangers can sign up (`SIGNUP=open`) nobody may, and what a name stands for is looked at again at each delivery.
 * @throws Refusal for the field `/url`.
 */
export function checkedAddress(app: App, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw refuseField('/url', 'An address that begins with https:// or http://.')
  if (url.username || url.password)
    throw refuseField('/url', 'Leave user and password out: messages are signed instead.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!mayNameInside(app) && ((isIP(host) && isInside(host)) || host === 'localhost'))
    throw refuseField('/url', 'This address is not on the internet.')
  return url.href
}

/** Whether messages may go to machines in the network that the server stands in. */
export function mayNameInside(app: App): boolean {
  return app.config.signup !== 'open'
}
