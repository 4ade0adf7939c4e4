import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { control, once, openAccount, refusal, stripeAt } from './shop.ts'
import { WebhookReceiver } from './webhook-receiver.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const return_url = 'https://shop.example.com/return'

describe('a simulator that is killed', () => {
  let stateDir: string
  let receiver: WebhookReceiver
  let running: { process: ChildProcess; url: string } | null = null

  beforeEach(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'stripe-simulator-'))
    receiver = await WebhookReceiver.start()
  })
  afterEach(async () => {
    await kill('SIGKILL')
    await receiver.stop()
    rmSync(stateDir, { recursive: true })
  })

  it('comes back with its objects, keys, clock and tasks, and goes on delivering', async () => {
    let url = await start()
    const keys = await openAccount(url)
    let stripe = stripeAt(url, keys.secret_key)
    const endpoint = await stripe.webhookEndpoints.create(
      { url: receiver.url, enabled_events: ['*'] },
      once(),
    )
    receiver.secret = endpoint.secret ?? ''
    receiver.status = 503
    await control(url, 'clock', { advance_seconds: 3600 })
    const key = once()
    const terms = {
      amount: 1200,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
      return_url,
      metadata: { invoice_id: '7' },
    }
    const paid = await stripe.paymentIntents.create(terms, key)
    const declinedKey = once()
    const declined = { ...terms, payment_method: 'pm_card_chargeDeclined' }
    const refused = await refusal(stripe.paymentIntents.create(declined, declinedKey))
    const debit = await stripe.paymentIntents.create(
      {
        amount: 900,
        currency: 'usd',
        payment_method: 'pm_usBankAccount_success',
        confirm: true,
        return_url,
        mandate_data: {
          customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'x' } },
        },
      },
      once(),
    )
    await kill('SIGKILL')
    appendFileSync(join(stateDir, 'journal.jsonl'), '[{"kind":"customer","account":"acct_torn')

    url = await start()
    stripe = stripeAt(url, keys.secret_key)
    expect(await stripe.paymentIntents.retrieve(paid.id)).toMatchObject({
      status: 'succeeded',
      metadata: { invoice_id: '7' },
    })
    expect((await stripe.paymentIntents.create(terms, key)).id).toBe(paid.id)
    expect((await refusal(stripe.paymentIntents.create(declined, declinedKey))).payment_intent?.id).toBe(
      refused.payment_intent?.id,
    )
    const clock = await (await fetch(`${url}/_sim/clock`)).json()
    expect(clock.now).toBeGreaterThan(Date.now() / 1000 + 3500)
    receiver.status = 200
    await receiver.waitFor('payment_intent.payment_failed')
    await receiver.waitFor('payment_intent.processing')
    await control(url, 'clock', { advance_seconds: 60 })
    expect((await stripe.paymentIntents.retrieve(debit.id)).status).toBe('succeeded')
    await receiver.waitFor('charge.succeeded')
    const succeeded = receiver.received.filter((entry) => entry.event.type === 'payment_intent.succeeded')
    expect(succeeded.every((entry) => entry.verified)).toBe(true)
    expect(
      (await (await fetch(`${url}/_sim/ledger?account=${keys.account}`)).json())[keys.account].usd.net,
    ).toBe(2100)
  })

  it('loses nothing it answered, wherever the kill falls', async () => {
    let url = await start()
    const keys = await openAccount(url)
    const stripe = stripeAt(url, keys.secret_key)
    const answered: string[] = []
    const writing = (async () => {
      for (;;) answered.push((await stripe.customers.create({ name: 'N' }, once())).id)
    })().catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 250))
    await kill('SIGKILL')
    await writing
    expect(answered.length).toBeGreaterThan(5)
    url = await start()
    const after = stripeAt(url, keys.secret_key)
    const kept = new Set<string>()
    for await (const customer of after.customers.list({ limit: 100 })) kept.add(customer.id)
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
  })

  it('stops cleanly when told, and with its parent when asked to', async () => {
    await start()
    expect(await kill('SIGTERM')).toBe(0)
    await start('--exit-with-parent')
    const ended = new Promise((resolve) => running!.process.once('exit', resolve))
    running!.process.stdin!.end()
    expect(await ended).toBe(0)
  })

  async function start(...flags: string[]): Promise<string> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', main, '--port', '0', '--state-dir', stateDir, ...flags],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    )
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (data) => resolve(String(data)))
      child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)))
    })
    running = { process: child, url: JSON.parse(line).listening }
    return running.url
  }

  async function kill(signal: NodeJS.Signals): Promise<number | null> {
    if (!running || running.process.exitCode !== null || running.process.signalCode) return null
    const { process: child } = running
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    running = null
    return ended
  }
})
