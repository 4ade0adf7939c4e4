// Who works here (R49): invited by e-mail, with a password of their own, and gone at once when taken out.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Business, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

const password = 'a password of their own'

async function ask(path: string, init: { method?: string; body?: object; cookie?: string } = {}) {
  const response = await fetch(`${world.url}/api/v1${path}`, {
    method: init.method ?? 'GET',
    headers: {
      origin: world.url,
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...(init.cookie ? { cookie: init.cookie } : {}),
    },
    ...(init.body ? { body: JSON.stringify(init.body) } : {}),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text ? JSON.parse(text) : null,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  }
}

async function invite(business: Business, email: string, role = 'staff') {
  const { status, body } = await business.call('POST', '/invitations', { email, role })
  expect(status).toBe(201)
  expect(body.url).toMatch(/\/join#\w{40,}$/)
  return body as { id: string; url: string }
}

const tokenOf = ({ url }: { url: string }) => url.split('#')[1]!

async function join(invitation: { url: string }, name = 'New Hand') {
  const answer = await ask('/join', { method: 'POST', body: { token: tokenOf(invitation), name, password } })
  expect(answer.status).toBe(204)
  return answer.cookie
}

it('whoever is invited reads it in a mail, chooses a password, is in, and signs in with it later', async () => {
  const business = await world.business()
  const email = 'joins@example.com'
  const invitation = await invite(business, email, 'administrator')
  const mail = await world.eventually(() => {
    const [one] = world.mailTo(email)
    expect(one).toBeDefined()
    return one!
  })
  expect(mail.text).toContain(invitation.url)
  expect(mail.html).toContain(invitation.url)
  expect((await ask('/join/read', { method: 'POST', body: { token: tokenOf(invitation) } })).body).toEqual({
    company: expect.stringMatching(/^Business/),
    email,
  })
  const cookie = await join(invitation)
  expect((await ask('/session', { cookie })).body.member).toMatchObject({
    name: 'New Hand',
    email,
    role: 'administrator',
  })
  expect((await ask('/session', { method: 'POST', body: { email, password } })).status).toBe(204)
  expect((await business.call('GET', '/invitations')).body.data).toEqual([])
  expect(
    (await ask('/join', { method: 'POST', body: { token: tokenOf(invitation), name: 'Again', password } }))
      .status,
  ).toBe(404)
})

it('an invitation opens nothing once it is taken back, sent anew, accepted twice at once, or a week old', async () => {
  const business = await world.business()
  const opens = async (invitation: { url: string }) =>
    (await ask('/join/read', { method: 'POST', body: { token: tokenOf(invitation) } })).status
  const first = await invite(business, 'again@example.com')
  const second = await invite(business, 'Again@Example.com')
  expect([await opens(first), await opens(second)]).toEqual([404, 200])
  expect((await business.call('GET', '/invitations')).body.data).toHaveLength(1)
  expect((await business.call('DELETE', `/invitations/${second.id}`)).status).toBe(204)
  expect(await opens(second)).toBe(404)
  const race = await invite(business, 'race@example.com')
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      ask('/join', { method: 'POST', body: { token: tokenOf(race), name: 'Racer', password } }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404])
})

it('staff see no team settings; a new role counts from the next request; who is taken out is out at once', async () => {
  const business = await world.business()
  const cookie = await join(await invite(business, 'worker@example.com'))
  expect((await ask('/invitations', { cookie })).status).toBe(403)
  expect((await ask('/invoices/export', { cookie })).status).toBe(403)
  const { data } = (await business.call('GET', '/members')).body
  const [owner, worker] = ['owner', 'staff'].map((role) =>
    data.find((one: { role: string }) => one.role === role),
  )
  expect(
    (await business.call('PATCH', `/members/${worker.id}`, { role: 'administrator' })).body,
  ).toMatchObject({
    role: 'administrator',
  })
  expect((await ask('/invitations', { cookie })).status).toBe(200)
  for (const [method, id] of [
    ['DELETE', owner.id],
    ['DELETE', worker.id],
  ] as const)
    expect((await ask(`/members/${id}`, { method, cookie })).status).toBe(403)
  expect((await business.call('PATCH', `/members/${owner.id}`, { role: 'staff' })).status).toBe(403)
  expect((await business.call('DELETE', `/members/${worker.id}`)).status).toBe(204)
  expect((await ask('/invoices', { cookie })).status).toBe(401)
  expect((await business.call('DELETE', `/members/${worker.id}`)).status).toBe(404)
})

it('nobody is invited who signs in already, and nobody into a tour', async () => {
  const [business, other] = [await world.business(), await world.business()]
  expect(
    (await business.call('POST', '/invitations', { email: other.ownerEmail, role: 'staff' })).body,
  ).toMatchObject({
    status: 409,
    code: 'email_taken',
    errors: [{ pointer: '/email' }],
  })
  const tour = await (
    await fetch(`${world.url}/tour`, { method: 'POST', headers: { accept: 'application/json' } })
  ).json()
  const refused = await fetch(`${world.url}/api/v1/invitations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tour.api_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'friend@example.com', role: 'staff' }),
  })
  expect(refused.status).toBe(403)
})
