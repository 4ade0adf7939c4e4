import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { attachEmbeddedPostgres, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

const asRoot = process.getuid?.() === 0

const finished = fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-test-'))
beforeAll(async () => (await startEmbeddedPostgres({ dataDir: finished })).stop())
afterAll(() => fs.rmSync(finished, { recursive: true, force: true }))

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

describe('the embedded database', () => {
  test('is durable, speaks UTC and C.UTF-8, listens on no network and is not run as a superuser', async () => {
    const { databaseUrl } = await start(emptyFolder())

    const [row] = await query(
      databaseUrl,
      `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
         current_setting('TimeZone') time_zone, current_setting('listen_addresses') network,
         (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) locale,
         (select rolsuper from pg_roles where rolname = current_user) superuser,
         lower('ÄÉ') lowered`,
    )

    expect(row).toEqual({
      fsync: 'on',
      commit: 'on',
      time_zone: 'UTC',
      network: '',
      locale: 'b C.UTF-8',
      superuser: false,
      lowered: 'äé',
    })
  })

  test('can be stopped and started again, and keeps what was committed', async () => {
    const dataDir = usedFolder()
    const first = await start(dataDir)
    await query(first.databaseUrl, 'create table kept as select 42 answer')
    await first.stop()
    await first.stop()

    const second = await start(dataDir)

    expect(await query(second.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('works in a deep folder with spaces and signs in its name', async () => {
    const dataDir = path.join(emptyFolder(), 'a folder with 100 % #1 & more'.repeat(3), 'x'.repeat(90))

    const { databaseUrl } = await start(dataDir)

    expect(await query(databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
  })

  test('ignores the database settings of the shell', async () => {
    process.env.PGPORT = '6666'
    process.env.PGSSLMODE = 'require'
    onTestFinished(() => {
      delete process.env.PGPORT
      delete process.env.PGSSLMODE
    })

    const { databaseUrl } = await start(usedFolder())

    expect(await query(databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
  })

  test('makes what it keeps unreadable for other users of the machine', async () => {
    const dataDir = path.join(emptyFolder(), 'data')
    await start(dataDir)

    expect(modeOf(dataDir)).toBe('700')
    expect(modeOf(path.join(dataDir, 'postgres'))).toBe('700')
    expect(modeOf(path.join(dataDir, 'postgres', 'password'))).toBe('600')
    expect(modeOf(path.join(dataDir, 'postgres.log'))).toBe('600')
  })

  test('refuses whoever has not the password', async () => {
    const { databaseUrl } = await start(usedFolder())

    const wrong = databaseUrl.replace(/:[^:@]+@/, ':guessed@')

    await expect(query(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
  })

  test('refuses a data folder another Quittance works on, and leaves that one alone', async () => {
    const dataDir = usedFolder()
    const first = await start(dataDir)

    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /^The data folder .+ is in use by another Quittance \(database process \d+\); stop that one first, or choose another DATA_DIR\.$/,
    )
    expect(await query(first.databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
  })

  test('says so when it ends although nobody asked it to', async () => {
    const dataDir = usedFolder()
    const ended = new Promise<Error>((resolve) => {
      void start(dataDir, { onUnexpectedEnd: resolve }).then(() =>
        process.kill(postmaster(dataDir), 'SIGKILL'),
      )
    })

    expect((await ended).message).toMatch(/^The database ended unexpectedly; see .+postgres\.log\.$/)
  })
})

describe('a command beside the running product', () => {
  test('attaches to its database and does not stop it', async () => {
    const dataDir = usedFolder()
    const product = await start(dataDir)
    await query(product.databaseUrl, 'create table seen as select 7 number')

    const command = await attachEmbeddedPostgres({ dataDir })
    expect(await query(command.databaseUrl, 'select number from seen')).toEqual([{ number: 7 }])
    await command.stop()

    expect(await query(product.databaseUrl, 'select number from seen')).toEqual([{ number: 7 }])
  })

  test('starts the database for itself when the product is not running, and stops it', async () => {
    const dataDir = emptyFolder()

    const command = await attachEmbeddedPostgres({ dataDir })
    expect(await query(command.databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
    await command.stop()

    expect(fs.existsSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false)
  })
})

describe('after an accident', () => {
  test('a kill -9 of the product takes the database down in good order, and a start right after it works', async () => {
    const dataDir = usedFolder()
    const product = await startInOtherProcess(dataDir)
    await query(product.databaseUrl, 'create table kept as select 1 one')
    const database = postmaster(dataDir)

    product.process.kill('SIGKILL')
    const again = await start(dataDir)

    expect(await query(again.databaseUrl, 'select one from kept')).toEqual([{ one: 1 }])
    expect(isAlive(database)).toBe(false)
    expect(fs.readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).not.toMatch(/not properly shut down/)
  })

  test('a kill -9 of product and database together loses nothing', async () => {
    const dataDir = usedFolder()
    const product = await startInOtherProcess(dataDir)
    await query(product.databaseUrl, 'create table kept as select 1 one')

    process.kill(postmaster(dataDir), 'SIGKILL')
    product.process.kill('SIGKILL')
    const again = await start(dataDir)

    expect(await query(again.databaseUrl, 'select one from kept')).toEqual([{ one: 1 }])
  })

  test.runIf(process.platform === 'linux')(
    'a process id that now belongs to another program does not block the start',
    async () => {
      const dataDir = usedFolder()
      await (await start(dataDir)).stop()
      const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
      const owner = fs.statSync(path.join(dataDir, 'postgres'))
      const stranger = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid, stdio: 'ignore' })
      cleanUps.push(() => stranger.kill())
      fs.writeFileSync(file, `${stranger.pid}\n/proc/self/cwd\n1\n5432\n..\n\n  1 1\nready   \n`)
      fs.chownSync(file, owner.uid, owner.gid)

      const { databaseUrl } = await start(dataDir)

      expect(await query(databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
    },
  )

  test('a first start that was cut off is made anew', async () => {
    const dataDir = emptyFolder()
    const halfWritten = path.join(dataDir, 'postgres.new-cut0ff')
    fs.mkdirSync(path.join(halfWritten, 'cluster', 'base'), { recursive: true })
    fs.utimesSync(halfWritten, 0, 0)
    fs.mkdirSync(path.join(dataDir, 'postgres'))

    const { databaseUrl } = await start(dataDir)

    expect(await query(databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
    expect(fs.existsSync(halfWritten)).toBe(false)
  })

  test('a first start killed in the middle of it leaves a folder that starts', async () => {
    const dataDir = emptyFolder()
    const product = spawnProduct(dataDir)
    while (!fs.readdirSync(dataDir).some((name) => name.startsWith('postgres.new-'))) await sleep(5)
    await sleep(100)
    product.kill('SIGKILL')

    const { databaseUrl } = await start(dataDir)

    expect(await query(databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
  })

  test('a damaged data folder is refused in one sentence and left as it is', async () => {
    const dataDir = usedFolder()
    await (await start(dataDir)).stop()
    const control = path.join(dataDir, 'postgres', 'cluster', 'global', 'pg_control')
    fs.truncateSync(control, 100)

    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /^The database in .+ cannot be started: .+\. Restore a backup, or move the folder away to begin with an empty database; details in .+postgres\.log\.$/,
    )
    fs.rmSync(control)
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /^The data folder .+postgres is damaged or incomplete; restore a backup there, or move the folder away to begin with an empty database\.$/,
    )
    expect(fs.existsSync(path.join(dataDir, 'postgres', 'cluster', 'PG_VERSION'))).toBe(true)
  })

  test('a data folder of another Postgres version is refused by name', async () => {
    const dataDir = emptyFolder()
    fs.mkdirSync(path.join(dataDir, 'postgres', 'cluster'), { recursive: true })
    fs.writeFileSync(path.join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '17\n')

    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /made by Postgres 17.+brings Postgres 18/,
    )
  })
})

describe('users of the machine', () => {
  test.runIf(asRoot)('root: the database runs as nobody, below a folder only root may enter', async () => {
    const dataDir = path.join(emptyFolder(), 'private', 'data')
    fs.mkdirSync(path.dirname(dataDir), { mode: 0o700 })

    await start(dataDir)

    expect(fs.statSync(`/proc/${postmaster(dataDir)}`).uid).toBe(65534)
  })

  test.runIf(asRoot)(
    'an ordinary user without a name starts it, and no other user can reach it',
    async () => {
      const dataDir = emptyFolder()
      fs.chmodSync(dataDir, 0o755)
      fs.chownSync(dataDir, 65533, 65533)

      const product = await startInOtherProcess(dataDir, { uid: 65533, gid: 65533 })

      expect(fs.statSync(`/proc/${postmaster(dataDir)}`).uid).toBe(65533)
      expect(await query(product.databaseUrl, 'select 1 one')).toEqual([{ one: 1 }])
      expect(await knockAs(65532, path.join(dataDir, 'postgres', '.s.PGSQL.5432'))).toBe('EACCES')
    },
  )

  test.runIf(asRoot)('a data folder of another user is refused in one sentence', async () => {
    const dataDir = emptyFolder()

    const product = spawnProduct(path.join(dataDir, 'of-root'), { uid: 65533, gid: 65533 })

    expect(await allOutput(product)).toMatch(
      /The data folder .+ cannot be used: this user may not write there/,
    )
  })
})

function emptyFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-test-'))
  cleanUps.push(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A data folder that was started and stopped before: saves most tests the second an initdb takes. */
function usedFolder(): string {
  const folder = emptyFolder()
  execFileSync('cp', ['-a', `${finished}/.`, folder])
  return folder
}

async function start(
  dataDir: string,
  options: { onUnexpectedEnd?(error: Error): void } = {},
): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, ...options })
  cleanUps.push(database.stop)
  return database
}

async function query(databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

type OtherUser = { uid?: number; gid?: number }

async function startInOtherProcess(
  dataDir: string,
  user: OtherUser = {},
): Promise<{ process: ChildProcess; databaseUrl: string }> {
  const product = spawnProduct(dataDir, user)
  const databaseUrl = await new Promise<string>((resolve, reject) => {
    let output = ''
    const read = (text: Buffer) => {
      output += text
      const url = output.match(/^postgresql:.+$/m)
      if (url) resolve(url[0])
    }
    product.stdout?.on('data', read)
    product.stderr?.on('data', read)
    product.once('exit', () => reject(new Error(output)))
  })
  return { process: product, databaseUrl }
}

function spawnProduct(dataDir: string, user: OtherUser = {}): ChildProcess {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    console.log((await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })).databaseUrl)
    setInterval(() => {}, 1000)`
  const product = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: os.tmpdir() },
  })
  cleanUps.push(async () => {
    if (product.exitCode !== null || product.signalCode !== null) return
    product.kill('SIGKILL')
    while (fs.existsSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))) await sleep(20)
  })
  return product
}

async function allOutput(product: ChildProcess): Promise<string> {
  let output = ''
  product.stdout?.on('data', (text) => {
    output += text
  })
  product.stderr?.on('data', (text) => {
    output += text
  })
  await new Promise((resolve) => product.once('close', resolve))
  return output
}

/** Tries to open the socket as another user. @returns the error's code, or 'connected'. */
async function knockAs(uid: number, socket: string): Promise<string> {
  const script = `require('net').connect(${JSON.stringify(socket)}).on('connect', () => { console.log('connected'); process.exit() }).on('error', (error) => console.log(error.code))`
  return (await allOutput(spawn(process.execPath, ['-e', script], { uid, gid: uid, cwd: '/' }))).trim()
}

function postmaster(dataDir: string): number {
  return Number.parseInt(
    fs.readFileSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'),
    10,
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function modeOf(file: string): string {
  return (fs.statSync(file).mode & 0o777).toString(8)
}
