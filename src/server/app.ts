/**
 * The HTTP server: which paths there are, who is let in, and how it stops. Everything about GraphQL is behind
 * `GraphqlHandler`.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure, toFailure } from '../domain/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Principal } from '../domain/principal.ts'
import type { Log } from '../platform/log.ts'
import type { GraphiqlPage } from './graphiql.ts'
import type { Authenticate } from './principal.ts'
import type { GraphqlHandler } from './yoga.ts'

export interface AppOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly graphql: GraphqlHandler
  readonly authenticate: Authenticate
  /** Null in production. */
  readonly graphiql: GraphiqlPage | null
  readonly log: Log
  /** Rejects while requests could not be served. */
  checkReadiness(): Promise<void>
}

export interface App {
  readonly port: number
  /** Stops accepting, lets what is in flight finish for up to `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>
}

/** May nothing. */
const NOBODY: Principal = { subject: '', tenant: '' as TenantId, scopes: new Set() }

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 15_000

export async function openApp(options: AppOptions): Promise<App> {
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16_384,
  })
  server.on('request', (request, response) => {
    handle(options, request, response).catch((thrown: unknown) => {
      options.log.error('defect', {}, thrown)
      response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  // Listening on TCP, so the address is not a path.
  const { port } = server.address() as AddressInfo
  return { port, close: (graceMs = 20_000) => close(server, graceMs) }
}

async function handle(options: AppOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = toRequestId(request.headers['x-request-id'])
  response.setHeader('x-request-id', requestId)
  response.setHeader('x-content-type-options', 'nosniff')
  const path = request.url?.split('?', 1)[0]
  switch (path) {
    case '/graphql':
      return handleGraphql(options, request, response, requestId)
    case '/livez':
      return sendText(response, 200, 'ok')
    case '/readyz':
      return options.checkReadiness().then(
        () => sendText(response, 200, 'ok'),
        () => sendText(response, 503, 'not ready'),
      )
    case '/':
      if (options.graphiql === null) return sendText(response, 404, 'not found')
      response.setHeader('location', '/graphql')
      return sendText(response, 302, 'see /graphql')
    default:
      return sendText(response, 404, 'not found')
  }
}

async function handleGraphql(
  { graphql, authenticate, graphiql, log }: AppOptions,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const startedAt = performance.now()
  response.once('close', () => {
    const durationMs = Math.round(performance.now() - startedAt)
    log.info('request', { requestId, status: response.statusCode, durationMs })
  })
  if (graphiql !== null && isPageRequest(request)) return sendPage(response, graphiql)
  if (request.method === 'POST' && !isJson(request)) {
    return sendFailure(response, 415, new Failure('REQUEST_INVALID'), requestId)
  }
  try {
    // A preflight carries no token and runs nothing; it is answered by the list of origins.
    const isPreflight = request.method === 'OPTIONS'
    const principal = isPreflight ? NOBODY : await authenticate(request.headers.authorization ?? null)
    await graphql.handle(request, response, { principal, requestId })
  } catch (thrown) {
    const failure = toFailure(thrown)
    if (failure.code === 'INTERNAL') log.error('defect', { requestId }, failure.cause)
    const isRefused = failure.code === 'AUTH_REQUIRED' || failure.code === 'AUTH_INVALID'
    if (isRefused) response.setHeader('www-authenticate', 'Bearer')
    sendFailure(response, isRefused ? 401 : 500, failure, requestId)
  }
}

/** A caller's own id is kept, so that its logs and ours can be put side by side, if it is a plain word. */
function toRequestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : randomUUID()
}

/** A browser that opens the address, as against a client that asks by GET. */
function isPageRequest({ method, headers, url }: IncomingMessage): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html') && !(url ?? '').includes('query=')
}

/** Only what a foreign page cannot send without being asked first. */
function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json(?:$|\s*;)/i.test(headers['content-type'] ?? '')
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

function sendPage(response: ServerResponse, { html, contentSecurityPolicy }: GraphiqlPage): void {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    .end(html)
}

function sendFailure(response: ServerResponse, status: number, failure: Failure, requestId: string): void {
  if (response.headersSent) return void response.destroy()
  const { code, message, advice, retryable } = failure
  const body = { errors: [{ message, extensions: { code, advice, retryable, requestId } }] }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

/** Node ends idle keep-alive connections by itself once it no longer listens. */
function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
