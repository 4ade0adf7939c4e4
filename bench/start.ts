import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { end, freePort, launch, memoryMb } from './product.ts'
import { median, type Row } from './table.ts'

/** From the command to the first page, on an installed and built checkout; and what it holds while idle. */
export async function measureStart(): Promise<Row[]> {
  const first: number[] = []
  const next: number[] = []
  const memory: number[] = []
  for (let round = 0; round < 3; round++) {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
    first.push(await timed(dataDir, false))
    next.push(await timed(dataDir, true, memory))
  }
  return [
    { job: 'start, first (initdb)', candidate: 'Quittance', value: median(first), unit: 'ms' },
    { job: 'start, next', candidate: 'Quittance', value: median(next), unit: 'ms' },
    { job: 'idle memory (PSS), all processes', candidate: 'Quittance', value: median(memory), unit: 'MB' },
  ]
}

async function timed(dataDir: string, last: boolean, memory?: number[]): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const child = await launch(port, dataDir)
  const took = performance.now() - began
  if (memory) {
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    memory.push(await memoryMb(child.pid!))
  }
  await end(child, last ? dataDir : null)
  return took
}
