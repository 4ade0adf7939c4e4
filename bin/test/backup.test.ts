import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeReady } from '../launcher/make-ready.mjs'
import { checkout, type Product, run, setup, start, stop, temporaryFolder, usedFolder } from './product.ts'
import { confirmAtStripe, type Invoice, pressPay, read, startTour, type Tour } from './tour.ts'

// The first command would otherwise tell that it is building.
beforeAll(() => makeReady(checkout), 120_000)

describe('backup and restore', { timeout: 120_000 }, () => {
  test('a backup of the running product, restored elsewhere, answers the same, down to the printed link', async () => {
    const product = await start()
    const tour = await startTour(product)
    const before = await booksOf(product, tour)
    const backup = await command(product.dataDir, 'backup', '--json')
    expect(backup).toMatchObject({ file: expect.stringMatching(/backups\/quittance-.*\.sql\.gz$/) })
    expect(fs.statSync(backup.file).mode & 0o777).toBe(0o600)
    await end(product)

    const elsewhere = temporaryFolder()
    fs.copyFileSync(path.join(product.dataDir, 'secret-key'), path.join(elsewhere, 'secret-key'))
    const restored = await command(elsewhere, 'restore', backup.file, '--json')
    expect(restored).toMatchObject({ rows: backup.rows, made_at: backup.made_at, previous_database: null })
    expect(await command(elsewhere, 'doctor', '--json')).toMatchObject({ ok: true, breaches: [] })
    const again = await start({ dataDir: elsewhere, env: { PORT: new URL(product.url).port } })
    expect(await booksOf(again, tour)).toEqual(before)
    await end(again)
  })

  test('into a database in use only with --replace, which keeps what was there', async () => {
    const dataDir = usedFolder()
    const first = JSON.parse(await setup({ dataDir, company: 'First business' }))
    const { file } = await command(dataDir, 'backup', '--json')
    const second = JSON.parse(
      await setup({ dataDir, company: 'Second business', email: 'second@example.com' }),
    )

    expect(await refusal(dataDir, 'restore', file)).toContain('is not empty. With --replace')
    const restored = await command(dataDir, 'restore', file, '--replace', '--json')
    expect(restored.previous_database).toMatch(/^quittance_before_\d{8}t\d{6}$/)
    const product = await start({ dataDir })
    expect(await accountOf(product, first)).toMatchObject({ name: 'First business' })
    expect(await accountOf(product, second)).toMatchObject({ status: 401 })
    await end(product)
  })

  test('what was paid minutes after the backup is found at Stripe before anybody can pay it again (F14)', async () => {
    const product = await start()
    const tour = await startTour(product)
    const { data } = await read(product, tour, '/invoices?status=sent&limit=100')
    const invoice = data.find(({ payment_link: link }: Invoice) => link?.state === 'active')!
    const { file } = await command(product.dataDir, 'backup', '--json')
    const pressed = await pressPay(invoice)
    const { client_secret: secret } = (await pressed.json()) as { client_secret: string }
    await confirmAtStripe(product, tour, secret)
    await end(product)

    await command(product.dataDir, 'restore', file, '--replace', '--json')
    const again = await start({ dataDir: product.dataDir, env: { PORT: new URL(product.url).port } })
    const refused = await pressPay(invoice)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'invoice_not_payable' })
    expect(await read(again, tour, `/invoices/${invoice.id}`)).toMatchObject({ status: 'paid' })
    expect(await command(again.dataDir, 'doctor', '--json')).toMatchObject({ ok: true })
    await end(again)
  })

  test('never while the product runs, with another key, or from a file that is cut short or none of ours', async () => {
    const product = await start()
    await startTour(product)
    const { file } = await command(product.dataDir, 'backup', '--json')
    expect(await refusal(product.dataDir, 'restore', file, '--replace')).toContain(
      'is in use by another Quittance',
    )
    await end(product)

    const elsewhere = temporaryFolder()
    expect(await refusal(elsewhere, 'restore', file)).toContain('another SECRET_KEY')
    fs.copyFileSync(path.join(product.dataDir, 'secret-key'), path.join(elsewhere, 'secret-key'))
    const short = path.join(elsewhere, 'short.sql.gz')
    fs.writeFileSync(short, fs.readFileSync(file).subarray(0, -200))
    expect(await refusal(elsewhere, 'restore', short)).toContain('damaged or was cut short')
    const text = path.join(elsewhere, 'letter.txt')
    fs.writeFileSync(text, 'Dear customer')
    expect(await refusal(elsewhere, 'restore', text)).toContain('is not a backup of Quittance')
    expect(await refusal(elsewhere, 'restore', path.join(elsewhere, 'gone.sql.gz'))).toContain('gone.sql.gz')
    // Nothing of the failed ones stayed.
    expect(await command(elsewhere, 'restore', file, '--json')).toMatchObject({ previous_database: null })
  })

  test('backup overwrites nothing', async () => {
    const dataDir = usedFolder()
    const file = path.join(dataDir, 'mine.sql.gz')
    fs.writeFileSync(file, 'precious')
    expect(await refusal(dataDir, 'backup', file)).toContain('exists already')
    expect(fs.readFileSync(file, 'utf8')).toBe('precious')
  })
})

describe('rotate-key', { timeout: 120_000 }, () => {
  test('seals everything with a fresh key; the old one opens nothing any more', async () => {
    const product = await start()
    const tour = await startTour(product)
    const before = await booksOf(product, tour)
    expect(await refusal(product.dataDir, 'rotate-key')).toContain('is in use by another Quittance')
    await end(product)
    const keyFile = path.join(product.dataDir, 'secret-key')
    const oldKey = fs.readFileSync(keyFile, 'utf8')

    const { resealed } = await command(product.dataDir, 'rotate-key', '--json')
    expect(resealed).toBeGreaterThan(10)
    const newKey = fs.readFileSync(keyFile, 'utf8')
    expect(newKey).not.toContain(oldKey.trim())
    expect(newKey.trim().split('\n')).toHaveLength(1)
    const again = await start({ dataDir: product.dataDir, env: { PORT: new URL(product.url).port } })
    expect(await booksOf(again, tour)).toEqual(before)
    await end(again)
  })

  test('broken off in the middle, the product works with both keys, and the next run ends it', async () => {
    const product = await start()
    const tour = await startTour(product)
    const before = await booksOf(product, tour)
    await end(product)
    const keyFile = path.join(product.dataDir, 'secret-key')
    const fresh = Buffer.alloc(32, 7).toString('base64')
    fs.writeFileSync(keyFile, `${fresh}\n${fs.readFileSync(keyFile, 'utf8')}`)
    const between = await start({ dataDir: product.dataDir, env: { PORT: new URL(product.url).port } })
    expect(await booksOf(between, tour)).toEqual(before)
    await end(between)

    await command(product.dataDir, 'rotate-key', '--json')
    expect(fs.readFileSync(keyFile, 'utf8')).toBe(`${fresh}\n`)
    const again = await start({ dataDir: product.dataDir, env: { PORT: new URL(product.url).port } })
    expect(await booksOf(again, tour)).toEqual(before)
    await end(again)
  })

  test('a key given by SECRET_KEY is rotated by whoever gives it', async () => {
    const dataDir = temporaryFolder()
    const env = { SECRET_KEY: 'a key that the operator made up, and long enough' }
    const rotation = await run({ command: ['rotate-key'], dataDir, env })
    expect(await rotation.exited).toBe(1)
    expect(rotation.output()).toContain('SECRET_KEY_PREVIOUS')
  })
})

/** What the API says of everything that hangs on the database and its sealed texts. */
async function booksOf(product: Product, tour: Tour): Promise<unknown> {
  const { data } = await read(product, tour, '/invoices?status=sent&limit=100')
  const linked = data.find((invoice: Invoice) => invoice.payment_link)
  // Looked at before the invoices are read: that notes the first view.
  const page = await fetch(linked.payment_link.url)
  const mails = await read(product, tour, `/messages?invoice_id=${linked.id}`)
  return {
    invoices: await read(product, tour, '/invoices?limit=100'),
    payments: await read(product, tour, '/payments?limit=100'),
    customers: await read(product, tour, '/customers?limit=100'),
    message: await read(product, tour, `/messages/${mails.data[0].id}`),
    page: page.status,
  }
}

async function accountOf(product: Product, { api_key: key }: Pick<Tour, 'api_key'>): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}` }
  return (await fetch(`${product.url}/api/v1/account`, { headers })).json()
}

// The test reads answers as a script does: by name.
// oxlint-disable-next-line typescript/no-explicit-any
async function command(dataDir: string, ...words: string[]): Promise<any> {
  const ran = await run({ command: words, dataDir })
  expect(await ran.exited, ran.output()).toBe(0)
  return JSON.parse(ran.stdout())
}

async function refusal(dataDir: string, ...words: string[]): Promise<string> {
  const ran = await run({ command: words, dataDir })
  expect(await ran.exited).toBe(1)
  const said = ran.output().trim()
  expect(said.split('\n')).toHaveLength(1)
  return said
}

async function end(product: Product): Promise<void> {
  expect((await stop(product)).exit).toBe(0)
}
