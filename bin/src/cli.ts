import { Command } from 'commander'
import { runCommand } from './run-command.ts'
import type { SetupOptions } from './setup.ts'

// Each command loads its own code when it is called: `--help` and `start` should not wait for the others.
const program = new Command('quittance')
  .description('Self-hosted invoicing with payment links.')
  .helpCommand(false)
  .showHelpAfterError()

program
  .command('start')
  .description('start the product, with its own database unless DATABASE_URL is set')
  .option('--json', 'print one JSON object with the addresses once it runs')
  .action((options: { json?: boolean }) =>
    runCommand(options, async () => (await import('./start.ts')).start(options)),
  )

program
  .command('setup')
  .description('create the first business and its owner')
  .requiredOption('--company <name>', 'name of the business')
  .requiredOption('--email <address>', 'e-mail address the owner signs in with')
  .requiredOption('--password-stdin', 'read the password from standard input')
  .option('--currency <code>', 'three letters, such as eur')
  .option('--country <code>', 'two letters, such as DE')
  .option('--time-zone <name>', 'such as Europe/Berlin')
  .option('--json', 'print one JSON object')
  .action((options: SetupOptions & { json?: boolean }) =>
    runCommand(options, async () => (await import('./setup.ts')).setup(options)),
  )

program
  .command('tour')
  .description('create a tour account on the running product; prints its addresses and API key')
  .option('--json', 'print one JSON object')
  .action((options: { json?: boolean }) =>
    runCommand(options, async () => (await import('./tour.ts')).tour()),
  )

program
  .command('migrate')
  .description('bring the database up to date')
  .option('--json', 'print one JSON object')
  .action((options: { json?: boolean }) =>
    runCommand(options, async () => (await import('./migrate.ts')).migrate()),
  )

program
  .command('doctor')
  .description('check settings, database, mail, Stripe, clock, disk and every invariant about money')
  .option('--json', 'print one JSON object: {"ok":…,"breaches":[…]}')
  .action((options: { json?: boolean }) =>
    runCommand(options, async () => (await import('./doctor.ts')).doctor()),
  )

program
  .command('backup [file]')
  .description('write the whole database into one file, also while the product runs')
  .option('--json', 'print one JSON object')
  .action((file: string | undefined, options: { json?: boolean }) =>
    runCommand(options, async () => (await import('./backup.ts')).backup(file)),
  )

program
  .command('restore <file>')
  .description('fill the database from a backup; the product must not run meanwhile')
  .option('--replace', 'the embedded database is not empty: keep what is there under another name')
  .option('--json', 'print one JSON object')
  .action((file: string, options: { replace?: boolean; json?: boolean }) =>
    runCommand(options, async () => (await import('./restore.ts')).restore(file, options)),
  )

program
  .command('rotate-key')
  .description('seal every secret with a new key')
  .option('--json', 'print one JSON object')
  .action((options: { json?: boolean }) =>
    runCommand(options, async () => (await import('./rotate-key.ts')).rotateKey()),
  )

program
  .command('openapi')
  .description('print the OpenAPI 3.1 description of the API')
  .option('--json', 'the default: it is JSON')
  .action((options: { json?: boolean }) =>
    runCommand({ ...options, json: true }, async () => (await import('./openapi.ts')).openapi()),
  )

await program.parseAsync()
