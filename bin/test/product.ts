import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { makeSecretKey } from '../../server/src/secret-key.ts'
import { copyTemplate } from '../../server/test/database-template.ts'
import { findFreePort } from '../src/free-port.ts'

export const checkout = path.resolve(fileURLToPath(import.meta.url), '..', '..', '..')
export const frontDoor = path.join(checkout, 'bin', 'quittance.mjs')

/** A `quittance` process as a user's terminal sees it. */
export interface Product {
  process: ChildProcess
  url: string
  dataDir: string
  /** All it said, on stdout and stderr. */
  output(): string
  stdout(): string
  /** Settles with the exit code, or with the name of the signal. */
  exited: Promise<number | string>
}

export interface Run {
  command?: string[]
  env?: Record<string, string>
  dataDir?: string
  cwd?: string
  uid?: number
  /** What it reads on its standard input. */
  input?: string
}

/** Runs a command of the product; whatever it leaves behind is ended with the test. */
export async function run({
  command = ['start'],
  env = {},
  cwd,
  uid,
  input,
  ...rest
}: Run = {}): Promise<Product> {
  const dataDir = rest.dataDir ?? temporaryFolder()
  const port = env.PORT ?? String(await findFreePort('127.0.0.1'))
  const program = command[0] === 'npm' ? command : [process.execPath, frontDoor, ...command]
  const child = spawn(program[0] as string, program.slice(1), {
    cwd: cwd ?? checkout,
    ...(uid ? { uid, gid: uid } : {}),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: os.tmpdir(),
      DATA_DIR: dataDir,
      PORT: port,
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  child.stdin?.end(input)
  let output = ''
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    output += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const exited = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code ?? -1))
  })
  onTestFinished(async () => {
    for (const pid of processesOf(dataDir)) kill(pid)
    child.kill('SIGKILL')
    await exited
  })
  return {
    process: child,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    output: () => output,
    stdout: () => stdout,
    exited,
  }
}

/** Starts the product, on data it has used before unless told otherwise, and waits until it answers. */
export async function start(options: Run = {}): Promise<Product> {
  const product = await run({ ...options, dataDir: options.dataDir ?? usedFolder() })
  let ended = false
  void product.exited.then(() => {
    ended = true
  })
  while (!(await answers(product.url))) {
    if (ended) throw new Error(`It ended instead of starting:\n${product.output()}`)
    await sleep(10)
  }
  return product
}

/** Runs `setup`, the password on its standard input. @returns what it printed on stdout. */
export function setup({
  dataDir,
  company = 'Example Ltd',
  email = 'owner@example.com',
  password = 'correct horse battery',
}: {
  dataDir: string
  company?: string
  email?: string
  password?: string
}): Promise<string> {
  const args = ['setup', '--company', company, '--email', email, '--currency', 'eur']
  const child = spawn(process.execPath, [frontDoor, ...args, '--password-stdin', '--json'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin?.end(`${password}\n`)
  let output = ''
  child.stdout?.on('data', (text) => {
    output += text
  })
  return new Promise((resolve) => child.once('close', () => resolve(output)))
}

/** Stops with SIGTERM. @returns how long that took. */
export async function stop(product: Product): Promise<{ exit: number | string; tookMs: number }> {
  const startedAt = Date.now()
  product.process.kill('SIGTERM')
  return { exit: await product.exited, tookMs: Date.now() - startedAt }
}

/** Every live process that works on `dataDir`: the product, its database, its simulator. */
export function processesOf(dataDir: string): number[] {
  const real = fs.existsSync(dataDir) ? fs.realpathSync(dataDir) : dataDir
  return fs
    .readdirSync('/proc')
    .filter(
      (name) =>
        /^\d+$/.test(name) && [`cwd`, `cmdline`, `environ`].some((part) => look(name, part).includes(real)),
    )
    .map(Number)
}

function look(pid: string, part: string): string {
  try {
    const file = `/proc/${pid}/${part}`
    return part === 'cwd' ? fs.readlinkSync(file) : fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Waits until nothing works on `dataDir` any more. @returns what is still alive after `patienceMs`. */
export async function leftovers(dataDir: string, patienceMs = 3_000): Promise<number[]> {
  const until = Date.now() + patienceMs
  while (processesOf(dataDir).length > 0 && Date.now() < until) await sleep(20)
  return processesOf(dataDir)
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

export async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  )
}

/** A data folder with its key and a migrated, empty database: saves most tests the seconds that a first start takes. */
export function usedFolder(): string {
  const folder = temporaryFolder()
  makeSecretKey(folder)
  copyTemplate(folder)
  return folder
}

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'launcher-test-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}
