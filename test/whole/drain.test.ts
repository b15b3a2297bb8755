/** The gateway as a process that is told to stop: nobody is cut off, everybody learns when to come back, and it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ROOT } from '../guards/source.ts'
import { readOperation } from '../support/operation.ts'

/** How long the gateway still takes requests after it has begun to stop. */
const DRAIN_MS = 800
const LONGEST_PAUSE_MS = 2_000

let dataDir: string
let gateway: ChildProcess
let url: string
let sandboxUrl: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-drain-'))
  const { PATH = '', HOME = '' } = process.env
  const environment = { PORT: '0', DATA_DIR: dataDir, DRAIN_MS: String(DRAIN_MS), LOG_LEVEL: 'warn' }
  const started = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  gateway = started
  let said = ''
  await new Promise<void>((resolve, reject) => {
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('To use Finpass itself')) resolve()
    })
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    started.once('exit', (code) => reject(new Error(`ended with ${code}:\n${said}`)))
  })
  url = /GraphQL +(http\S+)\/graphql/.exec(said)?.[1] ?? ''
  sandboxUrl = /sandbox at (http:\/\/[\w.]+:\d+)/.exec(said)?.[1] ?? ''
}, 30_000)
afterEach(async () => {
  gateway.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

function post(address: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

/** A subscription over WebSocket that has had its first event; resolves with what it is closed with. */
async function followBySocket(payload: object): Promise<{ readonly closed: Promise<string> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const closed = once(socket, 'close').then(([code, reason]) => `${code} ${reason}`)
  await once(socket, 'open')
  const has = (type: string) =>
    new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (JSON.parse(data.toString()).type === type) resolve()
      })
    })
  const isIn = has('connection_ack')
  socket.send('{"type":"connection_init"}')
  await isIn
  const isFollowing = has('next')
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }))
  await isFollowing
  return { closed }
}

/** A subscription as server-sent events that has had its first event; resolves with all that came until its end. */
async function followByStream(payload: object): Promise<{ readonly ended: Promise<string> }> {
  const response = await post(`${url}/graphql`, payload, { accept: 'text/event-stream' })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const read = async (): Promise<boolean> => {
    const piece = await reader?.read()
    text += piece?.value ?? ''
    return piece?.done === false
  }
  while (!text.includes('event: next')) await read()
  const ended = (async () => {
    while (await read());
    return text
  })()
  // Looked at only when all else went well.
  ended.catch(() => undefined)
  return { ended }
}

it('stops as it promises when it is told to', async () => {
  const watch = await readOperation('watch-journey')
  const payload = { query: watch.query, variables: watch.variables }
  const sockets = await Promise.all(Array.from({ length: 5 }, () => followBySocket(payload)))
  const streams = await Promise.all(Array.from({ length: 5 }, () => followByStream(payload)))
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  const fault = { match: 'aa-bsa.statement-result', kind: 'latency', ms: 2 * DRAIN_MS }
  expect((await post(`${sandboxUrl}/sandbox/faults`, fault)).ok).toBe(true)
  const { query, variables } = await readOperation('monthly-cash-flow')
  const inFlight = post(`${url}/graphql`, { query, variables })
  await expect
    .poll(async () => (await fetch(`${sandboxUrl}/sandbox/calls`)).text(), { interval: 20 })
    .toContain('aa-bsa.statement-result')

  const exited = once(gateway, 'exit')
  const startedAt = performance.now()
  gateway.kill('SIGTERM')
  // A load balancer sees it first; who comes all the same is still served.
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10, timeout: DRAIN_MS }).toBe(503)
  const late = await post(`${url}/graphql`, { query: '{ viewer { tenant } }' })
  expect(await late.json()).toEqual({ data: { viewer: { tenant: 'demo' } } })
  expect((await fetch(`${url}/livez`)).status).toBe(200)

  const answer = await inFlight
  expect(answer.status).toBe(200)
  const { data, errors } = (await answer.json()) as { data: { applicant: object } | null; errors?: unknown }
  expect(errors).toBeUndefined()
  expect(data).not.toBeNull()

  const closes = await Promise.all(sockets.map(({ closed }) => closed))
  for (const close of closes) expect(close).toMatch(/^1001 retry-after-ms=\d+$/)
  const texts = await Promise.all(streams.map(({ ended }) => ended))
  for (const text of texts) {
    expect(text).toMatch(/\nretry: \d+\n\n$/)
    expect(text).not.toContain('event: complete')
    // A reader resumes by the id of its last event.
    expect(text).toMatch(/^id: \S+$/m)
  }
  const pauses = [...closes, ...texts].map((text) => Number(/(?:retry-after-ms=|retry: )(\d+)/.exec(text)?.[1]))
  expect(Math.max(...pauses)).toBeLessThanOrEqual(LONGEST_PAUSE_MS)
  expect(new Set(pauses).size, 'they do not all come back at once').toBeGreaterThan(5)

  const [code, signal] = await exited
  expect([code, signal]).toEqual([0, null])
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
}, 40_000)

it('ends at once when nobody is there, and a second signal does no harm', async () => {
  const exited = once(gateway, 'exit')
  gateway.kill('SIGTERM')
  gateway.kill('SIGINT')
  expect((await exited)[0]).toBe(0)
}, 30_000)
