// Random lives of businesses: what people, Stripe and mishap do to their invoices, in any order, against a plain model and
// Stripe's own books (reliability.md 2). Each life has an account of its own, and many are lived side by side.
//
//   QUITTANCE_MODEL_SEED=7 QUITTANCE_MODEL_PATH=… QUITTANCE_MODEL_REPLAY=…   lives one again, as a failure prints it
//   QUITTANCE_MODEL_RUNS=5000 QUITTANCE_MODEL_SIDE_BY_SIDE=12                how many, and how many at a time
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database.ts'
import { findBreaches } from '../../src/features/doctor/find-breaches.ts'
import { createSealer } from '../../src/platform/crypto/sealer.ts'
import { openDatabase } from '../../src/platform/db/pool.ts'
import { isLong, tellCounts } from '../long-form.ts'
import { startMoodyMailServer } from '../moody-mail-server.ts'
import { simulate, startWorld, worldSettings } from '../world.ts'
import { checkEverything } from './check-everything.ts'
import { commands, crashCommand, ran } from './commands.ts'
import { openGate } from './gate.ts'
import { beginLife, type Life, type Stage } from './life.ts'
import { newModel } from './plain-model.ts'
import { createInvoice } from './verbs.ts'

const set = process.env
const seed = Number(set['QUITTANCE_MODEL_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 20_261_123))
const path = set['QUITTANCE_MODEL_PATH']
const replay = set['QUITTANCE_MODEL_REPLAY']
const isReplay = path !== undefined
const runs = isReplay ? 1 : Number(set['QUITTANCE_MODEL_RUNS'] ?? (isLong ? 5_000 : 64))
const sideBySide = isReplay ? 1 : Number(set['QUITTANCE_MODEL_SIDE_BY_SIDE'] ?? 8)
/** A stage fills up with what its lives leave behind; then the next ones get a new one. */
const runsOfStage = 320

const reached = new Map<string, number>()
let lived = 0
let broke = 0

it(
  `${runs} lives of an account end with books that are right (seed ${seed})`,
  async () => {
    const startedAt = Date.now()
    const failures: unknown[] = []
    for (let first = 0; first < runs; first += runsOfStage) {
      const many = Math.min(runsOfStage, runs - first)
      await onStage((stage) => liveMany(stage, seed + first, many))
        .catch((error: unknown) => failures.push(error))
        .finally(() => tell(startedAt))
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n\n'))
    expect(broke).toBe(0)
    expect(lived).toBeGreaterThanOrEqual(runs)
  },
  8 * 3_600_000,
)

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const mail = await startMoodyMailServer()
  const world = await startWorld(
    { TRUST_PROXY: 'on', SMTP_URL: mail.smtpUrl },
    // The proxy looks at every exchange; thousands of lives have the machine to themselves.
    isLong ? { conformance: false } : { provoked },
  )
  const db = openDatabase<Database>(world.databaseUrl, { size: 6, onIdleError: () => {} })
  try {
    const sealer = createSealer(readConfig(worldSettings).secretKeys)
    await play({ world, mail, db, sealer, gate: openGate(), reached })
    expect(await findBreaches(db), 'what the doctor says of all accounts together').toEqual([])
  } finally {
    await db.destroy()
    await world.stop()
    await mail.close()
  }
}

const provoked = {
  server_error: 'the faults of the game',
  webhook_refused: 'deliveries signed with a wrong secret, on purpose',
  unreachable: 'the faults of the game, and restarts',
  idempotency_replay_differs: 'a fault that strikes before Stripe begins is not kept under the key',
  pi_transition: 'the answer under a repeated key is the first one, older than what happened since',
}

/** Several runners side by side, each with a seed of its own; a failure stops only its own. */
async function liveMany(stage: Stage, firstSeed: number, many: number): Promise<void> {
  const share = Math.ceil(many / sideBySide)
  const runners = Array.from({ length: Math.min(many, sideBySide) }, (_, runner) =>
    liveSome(stage, firstSeed + runner, share),
  )
  const failed = (await Promise.allSettled(runners)).filter((one) => one.status === 'rejected')
  if (failed.length > 0)
    throw new AggregateError(
      failed.map(({ reason }) => reason),
      failed.map(({ reason }) => `${reason}`).join('\n\n'),
    )
}

const firstInvoice = { amount: 12_000, link: true, issue: 'mark_sent', twice: false } as const

async function liveSome(stage: Stage, ownSeed: number, many: number): Promise<void> {
  // A restart holds everybody up: now and then is enough.
  const some = ownSeed % 4 === 0 ? [...commands, crashCommand] : commands
  const lives = fc.asyncProperty(
    fc.commands(some, { maxCommands: 40, size: 'max', ...(replay ? { replayPath: replay } : {}) }),
    async (chosen) => {
      const life = await beginLife(stage)
      const model = newModel()
      await life.gate.together(() => createInvoice(model, life, firstInvoice))
      try {
        await fc.asyncModelRun(() => ({ model, real: life }), chosen)
        await checkEverything(model, life)
      } catch (error) {
        broke += 1
        process.stdout.write(`seed ${ownSeed}: ${[...chosen].join(', ')}\n  ${error}\n`)
        throw error
      } finally {
        await endLife(life)
      }
      lived += 1
    },
  )
  await fc.assert(lives, {
    seed: ownSeed,
    numRuns: many,
    unbiased: true,
    // Of thousands the shortest way to a failure is looked for afterwards, from its seed.
    endOnFailure: isLong || set['QUITTANCE_MODEL_SHRINK'] === '0',
    ...(path ? { path } : {}),
  })
}

/** Nobody sweeps or reconciles for a life that is over. */
async function endLife(life: Life): Promise<void> {
  await life.gate.together(async () => {
    await life.business.call('DELETE', '/stripe_connection')
    await simulate(life.world, 'webhooks', { account: life.account, mode: 'drop' })
  })
}

function tell(startedAt: number): void {
  const seconds = (Date.now() - startedAt) / 1000
  const byCount = (counts: Map<string, number>) =>
    Object.fromEntries([...counts].toSorted(([, one], [, other]) => other - one))
  const all = [...ran.values()].reduce((sum, count) => sum + count, 0)
  tellCounts(`model (seed ${seed})`, {
    lives: lived,
    commands: all,
    kinds: ran.size,
    'a second': (lived / seconds).toFixed(2),
    'that broke something': broke,
  })
  tellCounts('  commands', byCount(ran))
  tellCounts('  lives that reached', byCount(reached))
}
