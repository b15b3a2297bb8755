/** Each kind of fault does what its name says, to whom it was meant for, as often as it was told. */
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FaultRule } from '../../src/sandbox/fault.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ask, finished, openStill } from './support.ts'

let sandbox: Sandbox
let path: string
beforeEach(async () => {
  sandbox = await openStill()
  path = `/itr-analyzer/status?job_id=${finished(sandbox, 'salaried-clean', 'ITR')}`
})
afterEach(() => sandbox.close())

const arm = (rule: Omit<FaultRule, 'match'>): string => sandbox.faults.set({ match: 'itr.status', ...rule })

/** Sends the call by hand and resolves with what had come when `enough` was satisfied or the socket ended. */
function listen(enough: (text: string) => boolean): Promise<{ text: string; isOpen: boolean }> {
  const { hostname, port } = new URL(sandbox.url)
  const socket = connect(Number(port), hostname)
  const head = `GET ${path} HTTP/1.1\r\nHost: x\r\nX-API-KEY: sandbox-key\r\nX-API-SECRET: sandbox-secret\r\n\r\n`
  return new Promise((resolve, reject) => {
    let text = ''
    const settle = (isOpen: boolean): void => {
      resolve({ text, isOpen })
      socket.destroy()
    }
    socket.on('error', reject)
    socket.on('connect', () => socket.write(head))
    socket.on('close', () => settle(false))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (enough(text)) settle(true)
    })
  })
}

describe('a fault', () => {
  test('of latency answers rightly, only later', async () => {
    arm({ kind: 'latency', ms: 120 })
    const begun = performance.now()
    const answer = await ask(sandbox, 'GET', path)
    expect([answer.status, answer.json().status]).toEqual([200, 'completed'])
    expect(performance.now() - begun).toBeGreaterThanOrEqual(115)
  })

  test('of hanging accepts the call and never answers; closing the sandbox ends it', async () => {
    arm({ kind: 'hang' })
    const pending = ask(sandbox, 'GET', path).then(
      () => 'answered',
      (error: unknown) => error instanceof Error && 'code' in error && error.code,
    )
    await expect.poll(() => sandbox.calls.count('itr.status')).toBe(1)
    expect(sandbox.calls.list()[0]).toMatchObject({ fault: 'hang', status: null })
    await sandbox.close()
    expect(await pending).toBe('ECONNRESET')
  })

  test('of hanging after the headers sends those and nothing else', async () => {
    arm({ kind: 'headers-then-hang' })
    const { text, isOpen } = await listen((soFar) => soFar.includes('\r\n\r\n'))
    expect(isOpen).toBe(true)
    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    expect(text.split('\r\n\r\n')[1]).toBe('')
  })

  test('of dripping sends one byte at a time', async () => {
    arm({ kind: 'drip' })
    const begun = performance.now()
    const { text } = await listen((soFar) => (soFar.split('\r\n\r\n')[1] ?? '').length >= 2)
    expect(text.split('\r\n\r\n')[1]).toBe('{"')
    expect(performance.now() - begun).toBeGreaterThan(900)
  })

  test('of size sends as many bytes as it was told, well-formed', async () => {
    arm({ kind: 'oversized', bytes: 3_000_000 })
    const answer = await ask(sandbox, 'GET', path)
    expect([answer.text.length, answer.json()]).toEqual([3_000_000, {}])
  })

  test('of too many requests says when to come back, unless told not to', async () => {
    arm({ kind: 'too-many-requests', retryAfterSeconds: 7, times: 1 })
    arm({ kind: 'too-many-requests', retryAfterSeconds: null, times: 1 })
    const [first, second, third] = [
      await ask(sandbox, 'GET', path),
      await ask(sandbox, 'GET', path),
      await ask(sandbox, 'GET', path),
    ]
    expect([first.status, first.headers['retry-after']]).toEqual([429, '7'])
    expect([second.status, second.headers['retry-after']]).toEqual([429, undefined])
    expect(third.status).toBe(200)
  })

  test('of the server answers in HTML', async () => {
    arm({ kind: 'server-error', status: 502 })
    const answer = await ask(sandbox, 'GET', path)
    expect([answer.status, answer.headers['content-type']]).toEqual([502, 'text/html'])
    expect(answer.text).toContain('<html>')
  })

  test('of cutting breaks the body off, though the call was carried out', async () => {
    sandbox.faults.set({ match: 'itr.analyze', kind: 'cut' })
    const body = { username: 'SALPI0001A', password: 'p' }
    await expect(ask(sandbox, 'POST', '/itr-analyzer/analyze', body)).rejects.toThrow(/aborted|hang up/)
    expect(sandbox.calls.list()[0]?.handle).toMatch(/^itr_mock_/)
  })

  test('of cutting lets the caller see the status and half the body first', async () => {
    arm({ kind: 'cut' })
    const { text, isOpen } = await listen(() => false)
    const [head, body = ''] = text.split('\r\n\r\n')
    const promised = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1])
    expect(isOpen).toBe(false)
    expect(head).toMatch(/^HTTP\/1\.1 200 /)
    expect(body.length).toBe(Math.ceil(promised / 2))
  })

  test.each(['malformed-json', 'truncated-json'] as const)(
    'of %s sends a whole answer that is no JSON',
    async (kind) => {
      arm({ kind })
      const answer = await ask(sandbox, 'GET', path)
      expect(answer.status).toBe(200)
      expect(Number(answer.headers['content-length'])).toBe(answer.text.length)
      expect(() => answer.json()).toThrow(SyntaxError)
    },
  )

  test('of success false says so with HTTP 200', async () => {
    arm({ kind: 'success-false', code: 'PORTAL_DOWN' })
    const answer = await ask(sandbox, 'GET', path)
    expect(answer.status).toBe(200)
    expect(answer.json()).toMatchObject({ success: false, error_code: 'PORTAL_DOWN' })
  })

  test.each(['{"ok":1}', '[]', 'null'])('of the wrong shape sends %s', async (body) => {
    arm({ kind: 'wrong-shape', body })
    const answer = await ask(sandbox, 'GET', path)
    expect([answer.status, answer.text]).toEqual([200, body])
  })
})

describe('a rule', () => {
  test('hits its product only, its number of times only, and not at all once cleared', async () => {
    const id = sandbox.faults.set({ match: 'itr', kind: 'server-error', times: 2 })
    const bank = `/aa-bsa-journey/status?client_id=${finished(sandbox, 'salaried-clean', 'AA_BSA')}`
    const statuses: number[] = []
    for (const target of [bank, path, path, path]) statuses.push((await ask(sandbox, 'GET', target)).status)
    expect(statuses).toEqual([200, 503, 503, 200])
    expect(sandbox.faults.list()).toMatchObject([{ id, hits: 2 }])
    sandbox.faults.clear(id)
    sandbox.faults.set({ match: '*', kind: 'server-error' })
    sandbox.faults.clear()
    expect((await ask(sandbox, 'GET', path)).status).toBe(200)
  })

  test('with a probability hits some calls, and the same ones for the same seed', async () => {
    const run = async (): Promise<string> => {
      arm({ kind: 'server-error', probability: 0.5, seed: 9 })
      const statuses: number[] = []
      for (let call = 0; call < 24; call += 1) statuses.push((await ask(sandbox, 'GET', path)).status)
      sandbox.faults.clear()
      return statuses.join(' ')
    }
    const first = await run()
    expect(await run()).toBe(first)
    expect(new Set(first.split(' '))).toEqual(new Set(['200', '503']))
  })

  test('that is none is refused', () => {
    const nonsense = { match: 'itr', kind: 'explode' } as unknown as FaultRule // What a caller over HTTP may send.
    expect(() => sandbox.faults.set(nonsense)).toThrow(TypeError)
    expect(sandbox.faults.list()).toEqual([])
  })
})
