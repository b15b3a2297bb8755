/**
 * Programs that a benchmark measures from outside, each in a process of its own and, where the machine can, on a core of
 * its own; and what Linux says of the work they did and the memory they took.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')

/** Where a program says that it listens. */
export const URL_PATTERN = /http:\/\/127\.0\.0\.1:\d+/

export interface Program extends AsyncDisposable {
  readonly pid: number
  /** The first match of the pattern in what it said. */
  readonly said: string
  /** Told of every further line of its standard output. */
  onLine(listener: (line: string) => void): void
  signal(name: NodeJS.Signals): void
  /** Milliseconds of work of all its threads since it began. */
  cpuMs(): number
  /** Bytes of memory it holds now, and the most it ever held. */
  memory(): { readonly rss: number; readonly peak: number }
}

export interface ProgramOptions {
  readonly args: readonly string[]
  /** The whole environment but PATH. */
  readonly environment?: Readonly<Record<string, string>>
  readonly pattern?: RegExp
  /** The core that all its threads share; null for any. @default null */
  readonly core?: number | null
}

/** The core for what is measured and the one for load and upstream; null where processes cannot be pinned. */
export function findCores(): { readonly measured: number; readonly driving: number } | null {
  if (availableParallelism() < 2) return null
  try {
    execFileSync('taskset', ['-c', '0,1', 'true'], { stdio: 'ignore' })
    return { measured: 0, driving: 1 }
  } catch {
    return null // no taskset, or not these cores
  }
}

/** Keeps this very process, with all its threads, on one core. */
export function pinSelf(core: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)], { stdio: 'ignore' })
}

/** Starts `node …` and resolves with the first match in its output; rejects with all it said when it ends before that. */
export async function openProgram({
  args,
  environment = {},
  pattern = URL_PATTERN,
  core = null,
}: ProgramOptions): Promise<Program> {
  const { PATH = '' } = process.env
  const command = [...(core === null ? [] : ['taskset', '-c', String(core)]), process.execPath, ...args]
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: ROOT,
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const listeners = new Set<(line: string) => void>()
  let output = ''
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (listeners.size === 0) return
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) for (const listener of listeners) listener(line)
  })
  const said = await new Promise<string>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-20_000)
        const found = pattern.exec(output)?.[0]
        if (found !== undefined) done(found)
      })
    }
    child.once('error', fail)
    child.once('exit', () => fail(new Error(`${args.join(' ')} ended early:\n${output}`)))
  })
  const pid = child.pid ?? 0
  return {
    pid,
    said,
    onLine: (listener) => void listeners.add(listener),
    signal: (name) => void child.kill(name),
    cpuMs() {
      // Behind the name in brackets, which may hold anything: fields 14 and 15 in hundredths of a second.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    memory() {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const read = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) * 1_024
      return { rss: read('VmRSS'), peak: read('VmHWM') }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
