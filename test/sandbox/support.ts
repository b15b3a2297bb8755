/** A sandbox on a clock that stands still, and a plain caller of it: node:http, because a GET here may carry a body. */
import { type IncomingHttpHeaders, request } from 'node:http'
import { openSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts'

/** 2026-11-20T06:30:00Z. */
export const NOON_IN_INDIA = Date.UTC(2026, 10, 20, 6, 30)

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body as JSON; throws when it is none. */
  json(): Json
}

/** Whatever `JSON.parse` gives: tests reach into a foreign API's body by name and compare what they find. */
export type Json = ReturnType<typeof JSON.parse>

/** Opens a sandbox whose time moves only by `advance`. */
export function openStill(options: SandboxOptions = {}): Promise<Sandbox> {
  return openSandbox({ now: () => NOON_IN_INDIA, ...options })
}

/** Calls the sandbox with its credential; rejects when the connection breaks before the body is whole. */
export function ask(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const sent: Record<string, string | number> = {
    'x-api-key': sandbox.apiKey,
    'x-api-secret': sandbox.apiSecret,
    ...(payload === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    ...headers,
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(`${sandbox.url}${path}`, { method, headers: sent, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text),
        })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}

/** The body of a call in one dialect. */
export async function read(sandbox: Sandbox, path: string, dialect = 'observed'): Promise<Json> {
  return (await ask(sandbox, 'GET', path, undefined, { 'x-sandbox-dialect': dialect })).json()
}

/** A journey long finished. */
export function finished(sandbox: Sandbox, persona: string, kind: 'ITR' | 'AA_BSA' | 'ACCOUNT_AGGREGATOR'): string {
  return sandbox.seed(persona, kind, 3_600_000)
}

/** The Account Aggregator's report of a session. */
export function fetchReport(sandbox: Sandbox, client_id: string, request_id?: string): Promise<Answer> {
  const body = request_id === undefined ? { client_id } : { client_id, request_id }
  return ask(sandbox, 'POST', '/api/v1/services/account-aggregator/fetch-json-report', body)
}
