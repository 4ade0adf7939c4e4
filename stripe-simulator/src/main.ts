import { parseArgs } from 'node:util'
import { startSimulator } from './server.ts'

const usage = `Pretend Stripe: a simulator of Stripe's API. No money moves.

  --port N              port to listen on; 0 takes any free one (STRIPE_SIMULATOR_PORT, 12111)
  --host ADDRESS        address to listen on (STRIPE_SIMULATOR_HOST, 127.0.0.1)
  --state-dir DIR       keep state here; without it everything is forgotten at the end (STRIPE_SIMULATOR_STATE_DIR)
  --controls-token T    Bearer token for /_sim/; else loopback only (STRIPE_SIMULATOR_CONTROLS_TOKEN)
  --exit-with-parent    stop when standard input closes
  --help                this text
`

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    'state-dir': { type: 'string' },
    'controls-token': { type: 'string' },
    'exit-with-parent': { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (values.help) process.stdout.write(usage)
else await run()

async function run(): Promise<void> {
  const { env } = process
  const port = Number(values.port ?? env.STRIPE_SIMULATOR_PORT ?? 12111)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    process.stderr.write(`--port must be a number from 0 to 65535\n`)
    process.exit(2)
  }
  const simulator = await startSimulator({
    port,
    host: values.host ?? env.STRIPE_SIMULATOR_HOST ?? '127.0.0.1',
    stateDir: values['state-dir'] ?? env.STRIPE_SIMULATOR_STATE_DIR ?? null,
    controlsToken: values['controls-token'] ?? env.STRIPE_SIMULATOR_CONTROLS_TOKEN ?? null,
  })
  const stop = async () => {
    await simulator.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  if (values['exit-with-parent']) process.stdin.on('end', stop).on('error', stop).resume()
  process.stdout.write(`${JSON.stringify({ listening: simulator.url })}\n`)
}
