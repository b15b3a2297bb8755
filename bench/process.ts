/** Programs that a benchmark measures from outside, each in a process of its own, and what Linux says of their memory. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')

/** Where a program says that it listens. */
export const URL_PATTERN = /http:\/\/127\.0\.0\.1:\d+/

export interface Program extends AsyncDisposable {
  /** The first match of the pattern in what it said. */
  readonly said: string
  /** Most memory it ever held, in bytes; null where there is no /proc. */
  readPeakMemory(): Promise<number | null>
}

/**
 * Starts `node file …` with nothing of our own environment but PATH, and resolves with the first match of `pattern` in
 * its output; rejects with all it said when it ends before that.
 */
export async function openProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  pattern: RegExp,
): Promise<Program> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let output = ''
  const said = await new Promise<string>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const found = pattern.exec(output)?.[0]
        if (found !== undefined) done(found)
      })
    }
    child.once('exit', () => fail(new Error(`${args.join(' ')} ended early:\n${output}`)))
  })
  return {
    said,
    async readPeakMemory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      const kibibytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1]
      return kibibytes === undefined ? null : Number(kibibytes) * 1024
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
