import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeReady } from '../launcher/make-ready.mjs'
import {
  answers,
  checkout,
  kill,
  leftovers,
  processesOf,
  run,
  start,
  stop,
  temporaryFolder,
} from './product.ts'

const asRoot = process.getuid?.() === 0

// The first command would otherwise tell that it is building.
beforeAll(() => makeReady(checkout), 120_000)

describe('npm start', { timeout: 60_000 }, () => {
  test('starts, stops within ten seconds at a SIGTERM, leaves nothing running, and starts again', async () => {
    const first = await start({ command: ['npm', 'start'], dataDir: temporaryFolder() })
    expect(first.output()).toContain('Quittance is running at http://localhost:')
    expect(first.output()).toContain('/tour')
    expect(first.output()).toContain('SMTP_URL is not set')
    const stopped = await stop(first)
    expect(stopped.tookMs).toBeLessThan(10_000)
    expect(await leftovers(first.dataDir, 100)).toEqual([])

    const second = await start({ command: ['npm', 'start'], dataDir: first.dataDir })
    expect((await fetch(second.url)).status).toBe(200)
  })

  test('works from a folder inside the checkout and from outside it', async () => {
    const inside = await start({ command: ['npm', 'start'], cwd: path.join(checkout, 'docs') })
    expect((await fetch(inside.url)).status).toBe(200)
    await stop(inside)

    const outside = await start({ command: ['npm', '--prefix', checkout, 'start'], cwd: temporaryFolder() })
    expect((await fetch(outside.url)).status).toBe(200)
  })
})

describe('stopping', { timeout: 60_000 }, () => {
  test('a SIGTERM to npx, which npm hands on to a shell only, stops everything too', async () => {
    const product = await start({ command: ['npm', 'exec', 'quittance', 'start'] })

    await stop(product)

    expect(await leftovers(product.dataDir)).toEqual([])
  })

  test('ends with exit code 0 at SIGTERM and at Ctrl-C', async () => {
    const first = await start()
    expect((await stop(first)).exit).toBe(0)

    const second = await start({ dataDir: first.dataDir })
    second.process.kill('SIGINT')
    expect(await second.exited).toBe(0)
  })

  test('takes less than ten seconds although a client never finishes its request', async () => {
    const product = await start()
    const client = net.connect(Number(new URL(product.url).port), '127.0.0.1')
    client.on('error', () => {})
    await new Promise((resolve) => client.once('connect', resolve))
    client.write('POST /api/v1/invoices HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf')

    const { exit, tookMs } = await stop(product)

    expect(exit).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    expect(await leftovers(product.dataDir, 100)).toEqual([])
  })

  test('a kill -9 takes database and simulator along, and the next start works', async () => {
    const first = await start()
    const all = processesOf(first.dataDir)
    expect(all.length).toBeGreaterThan(3)

    first.process.kill('SIGKILL')

    expect(await leftovers(first.dataDir)).toEqual([])
    await start({ dataDir: first.dataDir })
  })

  test('after a kill -9 of every process at once the next start works', async () => {
    const first = await start()

    for (const pid of processesOf(first.dataDir)) kill(pid)

    await start({ dataDir: first.dataDir })
  })

  test('when the database is killed the product ends with one sentence and exit code 1', async () => {
    const product = await start()
    const postmaster = fs.readFileSync(
      path.join(product.dataDir, 'postgres', 'cluster', 'postmaster.pid'),
      'utf8',
    )

    kill(Number.parseInt(postmaster, 10))

    expect(await product.exited).toBe(1)
    expect(product.output()).toMatch(/The database ended unexpectedly; see .+postgres\.log\./)
    expect(await leftovers(product.dataDir)).toEqual([])
  })
})

describe('what cannot work ends with one clear sentence and exit code 1', { timeout: 60_000 }, () => {
  test('a port in use', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void taken.close())
    await new Promise((resolve) => taken.once('listening', resolve))
    const port = String((taken.address() as net.AddressInfo).port)

    const product = await run({ env: { PORT: port } })

    expect(await product.exited).toBe(1)
    expect(product.output()).toMatch(
      new RegExp(
        `^Port ${port} is in use by another program; stop that one, or choose another port: PORT=\\d+ npm start\\n$`,
      ),
    )
  })

  test('bad settings, all of them', async () => {
    const product = await run({ env: { PORT: 'three', SIGNUP: 'never', SMTP_URL: 'mail' } })

    expect(await product.exited).toBe(1)
    expect(product.output()).toBe(
      [
        '3 settings are wrong:',
        '  PORT must be a whole number from 0 to 65535',
        '  SMTP_URL must be an address like smtps://user:password@mail.example.com',
        '  SIGNUP must be one of first, open, closed',
        '',
      ].join('\n'),
    )
  })

  test('a damaged data folder', async () => {
    const dataDir = temporaryFolder()
    fs.mkdirSync(path.join(dataDir, 'postgres', 'cluster', 'base'), { recursive: true })
    fs.writeFileSync(path.join(dataDir, 'secret-key'), 'a'.repeat(64))

    const product = await run({ dataDir })

    expect(await product.exited).toBe(1)
    expect(product.output()).toMatch(
      /^The data folder .+ is damaged or incomplete; restore a backup there, or move the folder away to begin with an empty database\.\n$/,
    )
  })

  test('a data folder that another Quittance works on', async () => {
    const first = await start()

    const second = await run({ dataDir: first.dataDir })

    expect(await second.exited).toBe(1)
    expect(second.output()).toMatch(
      /^The data folder .+ is in use by another Quittance .+ choose another DATA_DIR\.\n$/,
    )
    expect(await answers(first.url)).toBe(true)
  })

  test('a database that cannot be reached', async () => {
    const product = await run({
      env: { DATABASE_URL: 'postgresql://user:password@127.0.0.1:1/none', SECRET_KEY: 'a'.repeat(64) },
    })

    expect(await product.exited).toBe(1)
    expect(product.output()).toBe(
      'The database none at 127.0.0.1:1 (DATABASE_URL) cannot be used: connect ECONNREFUSED 127.0.0.1:1.\n',
    )
  })

  test.runIf(asRoot)('a data folder that the user may not write', async () => {
    const product = await run({ dataDir: '/root/not-yours', uid: 65533 })

    expect(await product.exited).toBe(1)
    expect(product.output()).toMatch(/^DATA_DIR \/root\/not-yours cannot be used: EACCES/)
  })
})

describe('the simulated Stripe', { timeout: 60_000 }, () => {
  test('comes back after it was killed, at the same address, and over restarts too', async () => {
    const first = await start()
    const port = Number(fs.readFileSync(path.join(first.dataDir, 'stripe-simulator', 'port'), 'utf8'))
    await until(() => listens(port))

    kill(simulatorOf(first.dataDir))

    await until(async () => !(await listens(port)))
    await until(() => listens(port))
    await stop(first)
    await start({ dataDir: first.dataDir })
    await until(() => listens(port))
  })

  test('is not started while tours are off', async () => {
    const product = await start({ env: { TOUR: 'off' } })
    await sleep(200)

    expect(fs.existsSync(path.join(product.dataDir, 'stripe-simulator'))).toBe(false)
    expect(product.output()).not.toContain('Live Tour')
  })
})

describe.runIf(asRoot)('users', { timeout: 60_000 }, () => {
  test('an ordinary user without a name on the machine can start it', async () => {
    const dataDir = temporaryFolder()
    fs.chownSync(dataDir, 65533, 65533)

    const product = await start({ dataDir, uid: 65533 })

    expect((await fetch(product.url)).status).toBe(200)
    expect((await stop(product)).exit).toBe(0)
  })
})

function simulatorOf(dataDir: string): number {
  const found = processesOf(dataDir).find((pid) =>
    fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('stripe-simulator.mjs'),
  )
  if (!found) throw new Error('No simulator is running')
  return found
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}
