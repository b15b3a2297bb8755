/** Recorded bodies, answers made of them, and a server on a free port that answers as a test tells it. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Failure, type FailureCode } from '../../../src/domain/failure.ts'
import { createTraffic } from '../../../src/finpass/traffic/traffic.ts'
import { createSystemClock } from '../../../src/platform/clock.ts'
import { createFinpassClient, type FinpassClientOptions } from '../../../src/finpass/client.ts'
import type { Handle } from '../../../src/finpass/contract.ts'
import type { HttpAnswer } from '../../../src/finpass/http.ts'
import { Secret } from '../../../src/platform/secret.ts'

/** What a recorded file holds, read afresh, so that a test may change it. */
export function recorded(name: string): Record<string, never> {
  const url = new URL(`../../support/recorded/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as Record<string, never> // tests reach into it freely
}

/** The payload of a recorded file in an envelope. */
export function recordedData(name: string): Record<string, never> {
  return recorded(name).data as unknown as Record<string, never> // the same freedom one level down
}

/** What a recorded file holds, as the answer to a call for `HANDLE`. */
export function recordedFor(name: string): Record<string, unknown> {
  const body: Record<string, unknown> = recorded(name)
  const holders = [body, body.data].filter((each) => typeof each === 'object' && each !== null) as Record<
    string,
    unknown
  >[] // just checked
  for (const holder of holders) {
    for (const id of ['client_id', 'job_id']) if (id in holder) holder[id] = HANDLE
  }
  return body
}

export function answer(body: unknown, status = 200): HttpAnswer {
  return { status, body, retryAfter: null }
}

/** The failure that `action` throws; fails the test when it throws anything else, or nothing. */
export function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown
    throw thrown
  }
  throw new Error('nothing was thrown')
}

export async function codeOf(promise: Promise<unknown>): Promise<FailureCode> {
  return (await rejectionOf(promise)).code
}

export async function rejectionOf(promise: Promise<unknown>): Promise<Failure> {
  const thrown = await promise.then(
    () => new Error('the promise was fulfilled'),
    (reason: unknown) => reason,
  )
  if (thrown instanceof Failure) return thrown
  throw thrown
}

export const HANDLE = 'aabsa_mock_69c0e33a_1f39' as Handle // as if a start had given it
export const KEY = 'key-that-must-not-leak'
export const SECRET = 'secret-that-must-not-leak'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Upstream extends AsyncDisposable {
  readonly url: string
  readonly seen: Seen[]
  /** Connections opened so far. */
  readonly sockets: Set<Socket>
}

/** Serves every request with `respond`, once its body has arrived. */
export async function openUpstream(
  respond: (response: ServerResponse, request: Seen, socket: Socket) => void,
): Promise<Upstream> {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const entry = { method, url, headers, body: Buffer.concat(pieces).toString() }
      seen.push(entry)
      respond(response, entry, request.socket)
    })
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    seen,
    sockets,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** A client of that server, with its credentials, that sends each call once. */
export function clientOf(upstream: { readonly url: string }, options: Partial<FinpassClientOptions> = {}) {
  const { clock = createSystemClock(), deadlineMs = 15_000 } = options
  return createFinpassClient({
    traffic: createTraffic({ clock, deadlineMs, mostAttempts: 1 }),
    baseUrl: upstream.url,
    apiKey: new Secret(KEY),
    apiSecret: new Secret(SECRET),
    ...options,
  })
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
