import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The simulated Stripe as its own process, as in production: the server knows only its address. */
export async function startSimulatorProcess(): Promise<{ url: string; close(): Promise<void> }> {
  const main = fileURLToPath(new URL('../../stripe-simulator/src/main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0', '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)))
    child.stdout.once('data', (line: Buffer) =>
      resolve((JSON.parse(line.toString()) as { listening: string }).listening),
    )
  })
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit').once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}
