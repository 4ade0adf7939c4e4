import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { createPdfRenderer, type PdfError, type PdfRenderer } from './render-pdf.ts'

const started: PdfRenderer<never>[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((renderer) => renderer.stop()))
})

describe('the PDF renderer', () => {
  test('replaces a worker that dies and loses only the document it was drawing', async () => {
    const renderer = keep(toyRenderer())
    const [first, crashing, last] = await Promise.allSettled([
      renderer.render('echo', 'first'),
      renderer.render('die', ''),
      renderer.render('echo', 'last'),
    ])
    expect(first).toMatchObject({ status: 'fulfilled', value: Buffer.from('first') })
    expect(crashing).toMatchObject({ status: 'rejected', reason: { name: 'PdfError', failure: 'crashed' } })
    expect(last).toMatchObject({ status: 'fulfilled', value: Buffer.from('last') })
  })

  test('reports a worker that throws outside a job, or cannot start, instead of hanging', async () => {
    const renderer = keep(toyRenderer())
    await expect(renderer.render('throw', '')).rejects.toMatchObject({
      failure: 'crashed',
      message: expect.stringContaining('thrown by the toy'),
    })
    const missing = keep(createPdfRenderer<Toy>({ workerUrl: new URL('file:///nowhere/worker.mjs') }))
    await expect(missing.render('echo', '')).rejects.toMatchObject({ failure: 'crashed' })
  })

  test('ends a document that takes too long and draws the next', async () => {
    const renderer = keep(toyRenderer({ timeoutMs: 300 }))
    await renderer.render('echo', 'warm')
    const endless = renderer.render('spin', '')
    const next = renderer.render('echo', 'next')
    await expect(endless).rejects.toMatchObject({
      failure: 'timeout',
      message: 'The document took longer than 300 ms to draw.',
    })
    expect(await next).toEqual(Buffer.from('next'))
  })

  test('ends the worker after a rest, and starts another when there is work again', async () => {
    const renderer = keep(toyRenderer({ idleMs: 30 }))
    const first = await renderer.render('thread', '')
    expect(await renderer.render('thread', '')).toEqual(first)
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await renderer.render('thread', '')).not.toEqual(first)
  })

  test('refuses more documents than may wait', async () => {
    const renderer = keep(toyRenderer({ maximumWaiting: 2 }))
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => renderer.render('echo', `${index}`)),
    )
    expect(
      results.map((result) =>
        result.status === 'fulfilled' ? 'drawn' : (result.reason as PdfError).failure,
      ),
    ).toEqual(['drawn', 'drawn', 'drawn', 'busy', 'busy'])
  })

  test('rejects what still waits when it is stopped, and everything after', async () => {
    const renderer = toyRenderer()
    const waiting = Promise.allSettled([renderer.render('spin', ''), renderer.render('echo', '')])
    await renderer.stop()
    for (const each of await waiting) expect(each).toMatchObject({ reason: { failure: 'stopped' } })
    await expect(renderer.render('echo', '')).rejects.toMatchObject({ failure: 'stopped' })
  })

  test('does not keep the process alive once it is idle', async () => {
    const program = `
      import { createPdfRenderer } from ${JSON.stringify(new URL('./render-pdf.ts', import.meta.url).href)}
      const renderer = createPdfRenderer({ workerUrl: new URL(${JSON.stringify(toyUrl.href)}) })
      console.log(String(await renderer.render('echo', 'drawn')))`
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      { timeout: 10_000 },
    )
    expect(stdout.trim()).toBe('drawn')
  })
})

interface Toy {
  echo: string
  die: string
  throw: string
  spin: string
  thread: string
}

/** A worker that misbehaves on request. */
const toyUrl = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads'
    parentPort.on('message', ({ id, kind, document }) => {
      if (kind === 'die') process.exit(7)
      if (kind === 'throw') throw new Error('thrown by the toy')
      if (kind === 'spin') while (true);
      parentPort.postMessage({ id, pdf: new TextEncoder().encode(kind === 'thread' ? String(threadId) : document) })
    })`)}`,
)

function toyRenderer(
  options: { timeoutMs?: number; maximumWaiting?: number; idleMs?: number } = {},
): PdfRenderer<Toy> {
  return createPdfRenderer<Toy>({ workerUrl: toyUrl, ...options })
}

function keep<Documents extends object>(renderer: PdfRenderer<Documents>): PdfRenderer<Documents> {
  started.push(renderer as PdfRenderer<never>)
  return renderer
}
