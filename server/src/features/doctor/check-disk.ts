import { statfs } from 'node:fs/promises'
import type { App } from '../../context.ts'
import { type Check, fault, fine, warning, wordsOf } from './check.ts'

const mebibyte = 1024 * 1024
const neededAtLeast = 256 * mebibyte
const wantedAtLeast = 1024 * mebibyte

/** How much room is left where DATA_DIR is. */
export async function checkDisk({ config: { dataDir } }: App): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    const free = bavail * bsize
    const says = `${Math.floor(free / mebibyte)} MiB are free in DATA_DIR (${dataDir}).`
    const advice = 'Make room: old backups and logs first.'
    if (free < neededAtLeast) return fault('disk', says, advice)
    return free < wantedAtLeast ? warning('disk', says, advice) : fine('disk', says)
  } catch (error) {
    return warning(
      'disk',
      `DATA_DIR cannot be looked at: ${wordsOf(error)}.`,
      'Set DATA_DIR to a folder that Quittance may write to.',
    )
  }
}
