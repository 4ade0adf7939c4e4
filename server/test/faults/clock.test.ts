// F10: the clock of the machine is put a day ahead, then an hour back. Only the product's clock moves: Stripe's and the
// database's stay.
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import {
  type Business,
  comeBack,
  confirmAtStripe,
  inDatabase,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from '../world.ts'
import { isAtRest } from './at-rest.ts'

let world: World
beforeAll(async () => {
  world = await startWorld(
    {},
    { provoked: { webhook_refused: 'a signature a day away is not believed', server_error: 'as above' } },
  )
}, 60_000)
afterAll(() => world?.stop())
afterEach(() => vi.useRealTimers())

const hourMs = 3_600_000

function stepClock(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
}

async function timelineOf(business: Business, { id }: { id: string }): Promise<string[]> {
  const { data } = (await business.call('GET', `/invoices/${id}/timeline`)).body
  return data.map(({ type }: { type: string }) => type)
}

it.each([
  ['a day ahead', 24 * hourMs],
  ['an hour back', -hourMs],
])(
  'F10: put %s while somebody pays: paid once, told once, in the order in which it happened',
  async (_, step) => {
    const business = await world.business()
    const email = `clock${step > 0 ? 'ahead' : 'back'}@example.com`
    const invoice = await sentInvoice(business, { email })
    const signedIn = await fetch(`${world.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.url },
      body: JSON.stringify({ email: business.ownerEmail, password: 'correct horse battery' }),
    })
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect(cookie).not.toBe('')
    const { body } = await pressPay(invoice)

    stepClock(step)

    await confirmAtStripe(world, business, body.client_secret)
    expect((await comeBack(invoice)).outcome).toBe('succeeded')
    const after = await sentInvoice(business, { email: `later-${email}` })
    const pressed = await pressPay(after)
    await confirmAtStripe(world, business, pressed.body.client_secret)
    // What is signed a day ago is not believed: the list of events and the reconciler do without.
    await world.eventually(
      async () => expect((await business.call('GET', `/invoices/${after.id}`)).body.status).toBe('paid'),
      20_000,
    )
    const answers = (await simulate(world, `webhooks?account=${stripeAccountOf(business)}`)).attempts
    expect(answers.some(({ answer }: { answer: string }) => answer === 'answered 400')).toBe(step > 0)
    const session = await fetch(`${world.url}/api/v1/session`, { headers: { cookie } })
    expect(session.status).toBe(200)
    expect((await timelineOf(business, invoice)).filter((type) => type !== 'message.sent')).toEqual(
      (
        await inDatabase(
          world,
          `select type from invoice_events where invoice_id = $1 and type <> 'message.sent' order by xmin::text::bigint, ctid`,
          [invoice.id],
        )
      ).rows.map(({ type }) => type),
    )
    await isAtRest(world, [business], 20_000)
    // By this clock what was just paid was paid a day ago: its receipt may wait for the office, as after a restore.
    await business.call('POST', '/dead_letters/retry')
    await world.eventually(() => expect(world.mailTo(email)).toHaveLength(2))
    await world.eventually(() => expect(world.mailTo(`later-${email}`)).toHaveLength(2))
    expect(world.mailTo(business.ownerEmail)).toHaveLength(2)
  },
  60_000,
)
