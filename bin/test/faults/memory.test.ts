// F15: the whole product, its database and its simulated Stripe in 512 MB and on one processor, as on the smallest of
// rented machines; then the kernel takes one of its processes, as it does where memory ends.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellCounts } from '../../../server/test/long-form.ts'
import { makeReady } from '../../launcher/make-ready.mjs'
import { checkout, processesOf, run, start, stop } from '../product.ts'
import { eventually } from '../shop.ts'
import { confirmAtStripe, type Invoice, pressPay, read, startTour, type Tour } from '../tour.ts'

const megabyte = 1024 * 1024
const group = makeGroup(512 * megabyte)
if (!group) process.stdout.write('skipped: no memory group of the kernel can be made here\n')

beforeAll(() => makeReady(checkout), 120_000)
afterAll(async () => group?.remove())

test.skipIf(!group)(
  'works in 512 MB on one processor, and gets over the loss of a process of its database (F15)',
  {
    timeout: 240_000,
  },
  async () => {
    // Everything the product starts is born where it is.
    const enter = `--import data:text/javascript,${encodeURIComponent(
      `import fs from 'node:fs';fs.writeFileSync(${JSON.stringify(group!.door)},String(process.pid))`,
    )}`
    const product = await start({ env: { NODE_OPTIONS: enter } })
    for (const pid of processesOf(product.dataDir)) execFileSync('taskset', ['-acp', '0', String(pid)])
    const tour = await startTour(product)
    const customer = (await read(product, tour, '/customers?limit=1')).data[0] as { id: string }
    const post = async (address: string, body: unknown = {}): Promise<Invoice> => {
      const answer = await fetch(`${product.url}/api/v1${address}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tour.api_key}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(body),
      })
      expect(answer.ok, `${address}: ${answer.status}`).toBe(true)
      return (await answer.json()) as Invoice
    }
    const invoiceOf = (lines: number) =>
      post('/invoices', {
        customer_id: customer.id,
        payment_link: true,
        lines: Array.from({ length: lines }, (_, index) => ({
          description: `Consulting, day ${index + 1}`,
          quantity: '1',
          unit_amount: 12_000,
        })),
      })
    async function payOne(): Promise<string> {
      const { id } = await invoiceOf(60)
      const sent = await post(`/invoices/${id}/send`)
      const { client_secret: secret } = (await (await pressPay(sent)).json()) as { client_secret: string }
      await confirmAtStripe(product, tour, secret)
      return id
    }

    const ids = await Promise.all(Array.from({ length: 12 }, payOne))
    await Promise.all(
      ids.flatMap((id) => [
        fetch(`${product.url}/api/v1/invoices/${id}/pdf`, {
          headers: { authorization: `Bearer ${tour.api_key}` },
        }).then((answer) => answer.arrayBuffer()),
        read(product, tour, '/invoices?limit=100'),
        read(product, tour, '/dashboard'),
      ]),
    )
    for (const id of ids) await isPaid(id)

    const worker = processesOf(product.dataDir).find((pid) => /postgres: quittance .*idle/.test(titleOf(pid)))
    process.kill(worker!, 'SIGKILL')
    await eventually(async () => expect((await fetch(`${product.url}/readyz`)).status).toBe(200), 30_000)
    await isPaid(await payOne())

    const { peak, killed } = group!.use()
    tellCounts('F15, 512 MB on one processor', {
      'invoices paid': ids.length + 1,
      'MB at most': Math.round(peak / megabyte),
      'processes killed by the kernel': killed,
    })
    expect(killed).toBe(0)
    expect((await stop(product)).exit).toBe(0)
    const doctor = await run({ command: ['doctor', '--json'], dataDir: product.dataDir })
    await doctor.exited
    expect(JSON.parse(doctor.stdout())).toMatchObject({ breaches: [] })

    async function isPaid(id: string): Promise<void> {
      await eventually(
        async () =>
          expect(await read(product, tour as Tour, `/invoices/${id}`)).toMatchObject({ status: 'paid' }),
        60_000,
      )
    }
  },
)

function titleOf(pid: number): string {
  return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
}

interface Group {
  /** Whoever writes a process's number into this file brings it in, and with it all it starts from then on. */
  door: string
  /** Bytes at the highest, and how many of its processes the kernel ended for want of memory. */
  use(): { peak: number; killed: number }
  remove(): Promise<void>
}

/** A group of processes that together get no more than `bytes` of memory; null where the kernel lets us make none. */
function makeGroup(bytes: number): Group | null {
  const isFirst = fs.existsSync('/sys/fs/cgroup/memory')
  const folder = path.join(isFirst ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup', `quittance-${process.pid}`)
  const at = (name: string) => path.join(folder, name)
  const numberIn = (name: string, after = '') =>
    Number(new RegExp(`${after}\\s*(\\d+)`).exec(fs.readFileSync(at(name), 'utf8'))?.[1] ?? 0)
  try {
    fs.mkdirSync(folder)
    fs.writeFileSync(at(isFirst ? 'memory.limit_in_bytes' : 'memory.max'), String(bytes))
  } catch {
    fs.rmSync(folder, { recursive: true, force: true })
    return null
  }
  return {
    door: at('cgroup.procs'),
    use: () => ({
      peak: numberIn(isFirst ? 'memory.max_usage_in_bytes' : 'memory.peak'),
      killed: numberIn(isFirst ? 'memory.oom_control' : 'memory.events', 'oom_kill'),
    }),
    async remove() {
      // Its processes have been ended; the kernel takes a moment to forget them.
      for (let tries = 0; tries < 50 && fs.existsSync(folder); tries++) {
        try {
          fs.rmdirSync(folder)
        } catch {
          await sleep(100)
        }
      }
    },
  }
}
