/** A process of ours that is asked over IPC. It ends with its parent, and is ended by its id. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Mutation } from './mutation.ts'

export interface ChildOptions {
  /** File name in this folder. */
  readonly script: string
  readonly environment?: Readonly<Record<string, string>>
  readonly mutations?: readonly Mutation[]
  /** Goes before the command, e.g. the way into a room with a limit on memory. */
  readonly entry?: readonly string[]
  /** How long it may take until it says that it is ready. @default 40000 */
  readonly startMs?: number
}

/** What a child says: that it is ready, or the answer to a request. */
export type ChildMessage =
  | { readonly kind: 'ready'; readonly facts: unknown }
  | { readonly kind: 'note'; readonly note: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly output?: unknown; readonly error?: string }
export interface ChildRequest {
  readonly id: number
  readonly command: string
  readonly input: unknown
}

export interface Child<Facts> {
  readonly pid: number
  readonly facts: Facts
  /** Resolves with the answer; rejects with what went wrong over there, also when the process ends meanwhile. */
  request(command: string, input?: unknown): Promise<unknown>
  /** Told of whatever it says unasked. */
  onNote(listener: (note: unknown) => void): void
  signal(name: NodeJS.Signals): void
  /** Resolves with the exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>
  /** What it wrote to standard error, the last part of it. */
  readonly stderr: () => string
  readonly isRunning: boolean
}

const NODE = join(import.meta.dirname, '../../../../node_modules/.bin/node')
const STDERR_KEPT = 20_000

/** Starts the script and resolves once it is ready; rejects with what it wrote when it is not. */
export async function openChild<Facts>(options: ChildOptions): Promise<Child<Facts>> {
  const { script, environment = {}, mutations = [], entry = [], startMs = 40_000 } = options
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env
  const flags = ['--expose-gc', '--no-warnings', '--import', join(import.meta.dirname, 'mutation.ts')]
  const [execPath = NODE, ...execArgv] = [...entry, NODE, ...flags]
  const child = fork(join(import.meta.dirname, script), [], {
    execPath,
    execArgv,
    // Set by the tests, so that dozens of gateways compile the same code once; without it a start is as in production.
    env: {
      PATH,
      HOME,
      ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
      ...environment,
      BAR_MUTATIONS: JSON.stringify(mutations),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let stderr = ''
  let isRunning = true
  let lastId = 0
  const notes = new Set<(note: unknown) => void>()
  const waiting = new Map<number, { command: string; resolve(value: unknown): void; reject(error: Error): void }>()
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT)
  })
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      isRunning = false
      for (const { command, reject } of waiting.values()) {
        reject(new Error(`the process ended (${code ?? signal}) before it answered ${command}: ${stderr}`))
      }
      waiting.clear()
      resolve(code ?? signal ?? 'unknown')
    })
  })
  const ready = Promise.withResolvers<Facts>()
  child.on('message', (message: ChildMessage) => {
    if (message.kind === 'ready')
      ready.resolve(message.facts as Facts) // the script's own
    else if (message.kind === 'note') for (const listener of notes) listener(message.note)
    else {
      const { id, output, error } = message
      if (error === undefined) waiting.get(id)?.resolve(output)
      else waiting.get(id)?.reject(new Error(error))
      waiting.delete(id)
    }
  })
  child.once('error', (error) => ready.reject(error))
  void exited.then((how) => ready.reject(new Error(`${script} ended (${how}) before it was ready: ${stderr}`)))
  const late = setTimeout(() => {
    child.kill('SIGKILL')
    ready.reject(new Error(`${script} was not ready within ${startMs} ms: ${stderr}`))
  }, startMs)
  const facts = await ready.promise.finally(() => clearTimeout(late))

  return {
    pid: child.pid ?? 0,
    facts,
    request(command, input) {
      if (!isRunning) return Promise.reject(new Error('the process has ended'))
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { command, resolve, reject })
        child.send({ id, command, input } satisfies ChildRequest, (error) => {
          if (error !== null && waiting.delete(id)) reject(error)
        })
      })
    },
    onNote: (listener) => void notes.add(listener),
    signal: (name) => void child.kill(name),
    exited,
    stderr: () => stderr,
    get isRunning() {
      return isRunning
    },
  }
}
