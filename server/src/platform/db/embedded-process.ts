import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import type { ProgramFolder, RunAs } from './embedded-programs.ts'

/** A Postgres program that cannot outlive us. */
export interface GuardedProcess {
  /** Settles when the program has ended: its exit code, 128 + n after a signal. */
  readonly ended: Promise<number>
  /** Asks the program to end in good order (Postgres: fast shutdown). */
  stop(): void
}

/**
 * Sends the program an interrupt as soon as our end of the pipe closes, which the kernel does for us even after a
 * kill -9. The shell itself only waits, and hands on the program's exit code.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _ <&3; kill -INT $program; } 2>/dev/null &
watch=$!
exec 3<&-
wait $program
code=$?
kill $watch 2>/dev/null
exit $code`

/**
 * Starts `program` in `cwd` as the user `runAs`, in a session of its own, so that a Ctrl-C in our terminal does not
 * reach the database before the server has drained. Its words go to `onOutput`. `through` is a command, such as
 * `env …`, that takes the program as its last arguments.
 */
export function startGuarded(
  programs: ProgramFolder,
  program: 'postgres' | 'initdb',
  args: string[],
  options: { cwd: string; runAs: RunAs; onOutput(text: string): void; through?: string[] },
): GuardedProcess {
  const child: ChildProcess = spawn(
    '/bin/sh',
    [
      '-c',
      guard,
      'quittance-database',
      ...(options.through ?? []),
      path.join(programs, 'bin', program),
      ...args,
    ],
    {
      ...options.runAs,
      cwd: options.cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    },
  )
  child.stdout?.setEncoding('utf8').on('data', options.onOutput)
  child.stderr?.setEncoding('utf8').on('data', options.onOutput)
  child.stdin?.on('error', () => {})
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      options.onOutput(`${error.message}\n`)
      resolve(127)
    })
    child.once('exit', (code) => resolve(code ?? 128))
  })
  return { ended, stop: () => child.stdin?.destroy() }
}

/**
 * What to give a Postgres program as its data folder. `cwd` is entered before the rights of root are given up, so this
 * reaches a folder below parents that `runAs` may not walk through, such as a DATA_DIR with mode 0700.
 */
export function dataFolderArgument(runAs: RunAs): string {
  return runAs && process.platform === 'linux' ? '/proc/self/cwd' : '.'
}
