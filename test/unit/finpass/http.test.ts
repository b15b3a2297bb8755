import { type AddressInfo, createServer } from 'node:net'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/date.ts'
import type { FinpassClientOptions } from '../../../src/finpass/client.ts'
import type { FinpassClient } from '../../../src/finpass/contract.ts'
import { Secret } from '../../../src/platform/secret.ts'
import {
  clientOf,
  codeOf,
  HANDLE,
  KEY,
  openUpstream,
  recordedFor,
  rejectionOf,
  SECRET,
  sendJson,
  type Upstream,
} from './support.ts'

const signal = new AbortController().signal
const status = (client: FinpassClient, abort: AbortSignal = signal) => client.fetchAaBsaStatus(HANDLE, abort)
const OBSERVED = recordedFor('aa-bsa-status.observed')

/** Asks once and gives the code of the failure, closing the client. */
async function codeFrom(
  upstream: { readonly url: string },
  options: Partial<FinpassClientOptions> = {},
): Promise<string> {
  const client = clientOf(upstream, options)
  const code = await codeOf(status(client))
  await client.close()
  return code
}

describe('an answer', () => {
  it.each([
    ['plain text', 'hello', 200, 'FINPASS_SHAPE'],
    ['a cut-off object', '{"status": "comp', 200, 'FINPASS_SHAPE'],
    ['nothing', '', 200, 'FINPASS_SHAPE'],
    ['a list', '[]', 200, 'FINPASS_SHAPE'],
    ['an object of something else', `{"client_id":"${HANDLE}"}`, 200, 'FINPASS_SHAPE'],
    ['an error page', '<html>', 502, 'FINPASS_UNAVAILABLE'],
    ['an error page', '<html>', 404, 'FINPASS_UNAVAILABLE'],
    ['an error page', '<html>', 403, 'FINPASS_FORBIDDEN'],
    ['a refusal under 200', '{"success":false,"error_code":"INVALID_INPUT"}', 200, 'FINPASS_INPUT'],
    ['a known code under 500', '{"success":false,"error_code":"JOURNEY_INCOMPLETE"}', 500, 'FINPASS_INCOMPLETE'],
  ])('of %s (%s, %i) is %s', async (_, body, code, expected) => {
    await using upstream = await openUpstream((response) => response.writeHead(code).end(body))
    expect(await codeFrom(upstream)).toBe(expected)
    expect(upstream.seen).toHaveLength(1)
  })

  it('is read with a byte order mark before it', async () => {
    await using upstream = await openUpstream((response) => response.end(`\ufeff${JSON.stringify(OBSERVED)}`))
    const client = clientOf(upstream)
    expect((await status(client)).status).toBe('COMPLETED')
    await client.close()
  })

  it('that redirects is not followed', async () => {
    await using elsewhere = await openUpstream((response) => sendJson(response, OBSERVED))
    await using upstream = await openUpstream((response) => response.writeHead(302, { location: elsewhere.url }).end())
    expect(await codeFrom(upstream)).toBe('FINPASS_SHAPE')
    expect(elsewhere.seen).toEqual([])
  })

  it('that asks to wait says until when', async () => {
    const now = toInstant(Date.UTC(2026, 0, 1))
    const clock = { now: () => now, after: () => () => {} }
    for (const [header, waitMs] of [
      ['7', 7_000],
      ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
      ['86400', 3_600_000],
    ] as const) {
      await using upstream = await openUpstream((response) => sendJson(response, {}, 429, { 'retry-after': header }))
      const client = clientOf(upstream, { clock })
      const failure = await rejectionOf(status(client))
      expect([failure.code, failure.retryAfter]).toEqual(['FINPASS_RATE_LIMITED', now + waitMs])
      await client.close()
    }
  })
})

describe('the line', () => {
  it('is unreachable when nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo // it listens on TCP
    await new Promise((resolve) => server.close(resolve))
    expect(await codeFrom({ url: `http://127.0.0.1:${port}` })).toBe('FINPASS_UNREACHABLE')
  })

  it.each([
    ['before an answer', (response: { write(text: string): void }) => void response],
    [
      'inside the headers',
      (response: { socket: { write(text: string): void } }) => response.socket.write('HTTP/1.1 200 OK\r\nconte'),
    ],
    ['inside a body', (response: { write(text: string): void }) => response.write('{"status":')],
  ])('is unreachable when it is cut %s', async (_, begin) => {
    await using upstream = await openUpstream((response, _request, socket) => {
      begin(response as never)
      setImmediate(() => socket.destroy())
    })
    expect(await codeFrom(upstream)).toBe('FINPASS_UNREACHABLE')
  })

  it('is unreachable when fewer bytes come than were announced', async () => {
    await using upstream = await openUpstream((response, _request, socket) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(JSON.stringify(OBSERVED), () => socket.end())
    })
    expect(await codeFrom(upstream)).toBe('FINPASS_UNREACHABLE')
  })

  it('times out when no header comes', async () => {
    await using upstream = await openUpstream(() => {})
    expect(await codeFrom(upstream, { headersTimeoutMs: 60 })).toBe('FINPASS_TIMEOUT')
  })

  it('times out when a body stalls', async () => {
    await using upstream = await openUpstream((response) => response.write('{'))
    expect(await codeFrom(upstream, { bodyTimeoutMs: 60 })).toBe('FINPASS_TIMEOUT')
  })

  it('times out at the deadline when a body drips for ever, and hangs up', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    await using upstream = await openUpstream((response, _request, socket) => {
      const drip = setInterval(() => response.write(' '), 10)
      socket.once('close', () => resolve(clearInterval(drip)))
    })
    const startedAt = performance.now()
    expect(await codeFrom(upstream, { deadlineMs: 150 })).toBe('FINPASS_TIMEOUT')
    expect(performance.now() - startedAt).toBeLessThan(1000)
    await closed
  })

  it('times out at the deadline while it waits for a free socket', async () => {
    await using upstream = await openUpstream(() => {})
    const client = clientOf(upstream, { connections: 1, deadlineMs: 100 })
    expect(await Promise.all([codeOf(status(client)), codeOf(status(client))])).toEqual([
      'FINPASS_TIMEOUT',
      'FINPASS_TIMEOUT',
    ])
    await client.close()
  })
})

describe('a body that is too large', () => {
  it('is given up while it streams, before its end', async () => {
    let sent = 0
    await using upstream = await openUpstream((response, _request, socket) => {
      const piece = Buffer.alloc(64 * 1024, ' ')
      const pump = () => {
        while (!socket.destroyed && sent < 256 * 1024 * 1024) {
          sent += piece.length
          if (!response.write(piece)) return void response.once('drain', pump)
        }
      }
      pump()
    })
    expect(await codeFrom(upstream, { maxBodyBytes: 1024 * 1024 })).toBe('FINPASS_TOO_LARGE')
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('is given up at once when its length is announced', async () => {
    await using upstream = await openUpstream((response) => {
      response.writeHead(200, { 'content-length': String(10_000_000) })
      response.write('{')
    })
    expect(await codeFrom(upstream, { maxBodyBytes: 1000, deadlineMs: 2000 })).toBe('FINPASS_TOO_LARGE')
  })

  it('is read when it just fits', async () => {
    const body = JSON.stringify(OBSERVED)
    await using upstream = await openUpstream((response) => response.end(body))
    const client = clientOf(upstream, { maxBodyBytes: body.length })
    expect((await status(client)).status).toBe('COMPLETED')
    expect(await codeFrom(upstream, { maxBodyBytes: body.length - 1 })).toBe('FINPASS_TOO_LARGE')
    await client.close()
  })
})

describe('a caller who leaves', () => {
  it('is told so, and the socket is closed', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const abort = new AbortController()
    await using upstream = await openUpstream((_response, _request, socket) => {
      socket.once('close', () => resolve())
      abort.abort()
    })
    const client = clientOf(upstream)
    expect(await codeOf(status(client, abort.signal))).toBe('REQUEST_CANCELLED')
    await closed
    await client.close()
  })

  it('may leave inside a body', async () => {
    const abort = new AbortController()
    await using upstream = await openUpstream((response) => {
      response.write('{"status":', () => setImmediate(() => abort.abort()))
    })
    const client = clientOf(upstream)
    expect(await codeOf(status(client, abort.signal))).toBe('REQUEST_CANCELLED')
    await client.close()
  })

  it('may leave before the call, which then is not made', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, OBSERVED))
    const client = clientOf(upstream)
    expect(await codeOf(status(client, AbortSignal.abort()))).toBe('REQUEST_CANCELLED')
    expect(upstream.seen).toEqual([])
    await client.close()
  })
})

describe('sockets', () => {
  async function socketsUsed(
    upstream: Upstream,
    options: Partial<FinpassClientOptions>,
    call: (client: FinpassClient) => Promise<unknown>,
  ) {
    const client = clientOf(upstream, options)
    for (let i = 0; i < 8; i++) await call(client)
    await client.close()
    return upstream.sockets.size
  }

  // Two, not one: the pool takes a second socket when a call follows before the first has been given back.
  it('are kept for the next call, also after a GET that has a body', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, recordedFor('itr-status.observed')))
    expect(
      await socketsUsed(upstream, { itrMethod: 'GET' }, (client) => client.fetchItrStatus(HANDLE, signal)),
    ).toBeLessThanOrEqual(2)
    expect(new Set(upstream.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(upstream.seen[7]?.body).toBe(`{"job_id":"${HANDLE}"}`)
  })

  it('are no more than allowed', async () => {
    await using upstream = await openUpstream((response) => setImmediate(() => sendJson(response, OBSERVED)))
    const client = clientOf(upstream, { connections: 2 })
    await Promise.all(Array.from({ length: 12 }, () => status(client)))
    expect(upstream.seen).toHaveLength(12)
    expect(upstream.sockets.size).toBe(2)
    await client.close()
  })
})

describe('what a failure gives away', () => {
  it('is neither a credential, nor the handle, the host or a word of the answer', async () => {
    const text = 'Rajesh Sharma owes money'
    const answers: Parameters<typeof openUpstream>[0][] = [
      (response) => response.end(text),
      (response) => sendJson(response, { success: false, error_code: text, message: text }, 400),
      (response) => response.writeHead(500).end(text),
      (_response, _request, socket) => socket.destroy(),
      () => {},
    ]
    for (const respond of answers) {
      await using upstream = await openUpstream(respond)
      const client = clientOf(upstream, { headersTimeoutMs: 60 })
      const failure = await rejectionOf(status(client))
      const printed = `${inspect(failure, { depth: 9, showHidden: true })} ${JSON.stringify(failure)}`
      for (const word of [KEY, SECRET, HANDLE, 'Rajesh', '127.0.0.1', new URL(upstream.url).port]) {
        expect(printed.replace(/\n +at .*/g, '')).not.toContain(word)
      }
      await client.close()
    }
  })

  it('is not the password of a start', async () => {
    await using upstream = await openUpstream((_response, _request, socket) => socket.destroy())
    const client = clientOf(upstream)
    const input = { username: new Secret('ABCDE1234F'), password: new Secret('hunter2') }
    const failure = await rejectionOf(client.fetchItrStart(input, signal))
    expect(failure.code).toBe('FINPASS_UNREACHABLE')
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hunter2')
    expect(upstream.seen).toHaveLength(1)
    await client.close()
  })
})

describe('a packed answer', () => {
  it.each([
    ['gzip', 200, 'FINPASS_SHAPE'],
    ['br', 200, 'FINPASS_SHAPE'],
    ['gzip, gzip', 200, 'FINPASS_SHAPE'],
    ['gzip', 503, 'FINPASS_UNAVAILABLE'],
    ['gzip', 429, 'FINPASS_RATE_LIMITED'],
  ])('by %s (%i) is never unpacked, and not even read', async (encoding, code, expected) => {
    // A thousandth of what it would be unpacked.
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20))
    let closed = 0
    await using upstream = await openUpstream((response, _request, socket) => {
      socket.on('close', () => (closed += 1))
      response.writeHead(code, { 'content-encoding': encoding, 'content-type': 'application/json' })
      response.write(bomb)
    })
    expect(await codeFrom(upstream)).toBe(expected)
    await expect.poll(() => closed).toBe(1)
  })

  it('by a name for nothing is read', async () => {
    await using upstream = await openUpstream((response) =>
      sendJson(response, OBSERVED, 200, { 'content-encoding': 'identity' }),
    )
    const client = clientOf(upstream)
    expect((await status(client)).status).toBe('COMPLETED')
    await client.close()
  })
})
