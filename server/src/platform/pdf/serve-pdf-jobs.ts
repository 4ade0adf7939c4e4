import { parentPort } from 'node:worker_threads'

/** What the renderer asks of its worker. */
export interface PdfJob {
  id: number
  kind: string
  document: unknown
}

export type PdfAnswer = { id: number; pdf: Uint8Array } | { id: number; error: string }

/** How to draw each kind of document. */
export type PdfLayouts<Documents extends object> = {
  [Kind in keyof Documents]: (document: Documents[Kind]) => Promise<Uint8Array>
}

/** Makes this thread the worker of `createPdfRenderer`. Jobs come one at a time; a layout that throws fails its job only. */
export function servePdfJobs<Documents extends object>(layouts: PdfLayouts<Documents>): void {
  const port = parentPort
  if (!port) throw new Error('This module runs as the worker thread of the PDF renderer.')
  port.on('message', async (job: PdfJob) => {
    try {
      const layout = layouts[job.kind as keyof Documents]
      if (!layout) throw new Error(`There is no layout for a document of kind "${job.kind}".`)
      const pdf = await layout(job.document as Documents[keyof Documents])
      // A copy of exactly the document's bytes, so that its memory moves to the caller instead of being copied again.
      const bytes = Uint8Array.from(pdf)
      port.postMessage({ id: job.id, pdf: bytes } satisfies PdfAnswer, [bytes.buffer])
    } catch (error) {
      port.postMessage({
        id: job.id,
        error: error instanceof Error ? error.message : String(error),
      } satisfies PdfAnswer)
    }
  })
}
