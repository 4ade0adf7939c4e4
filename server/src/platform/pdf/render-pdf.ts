import { Worker } from 'node:worker_threads'
import type { PdfAnswer, PdfJob } from './serve-pdf-jobs.ts'

/** Why a PDF was not drawn. `busy`: try again later; `timeout` and `crashed`: this document is at fault; `failed`: its layout threw. */
export type PdfFailure = 'busy' | 'timeout' | 'crashed' | 'failed' | 'stopped'

/** What `render` rejects with. */
export class PdfError extends Error {
  override readonly name = 'PdfError'
  readonly failure: PdfFailure

  constructor(failure: PdfFailure, message: string) {
    super(message)
    this.failure = failure
  }
}

export interface PdfRendererOptions {
  /** The module that serves the jobs (`servePdfJobs`): a .ts file in development, a bundle in production. */
  workerUrl: URL
  /** How long one document may take; then its worker is ended. */
  timeoutMs?: number
  /** How many documents may wait; one more is refused as `busy`. */
  maximumWaiting?: number
  /** After how long without work the thread is ended, to give its memory back (some 100 MB). */
  idleMs?: number
}

export interface PdfRenderer<Documents extends object> {
  /** Draws a document of a kind that the worker knows. Rejects with a PdfError. */
  render<Kind extends keyof Documents & string>(kind: Kind, document: Documents[Kind]): Promise<Buffer>
  /** Ends the worker; documents that still wait are rejected as `stopped`. */
  stop(): Promise<void>
}

interface Waiting {
  job: PdfJob
  resolve(pdf: Buffer): void
  reject(error: PdfError): void
}

/** A runaway document takes its worker down, not the process. */
const workerHeapMb = 768

/**
 * One worker thread that draws one document after the other, so that drawing never holds up the web's event loop. The
 * thread starts with the first document, does not keep the process alive while idle, and is replaced when it dies or
 * takes too long; only the document it was drawing is lost.
 */
export function createPdfRenderer<Documents extends object>(
  options: PdfRendererOptions,
): PdfRenderer<Documents> {
  const { workerUrl, timeoutMs = 20_000, maximumWaiting = 500, idleMs = 300_000 } = options
  const waiting: Waiting[] = []
  let current: (Waiting & { timer: NodeJS.Timeout }) | null = null
  let worker: Worker | null = null
  let idleTimer: NodeJS.Timeout | undefined
  let stopped = false
  let lastId = 0

  function startWorker(): Worker {
    const isTypescript = workerUrl.pathname.endsWith('.ts')
    const started = new Worker(isTypescript ? new URL('typescript-worker.mjs', import.meta.url) : workerUrl, {
      workerData: { entry: workerUrl.href },
      resourceLimits: { maxOldGenerationSizeMb: workerHeapMb },
    })
    started.on('message', receive)
    started.on('error', (error) => lose(started, 'crashed', `The PDF worker crashed: ${error.message}`))
    started.on('exit', (code) => lose(started, 'crashed', `The PDF worker ended with code ${code}.`))
    return started
  }

  function next(): void {
    if (current) return
    clearTimeout(idleTimer)
    const first = waiting.shift()
    if (!first) return rest()
    worker ??= startWorker()
    worker.ref()
    const busy = worker
    const timer = setTimeout(
      () => lose(busy, 'timeout', `The document took longer than ${timeoutMs} ms to draw.`),
      timeoutMs,
    )
    current = { ...first, timer }
    worker.postMessage(first.job)
  }

  function rest(): void {
    worker?.unref()
    idleTimer = setTimeout(() => {
      const resting = worker
      worker = null
      void resting?.terminate()
    }, idleMs).unref()
  }

  function receive(answer: PdfAnswer): void {
    // What a worker said just before it was ended is not the answer to the next document.
    if (current?.job.id !== answer.id) return
    const job = release()
    if (!job) return
    if ('pdf' in answer)
      job.resolve(Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength))
    else job.reject(new PdfError('failed', answer.error))
    next()
  }

  function lose(lost: Worker, failure: PdfFailure, message: string): void {
    if (worker !== lost) return
    worker = null
    void lost.terminate()
    release()?.reject(new PdfError(failure, message))
    if (!stopped) next()
  }

  function release(): Waiting | null {
    const job = current
    current = null
    if (job) clearTimeout(job.timer)
    return job
  }

  return {
    render(kind, document) {
      return new Promise((resolve, reject) => {
        if (stopped) return reject(new PdfError('stopped', 'The PDF renderer was stopped.'))
        if (waiting.length >= maximumWaiting)
          return reject(new PdfError('busy', `${maximumWaiting} documents already wait to be drawn.`))
        waiting.push({ job: { id: ++lastId, kind, document }, resolve, reject })
        next()
      })
    },
    async stop() {
      stopped = true
      clearTimeout(idleTimer)
      for (const job of waiting.splice(0))
        job.reject(new PdfError('stopped', 'The PDF renderer was stopped.'))
      release()?.reject(new PdfError('stopped', 'The PDF renderer was stopped.'))
      const ending = worker
      worker = null
      await ending?.terminate()
    },
  }
}
