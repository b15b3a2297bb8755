/** The end of a token, by time, by revocation or with its key: new requests are refused, and what streams is ended with a word. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import type { Tuning } from '../../src/gateway/tuning.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { type IssuedClaims, openIssuer, type TestIssuer } from '../support/issuer.ts'
import { openStream, TRANSPORTS, type TestStream } from '../support/stream.ts'

const RUNNING = 'subscription($id: ID!) { applicantProgressed(applicantId: $id) { sequence } }'
const CLAIMS: IssuedClaims = { subject: 'asha', tenant: 'demo', tokenId: 'token-1' }

const open = new Set<AsyncDisposable>()
afterEach(async () => {
  for (const each of open) await each[Symbol.asyncDispose]()
  open.clear()
})

interface Scene {
  readonly issuer: TestIssuer
  readonly gateway: TestGateway
  /** One over each transport, live. */
  openStreams(claims?: IssuedClaims): Promise<readonly TestStream[]>
  ask(claims?: IssuedClaims): Promise<{ readonly status: number; readonly codes: readonly string[] }>
  /** What the command said. */
  revoke(...args: readonly string[]): Promise<string>
}

async function setUp(tuning: Tuning = {}): Promise<Scene> {
  const issuer = await openIssuer()
  await issuer.addKey('one')
  open.add(issuer)
  const gateway = await openTestGateway(issuer.environment, { tuning })
  open.add(gateway)
  const id = await gateway.seed('consent-denied', ['AA_BSA'])
  return {
    issuer,
    gateway,
    async openStreams(claims = CLAIMS) {
      const headers = await issuer.headers('one', claims)
      const { url } = gateway.gateway
      const streams = TRANSPORTS.map((transport) =>
        openStream({ url, transport, query: RUNNING, variables: { id }, headers }),
      )
      for (const stream of streams) await stream.until(1)
      return streams
    },
    async ask(claims = CLAIMS) {
      const { status, errors } = await gateway.ask('{ viewer { subject } }', {}, await issuer.headers('one', claims))
      return { status, codes: errors.map(({ extensions }) => extensions.code) }
    },
    async revoke(...args) {
      const root = join(import.meta.dirname, '../..')
      const environment = { ...issuer.environment, DATA_DIR: gateway.dataDir }
      const env = { PATH: process.env.PATH ?? '', ...environment }
      const { stdout } = await promisify(execFile)(process.execPath, ['src/command/revoke.ts', ...args], {
        cwd: root,
        env,
      })
      return stdout
    },
  }
}

/** Ended with what a client understands: 4403 has it get a fresh token, the error on a stream says the same. */
async function expectEnded(streams: readonly TestStream[]): Promise<void> {
  const [websocket, sse] = streams
  expect(await websocket?.ended).toBe('4403 Forbidden')
  expect(await sse?.ended).toBe('complete')
  expect([websocket?.codes, sse?.codes]).toEqual([[], ['AUTH_INVALID']])
}

describe('live streams end and new requests are refused', () => {
  it.each([
    ['the token', ['--token', 'token-1']],
    ['the key', ['--key', 'one']],
    ['the subject', ['--subject', 'asha', '--tenant', 'demo']],
  ])(
    'when %s is revoked by the command',
    async (_what, args) => {
      const { openStreams, ask, revoke } = await setUp()
      const streams = await openStreams()
      expect(await ask()).toEqual({ status: 200, codes: [] })
      expect(await revoke(...args, '--for', '1h')).toMatch(/^Revoked: /)
      await expectEnded(streams)
      expect(await ask({ ...CLAIMS, ageSeconds: 20 })).toEqual({ status: 401, codes: ['AUTH_INVALID'] })
      expect(await revoke('--list')).toContain(JSON.stringify(args[1]))
    },
    30_000,
  )

  it('when the issuer has withdrawn the key, once that is seen', async () => {
    const { issuer, openStreams, ask } = await setUp({ keySet: { refreshMs: 200 } })
    const streams = await openStreams()
    issuer.withdraw('one')
    await expectEnded(streams)
    expect(await ask()).toEqual({ status: 401, codes: ['AUTH_INVALID'] })
  })

  it('when the token has ended', async () => {
    const { openStreams } = await setUp()
    await expectEnded(await openStreams({ ...CLAIMS, expiresIn: 1.5 }))
  })
})

describe('nobody else is ended', () => {
  it('by the revocation of a token, and its subject comes back with another', async () => {
    const { gateway, openStreams, ask } = await setUp()
    const [mine, others] = [await openStreams(), await openStreams({ ...CLAIMS, tokenId: 'token-2' })]
    const target = { kind: 'TOKEN', tokenId: 'token-1' } as const
    const [revokedAt, endsAt] = [toInstant(Date.now()), toInstant(Date.now() + 60_000)]
    await gateway.gateway.store.addRevocation({ target, revokedAt, endsAt })
    await expectEnded(mine)
    expect(await ask({ ...CLAIMS, tokenId: 'token-2' })).toEqual({ status: 200, codes: [] })
    expect(others.flatMap(({ codes }) => codes)).toEqual([])
    for (const stream of others) stream.leave()
  })
})

describe('while the keys of the issuer cannot be fetched', () => {
  it('a token of an unknown key is told to come again, over every transport', async () => {
    const { issuer, gateway } = await setUp({ keySet: { coolDownMs: 0 } })
    issuer.setMood('failing')
    await issuer.addKey('two')
    const headers = await issuer.headers('two')
    const response = await fetch(`${gateway.gateway.url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"query":"{ viewer { subject } }"}',
    })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    const { errors } = (await response.json()) as { errors: { extensions: { retryAfter: string } }[] } // as errors are
    expect(errors).toMatchObject([{ extensions: { code: 'AUTH_UNAVAILABLE', retryable: true } }])
    // Head and body name the same moment.
    expect(Math.abs(Date.parse(errors[0]?.extensions.retryAfter ?? '') - Date.now())).toBeLessThan(1_000)
    const request = { url: gateway.gateway.url, query: '{ viewer { subject } }', variables: {}, headers }
    expect(await openStream({ ...request, transport: 'websocket' }).ended).toBe('1013 Try again later')
    expect(await openStream({ ...request, transport: 'sse' }).ended).toContain('503')
  })
})
