import { Clock } from './clock.ts'
import { DueQueue } from './due-queue.ts'
import { Faults } from './faults.ts'
import type { Entry } from './journal.ts'
import type { Delivery, Task } from './objects.ts'
import { doTask } from './payments/due-tasks.ts'
import { RequestLog } from './request-log.ts'
import { type AccountChoices, newAccount } from './resources/accounts.ts'
import { State } from './state.ts'
import { WebhookSender } from './webhooks/send-webhooks.ts'
import { type Cause, Work } from './work.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
/** Stripe lists events for 30 days; afterwards they are forgotten. */
const eventsLiveMs = 30 * dayMs

/** One pretend Stripe: its state, its clock, and what goes on by itself (webhooks, debits, refunds under way). */
export class Simulator {
  readonly state: State
  readonly clock: Clock
  readonly faults = new Faults()
  readonly requests = new RequestLog()
  readonly webhooks: WebhookSender
  readonly #tasks: DueQueue
  readonly #sweeping: NodeJS.Timeout

  constructor(stateDir: string | null) {
    this.state = new State(stateDir)
    this.clock = new Clock(this.state)
    this.webhooks = new WebhookSender(this)
    this.#tasks = new DueQueue(this.clock, (account, id) => this.#runTask(account, id))
    for (const account of this.state.accounts()) {
      for (const task of this.state.all('task', account)) this.#tasks.watch(account, task.id, task.dueAtMs)
      for (const delivery of this.state.all('delivery', account)) this.webhooks.watch(account, delivery)
    }
    this.#forgetOld()
    this.#sweeping = setInterval(() => this.#forgetOld(), hourMs)
  }

  /** Runs one atomic piece of work on an account and makes it lasting; a throw leaves no trace. */
  perform<Result>(account: string, run: (work: Work) => Result, cause?: Cause): Result {
    const work = new Work(this.state, account, this.clock.nowMs(), cause)
    const result = run(work)
    this.commit(work)
    return result
  }

  /** Makes the changes of a piece of work lasting and starts what they set off. */
  commit(work: Work): void {
    const changes = work.changes()
    this.state.commit(changes)
    for (const change of changes) this.#follow(change)
  }

  /** Does what is due now, so that a request never finds the world a moment behind the clock. */
  catchUp(): void {
    this.#tasks.check()
  }

  /** Opens an account unless it exists. */
  openAccount(id: string, choices: AccountChoices = {}): void {
    if (this.state.get('account', '', id)) return
    const account = newAccount(id, Math.floor(this.clock.nowMs() / 1000), choices)
    this.state.commit([{ kind: 'account', account: '', id, value: account }])
  }

  /** Moves time forward and does everything that became due meanwhile, in order. */
  advanceClock(seconds: number): void {
    this.clock.advance(seconds)
    // Things due may set off further things that are due at once (a debit settles, then a dispute opens).
    for (let round = 0; round < 5; round++) this.#tasks.check()
    this.webhooks.check()
    this.#forgetOld()
  }

  /**
   * Lets time pass for one account alone: what it waits for comes so much sooner, in order. The clock, which all share,
   * stays. Returns how many things came to be.
   */
  passTimeFor(account: string, seconds: number): number {
    const waiting = this.state.all('task', account)
    this.perform(account, (work) => {
      for (const task of waiting) work.save('task', { ...task, dueAtMs: task.dueAtMs - seconds * 1000 })
    })
    this.#tasks.check()
    this.webhooks.check()
    return waiting.filter(({ id }) => !this.state.get('task', account, id)).length
  }

  stop(): void {
    clearInterval(this.#sweeping)
    this.#tasks.stop()
    this.webhooks.stop()
    this.state.close()
  }

  #follow({ kind, account, id, value }: Entry): void {
    if (kind === 'task' && value) this.#tasks.watch(account, id, (value as Task).dueAtMs)
    if (kind === 'task' && !value) this.#tasks.forget(account, id)
    if (kind === 'delivery' && value) this.webhooks.watch(account, value as Delivery)
    if (kind === 'delivery' && !value) this.webhooks.forget(account, id)
  }

  #runTask(account: string, id: string): void {
    const task = this.state.get('task', account, id)
    if (!task) return
    try {
      this.perform(account, (work) => doTask(work, task))
    } catch (error) {
      // A task that cannot be done must not keep the simulator from starting again and again.
      process.stderr.write(`task ${task.what} of ${task.target}: ${(error as Error).message}\n`)
      this.perform(account, (work) => work.remove('task', id))
    }
  }

  /** Idempotency keys after a day, events after a month. */
  #forgetOld(): void {
    const now = this.clock.nowMs()
    for (const account of this.state.accounts()) {
      const answers = this.state.all('kept_answer', account).filter((answer) => answer.keptAtMs < now - dayMs)
      const events = this.state
        .all('event', account)
        .filter((event) => event.created * 1000 < now - eventsLiveMs)
      this.state.commit([
        ...answers.map(({ id }) => ({ kind: 'kept_answer', account, id, value: null })),
        ...events.map(({ id }) => ({ kind: 'event', account, id, value: null })),
      ])
    }
  }
}
