import { build, isBuilt } from './build.mjs'
import { install, isInstalled } from './install.mjs'
import { withLock } from './lock.mjs'

/**
 * Installs and builds what is missing or out of date, once even when several starts come together. Looks at a few
 * hundred file dates when there is nothing to do.
 *
 * @param {string} root the checkout
 * @throws {Error} in one sentence
 */
export async function makeReady(root) {
  if (isInstalled(root) && isBuilt(root)) return
  await withLock(root, async () => {
    if (!isInstalled(root)) install(root)
    if (!isBuilt(root)) await build(root)
  })
}
