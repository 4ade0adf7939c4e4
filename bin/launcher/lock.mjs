import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `work` while no other process does so in this checkout. A lock left behind by a killed process is taken over.
 *
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(root, work) {
  const lock = path.join(root, '.cache', 'launcher.lock')
  fs.mkdirSync(path.dirname(lock), { recursive: true })
  let told = false
  while (!take(lock)) {
    if (!told) console.error('Another start is installing or building right now; waiting for it …')
    told = true
    await sleep(100)
  }
  const release = () => fs.rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** The file appears complete, by a link: nobody ever reads a lock without its process id. */
function take(lock) {
  const mine = `${lock}.${process.pid}`
  fs.writeFileSync(mine, String(process.pid))
  try {
    fs.linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    removeIfAbandoned(lock)
    return false
  } finally {
    fs.rmSync(mine, { force: true })
  }
}

function removeIfAbandoned(lock) {
  let holder
  try {
    holder = fs.readFileSync(lock, 'utf8')
  } catch {
    return
  }
  if (isAlive(Number(holder))) return
  // Whoever renames it first removes it; a lock taken meanwhile by a third process has another id and goes back.
  const aside = `${lock}.abandoned.${process.pid}`
  try {
    fs.renameSync(lock, aside)
    if (fs.readFileSync(aside, 'utf8') !== holder) fs.linkSync(aside, lock)
    fs.rmSync(aside)
  } catch {
    // Another waiter was faster.
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
