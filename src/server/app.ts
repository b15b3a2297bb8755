/**
 * The HTTP server: which paths there are, who is let in, and how it stops. Everything about GraphQL is behind
 * `GraphqlHandler`.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure, toFailure } from '../domain/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import { type Principal, UNBOUND } from '../domain/principal.ts'
import type { Log } from '../platform/log.ts'
import type { Admission } from './caller/admission.ts'
import { allowReading, isTooMuch, sendFailure, sendRefusal, sendText, wantsEvents } from './answer.ts'
import type { WebhookReceiver } from './finpass-webhook.ts'
import type { GraphiqlPage } from './graphiql.ts'
import type { LoadLimits } from './load/load-limit.ts'
import type { MayCall } from './origin.ts'
import type { RequestFacts } from './request/context.ts'
import type { WebSocketEndpoint } from './websocket.ts'
import type { GraphqlHandler } from './yoga.ts'

export interface AppOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly graphql: GraphqlHandler
  readonly websocket: WebSocketEndpoint
  readonly webhook: WebhookReceiver
  readonly admission: Admission
  /** Null in production. */
  readonly graphiql: GraphiqlPage | null
  readonly log: Log
  readonly load: LoadLimits
  /** Origins that browsers may call from. */
  readonly allowedOrigins: readonly string[]
  readonly mayCall: MayCall
  /** How long a reader may take nothing before it is cut off. @default 8000 */
  readonly stallMs?: number
  /** Rejects while requests could not be served. */
  checkReadiness(): Promise<void>
}

export interface App {
  readonly port: number
  /** From now on not ready, so that no new callers are sent here; those who come all the same are still served. */
  announceDrain(): void
  /** Stops accepting, closes sockets with a hint, lets what is in flight finish for up to `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>
}

/** May nothing. */
const NOBODY: Principal = { ...UNBOUND, subject: '', tenant: '' as TenantId, scopes: new Set(), expiresAt: null }

/**
 * Connections that the system keeps until they are accepted. In a queue that is full a caller seems to be connected and is
 * not heard for seconds, as when thousands come back at once; Node's own 511 were too few.
 */
const LONGEST_QUEUE = 4_096

// Looked at twice a second, so that nothing slow is there for longer than 10 and 15 seconds.
const HEADERS_TIMEOUT_MS = 9_000
const REQUEST_TIMEOUT_MS = 14_000
/** What a caller is told to wait whose token cannot be checked now. */
const RETRY_SECONDS = 5

export async function openApp(options: AppOptions): Promise<App> {
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 500,
    maxHeaderSize: 16_384,
  })
  const { websocket } = options
  const state = { isDraining: false, isStopping: false }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (toPath(request) === '/graphql' && !state.isStopping) websocket.handleUpgrade(request, socket, head)
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  server.on('request', (request, response) => {
    if (state.isDraining) response.setHeader('connection', 'close')
    handle(options, state.isDraining, request, response).catch((thrown: unknown) => {
      options.log.error('defect', {}, thrown)
      response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: options.port, host: options.host, backlog: LONGEST_QUEUE }, resolve)
  })
  // Listening on TCP, so the address is not a path.
  const { port } = server.address() as AddressInfo
  return {
    port,
    announceDrain() {
      state.isDraining = true
    },
    async close(graceMs = 20_000) {
      state.isDraining = true
      state.isStopping = true
      await Promise.all([websocket.drain(), close(server, graceMs)])
    },
  }
}

async function handle(
  options: AppOptions,
  isDraining: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = toRequestId(request.headers['x-request-id'])
  response.setHeader('x-request-id', requestId)
  response.setHeader('x-content-type-options', 'nosniff')
  // The engine builds an address from it, and would answer with the stack of its failure.
  if (!URL.canParse(`http://${request.headers.host ?? 'localhost'}`)) return sendText(response, 400, 'bad host')
  const path = toPath(request)
  switch (path) {
    case '/graphql':
      return handleGraphql(options, request, response, requestId)
    case '/livez':
      return sendText(response, 200, 'ok')
    case '/readyz':
      if (isDraining) return sendText(response, 503, 'stopping')
      return options.checkReadiness().then(
        () => sendText(response, 200, 'ok'),
        () => sendText(response, 503, 'not ready'),
      )
    case '/':
      // Borrowers come back here after consent, where no REDIRECTS are configured.
      if (options.graphiql === null) return sendText(response, 200, 'Thank you. You can close this page.')
      response.setHeader('location', '/graphql')
      return sendText(response, 302, 'see /graphql')
    default: {
      const token = /^\/webhooks\/finpass\/([^/]+)$/.exec(path)?.[1]
      return token === undefined ? sendText(response, 404, 'not found') : options.webhook(request, response, token)
    }
  }
}

async function handleGraphql(
  { graphql, admission, graphiql, log, load, allowedOrigins, mayCall, stallMs = 8_000 }: AppOptions,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const startedAt = performance.now()
  response.once('close', () => {
    const durationMs = Math.round(performance.now() - startedAt)
    log.info('request', { requestId, status: response.statusCode, durationMs })
  })
  cutWhenStalled(response, stallMs)
  if (graphiql !== null && isPageRequest(request)) return graphiql.send(request, response)
  if (!mayCall(request.headers)) return sendFailure(response, 403, new Failure('ORIGIN_NOT_ALLOWED'), requestId)
  if (request.method === 'POST' && !isJson(request)) {
    const message = 'The content type must be application/json.'
    return sendFailure(response, 415, new Failure('REQUEST_INVALID', { message }), requestId)
  }
  const left = new AbortController()
  response.once('close', () => left.abort())
  try {
    // A preflight carries no token and runs nothing; it is answered by the list of origins.
    const isPreflight = request.method === 'OPTIONS'
    const principal = isPreflight ? NOBODY : await admission.admit(request.headers.authorization ?? null)
    const refusal = isPreflight ? null : load.admit(principal)
    if (refusal !== null) throw refusal
    // A stream is told why it ends, or its reader would take what it follows to be over.
    const hold = admission.hold(principal)
    left.signal.addEventListener('abort', hold.cancel, { once: true })
    if (left.signal.aborted) return hold.cancel()
    if (wantsEvents(request)) left.signal.addEventListener('abort', holdStream(load, principal), { once: true })
    const lastEventId = request.headers['last-event-id']
    const facts: RequestFacts = {
      principal,
      requestId,
      signal: AbortSignal.any([left.signal, hold.signal]),
      lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
    }
    await graphql.handle(request, response, facts)
  } catch (thrown) {
    const failure = toFailure(thrown)
    if (failure.code === 'INTERNAL') log.error('defect', { requestId }, failure.cause)
    const isRefused = failure.code === 'AUTH_REQUIRED' || failure.code === 'AUTH_INVALID'
    if (isRefused) response.setHeader('www-authenticate', 'Bearer')
    allowReading(request, response, allowedOrigins)
    if (isTooMuch(failure.code))
      return sendRefusal(request, response, { failure, requestId, waitMs: load.toWaitMs(failure) })
    const isPassing = failure.code === 'AUTH_UNAVAILABLE'
    if (isPassing) response.setHeader('retry-after', RETRY_SECONDS)
    sendFailure(response, isRefused ? 401 : isPassing ? 503 : 500, failure, requestId)
  }
}

/** Counts an event stream of the caller; gives what ends it. Throws when there are too many. */
function holdStream({ limits, ...load }: LoadLimits, principal: Principal): () => void {
  const release = load.holdStream(principal)
  if (release !== null) return release
  const message = `A caller may have at most ${limits.streams} event streams open.`
  throw new Failure('LIMIT_SUBSCRIPTIONS', { message })
}

/** A caller's own id is kept, so that its logs and ours can be put side by side, if it is a plain word. */
function toRequestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : randomUUID()
}

/** A browser that opens the address, as against a client that asks by GET. */
function isPageRequest({ method, headers }: IncomingMessage): boolean {
  // With a query in the address too: the page itself puts it there, and must open again when it is reloaded.
  return method === 'GET' && (headers.accept ?? '').includes('text/html')
}

/** Only what a foreign page cannot send without being asked first. */
function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json(?:$|\s*;)/i.test(headers['content-type'] ?? '')
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

function toPath({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/'
}

/** A reader that takes nothing for a while although there is something for it loses its connection; a slow one does not. */
function cutWhenStalled(response: ServerResponse, stallMs: number): void {
  // Armed once the answer has begun: right before, Yoga takes the socket's timeout away.
  const arming = setInterval(() => {
    if (!response.headersSent) return
    clearInterval(arming)
    // Node takes up to two of these to tell a reader that has stopped from one that is slow.
    response.setTimeout(stallMs / 2, () => {
      if (response.writableNeedDrain) response.destroy()
    })
  }, 1_000)
  arming.unref()
  response.once('close', () => clearInterval(arming))
}
