// F11: the disk of the database is full. Needs a small disk of its own, which only root may mount.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  confirmAtStripe,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from '../world.ts'
import { isAtRest } from './at-rest.ts'

const disk = mountSmallDisk()
if (!disk) process.stdout.write('skipped: F11, a full disk: no disk can be mounted here\n')

function mountSmallDisk(): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'quittance-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
}

describe.runIf(disk)('F11: the disk of the database', () => {
  let world: World
  beforeAll(async () => {
    const databaseFolder = path.join(disk!, 'data')
    mkdirSync(databaseFolder, { mode: 0o700 })
    world = await startWorld(
      {},
      {
        databaseFolder,
        provoked: {
          webhook_refused: 'nothing is acknowledged that cannot be stored',
          server_error: 'nothing is acknowledged that cannot be stored',
          pi_transition: 'the answer under a repeated key is the first one, older than what happened since',
          immutable: 'the same',
        },
      },
    )
  }, 60_000)
  afterAll(async () => {
    await world?.stop()
    execFileSync('umount', [disk!])
    rmSync(disk!, { recursive: true })
  })

  const ballast = () => path.join(disk!, 'ballast')
  function fill(): void {
    const { bavail, bsize } = statfsSync(disk!)
    try {
      writeFileSync(ballast(), Buffer.alloc(bavail * bsize))
    } catch (error) {
      // The database took some of the room meanwhile: full all the same.
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  }

  it('is full: 503 and nothing half done; it goes on by itself when there is room again', {
    timeout: 90_000,
  }, async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice)
    await simulate(world, 'webhooks', { account: stripeAccountOf(business), mode: 'hold' })
    fill()
    // What still fits into the pages there are is taken; sooner or later nothing does.
    const long = randomBytes(30_000).toString('base64')
    const answers: Answer[] = []
    await world.eventually(async () => {
      for (let n = 0; n < 8; n++)
        answers.push(
          await business.call('POST', '/invoices', {
            customer: { name: 'Example', email: 'full@example.com' },
            lines: [{ description: `${n}`, quantity: '1', unit_amount: 100 }],
            note: long,
          }),
        )
      expect(answers.at(-1)).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    }, 45_000)
    for (const { status } of answers) expect([201, 503]).toContain(status)
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200)
    await confirmAtStripe(world, business, body.client_secret)
    await simulate(world, 'webhooks/flush', { account: stripeAccountOf(business) })
    rmSync(ballast())
    await world.eventually(async () => expect((await fetch(`${world.url}/readyz`)).status).toBe(200), 20_000)
    await simulate(world, 'webhooks', { account: stripeAccountOf(business), mode: 'deliver' })
    await world.eventually(
      async () => expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid'),
      20_000,
    )
    const made = answers.filter(({ status }) => status === 201).length
    const kept: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Answer = await business.call(
        'GET',
        `/invoices?limit=100${cursor ? `&cursor=${cursor}` : ''}`,
      )
      kept.push(...page.body.data.map(({ id }: { id: string }) => id))
      cursor = page.body.next_cursor
    }
    expect(kept).toHaveLength(made + 1)
    await isAtRest(world, [business], 45_000)
  })
})
