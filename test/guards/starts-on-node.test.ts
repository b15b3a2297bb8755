/**
 * Both programs really start and stop on Node as it is installed. vitest rewrites TypeScript before it runs it, so only a
 * process of its own shows an enum, a missing `import type` or a missing file ending.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ROOT } from './source.ts'

let dataDir: string
let child: ChildProcess | undefined

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'starts-on-node-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

/** Starts a program with nothing of our own environment but PATH and HOME, and resolves with the first match in its output. */
async function start(file: string, environment: Record<string, string>, pattern: RegExp): Promise<string> {
  const { PATH = '', HOME = '' } = process.env
  const program = spawn(process.execPath, [file], {
    cwd: ROOT,
    env: { PATH, HOME, DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = program
  let said = ''
  return await new Promise<string>((resolve, reject) => {
    const listen = (chunk: string): void => {
      said += chunk
      const found = pattern.exec(said)?.[0]
      if (found !== undefined) resolve(found)
    }
    program.stdout.setEncoding('utf8').on('data', listen)
    program.stderr.setEncoding('utf8').on('data', listen)
    program.on('exit', (code) => reject(new Error(`${file} ended with ${code} before it said ${pattern}:\n${said}`)))
  })
}

async function stop(): Promise<unknown> {
  if (child === undefined) throw new Error('nothing was started')
  const ended: Promise<unknown[]> = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await ended
  return code
}

it('runs on the Node that the tests check', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(26)
})

it('starts the gateway, says where GraphiQL is, answers /livez and ends cleanly on SIGTERM', async () => {
  const url = await start('src/main.ts', {}, /http:\/\/[\w.[\]:]+:\d+\/graphql/)
  const live = await fetch(new URL('/livez', url))
  expect(live.status).toBe(200)
  await live.body?.cancel()
  expect(await stop()).toBe(0)
}, 30_000)

it('starts the sandbox, answers on its port and ends cleanly on SIGTERM', async () => {
  const url = await start('src/sandbox/main.ts', {}, /http:\/\/[\w.[\]:]+:\d+/)
  const answer = await fetch(url)
  expect(answer.status).toBeGreaterThan(0)
  await answer.body?.cancel()
  expect(await stop()).toBe(0)
}, 30_000)
