import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { install, isInstalled } from '../launcher/install.mjs'
import { checkout, temporaryFolder } from './product.ts'

describe('what is installed', () => {
  test('is judged by the lock file: missing, then installed, then out of date', () => {
    const root = checkoutWithOnePart()
    expect(isInstalled(root)).toBe(false)

    install(root)
    expect(isInstalled(root)).toBe(true)

    fs.appendFileSync(path.join(root, 'package-lock.json'), '\n')
    expect(isInstalled(root)).toBe(true)
    writeLock(root, { lockfileVersion: 3, packages: { '': {}, 'node_modules/new': { version: '1.0.0' } } })
    expect(isInstalled(root)).toBe(false)
  })

  test('after somebody’s own npm ci is recognized; binaries for other platforms need not be there', () => {
    const root = tinyCheckout({
      lockfileVersion: 3,
      packages: {
        '': {},
        'node_modules/here': { version: '1.2.3' },
        'node_modules/darwin': { version: '1.0.0', optional: true },
      },
    })
    installedList(root, { 'node_modules/here': { version: '1.2.3' } })
    expect(isInstalled(root)).toBe(true)
  })

  test('in another version than the lock file asks for is not good enough', () => {
    const root = tinyCheckout({
      lockfileVersion: 3,
      packages: { '': {}, 'node_modules/here': { version: '1.2.4' } },
    })
    installedList(root, { 'node_modules/here': { version: '1.2.3' } })
    expect(isInstalled(root)).toBe(false)
  })

  test('when installing fails, one sentence says what to do', () => {
    const root = tinyCheckout({ lockfileVersion: 3, packages: {} })
    fs.writeFileSync(path.join(root, 'package.json'), '{ half a manifest')

    expect(() => install(root)).toThrow(
      /^Installing failed \(npm ended with 1\); see its messages above\. .+ run "npm ci" in /,
    )
  })
})

describe('two starts at once', () => {
  test('take turns', async () => {
    const root = temporaryFolder()

    await Promise.all([1, 2, 3].map(() => takeTurn(root)))

    expect(fs.readFileSync(path.join(root, 'diary'), 'utf8')).toBe('in out '.repeat(3))
  })

  test('the turn of one that was killed is taken over', async () => {
    const root = temporaryFolder()
    const killed = spawnTurn(root, 60_000)
    const diary = path.join(root, 'diary')
    const written = () => fs.existsSync(diary) && fs.readFileSync(diary, 'utf8')
    while (written() !== 'in ') await new Promise((resolve) => setTimeout(resolve, 10))
    killed.kill('SIGKILL')

    await takeTurn(root)

    expect(written()).toBe('in in out ')
  })
})

test('an old Node is told so in one sentence', async () => {
  const child = spawn(process.execPath, ['--eval', oldNode], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr?.on('data', (text) => {
    said += text
  })
  const code = await new Promise((resolve) => child.once('close', resolve))

  expect(said).toBe(
    'Quittance needs Node 20.19 or newer, and this is Node 18.20.4; see https://nodejs.org.\n',
  )
  expect(code).toBe(1)
})

const oldNode = `
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })
  import(${JSON.stringify(pathToFileURL(path.join(checkout, 'bin', 'quittance.mjs')).href)})`

function takeTurn(root: string): Promise<unknown> {
  return new Promise((resolve) => spawnTurn(root, 300).once('close', resolve))
}

function spawnTurn(root: string, workMs: number) {
  const lock = JSON.stringify(pathToFileURL(path.join(checkout, 'bin', 'launcher', 'lock.mjs')).href)
  const script = `
    import fs from 'node:fs'
    import { withLock } from ${lock}
    await withLock(${JSON.stringify(root)}, async () => {
      fs.appendFileSync(${JSON.stringify(path.join(root, 'diary'))}, 'in ')
      await new Promise((resolve) => setTimeout(resolve, ${workMs}))
      fs.appendFileSync(${JSON.stringify(path.join(root, 'diary'))}, 'out ')
    })`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function tinyCheckout(lock: object): string {
  const root = temporaryFolder()
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'tiny', version: '1.0.0' }))
  writeLock(root, lock)
  return root
}

/** Needs no registry: its only dependency lies in a folder beside it. */
function checkoutWithOnePart(): string {
  const root = tinyCheckout({
    lockfileVersion: 3,
    packages: {
      '': { name: 'tiny', version: '1.0.0', dependencies: { part: 'file:part' } },
      'node_modules/part': { resolved: 'part', link: true },
      part: { version: '1.0.0' },
    },
  })
  const manifest = { name: 'tiny', version: '1.0.0', dependencies: { part: 'file:part' } }
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest))
  fs.mkdirSync(path.join(root, 'part'))
  fs.writeFileSync(
    path.join(root, 'part', 'package.json'),
    JSON.stringify({ name: 'part', version: '1.0.0' }),
  )
  return root
}

function writeLock(root: string, lock: object): void {
  fs.writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(lock))
}

/** What npm leaves in node_modules about what it installed. */
function installedList(root: string, packages: object): void {
  fs.mkdirSync(path.join(root, 'node_modules'))
  fs.writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
}
