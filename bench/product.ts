import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The product as a user runs it, with a tour inside, and an open invoice of the tour. */
export interface Product {
  url: string
  pid: number
  dataDir: string
  accountId: string
  apiKey: string
  payUrl: string
  pdfUrl: string
  stop(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '..')

export async function startProduct(): Promise<Product> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  const port = await freePort()
  const child = await launch(port, dataDir)
  const url = `http://localhost:${port}`
  const tour = (await (
    await fetch(`${url}/tour`, { method: 'POST', headers: { accept: 'application/json' } })
  ).json()) as { account_id: string; api_key: string }
  const list = (await (
    await fetch(`${url}/api/v1/invoices?flag=overdue`, {
      headers: { authorization: `Bearer ${tour.api_key}` },
    })
  ).json()) as {
    data: { payment_link: { url: string } }[]
  }
  const payUrl = list.data[0]!.payment_link.url
  return {
    url,
    pid: child.pid!,
    dataDir,
    accountId: tour.account_id,
    apiKey: tour.api_key,
    payUrl,
    pdfUrl: `${payUrl}/invoice.pdf`,
    stop: () => end(child, dataDir),
  }
}

/** Resolves when the first page answers. */
export async function launch(port: number, dataDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(root, 'bin/quittance.mjs'), 'start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const answer = await fetch(`http://localhost:${port}/`).catch(() => null)
    if (answer?.ok) return child
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('the product did not start')
}

export async function end(child: ChildProcess, dataDir: string | null): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
}

/** User and system time a process has used, in milliseconds (Linux). */
export async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Resident memory of a process and all below it, in megabytes; shared pages of Postgres counted once (Linux, PSS). */
export async function memoryMb(pid: number): Promise<number> {
  const own = /Pss:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => ''))
    .trim()
    .split(' ')
    .filter(Boolean)
  const below = await Promise.all(children.map((child) => memoryMb(Number(child))))
  return Number(own?.[1] ?? 0) / 1024 + below.reduce((sum, one) => sum + one, 0)
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
