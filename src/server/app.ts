/**
 * The HTTP server: which paths there are, who is let in, and how it stops. Everything about GraphQL is behind
 * `GraphqlHandler`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { TrafficFacts } from '../finpass/traffic/facts.ts'
import { sendText } from './answer.ts'
import type { Cast } from './cast.ts'
import type { DocsSite } from './docs/site-page.ts'
import type { DemoPage } from './demo-page.ts'
import type { WebhookReceiver } from './finpass-webhook.ts'
import { type GraphqlEndpointOptions, handleGraphql } from './graphql-endpoint.ts'
import { keepConnections } from './kept-connection.ts'
import { type Listening, openListening } from './listen.ts'
import { toReadinessText } from './readiness.ts'
import { isHost } from './request/host.ts'
import { toRequestId } from './request/request-id.ts'
import { createStallWatch } from './stall-watch.ts'
import type { WebSocketEndpoint } from './websocket.ts'

export interface AppOptions extends GraphqlEndpointOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly websocket: WebSocketEndpoint
  readonly webhook: WebhookReceiver
  /** Null without the sandbox, and in production. */
  readonly cast: Cast | null
  /** Null in production. */
  readonly docs: DocsSite | null
  /** Likewise. */
  readonly demo: DemoPage | null
  /** How long a reader may take nothing before it is cut off. @default 8000 */
  readonly stallMs?: number
  /** False while requests could not be served. */
  isReady(): boolean
  /** How the calls to Finpass stand, for whoever looks at `/readyz`. */
  readTraffic(): TrafficFacts
}

export interface App {
  readonly port: number
  /** From now on not ready, so that no new callers are sent here; those who come all the same are still served. */
  announceDrain(): void
  /** Stops accepting, closes sockets with a hint, lets what is in flight finish for up to `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>
}

// Looked at twice a second, so that nothing slow is there for longer than 10 and 15 seconds.
const HEADERS_TIMEOUT_MS = 9_000
const REQUEST_TIMEOUT_MS = 14_000

export async function openApp(options: AppOptions): Promise<App> {
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 500,
    maxHeaderSize: 16_384,
  })
  keepConnections(server)
  const { websocket, stallMs = 8_000 } = options
  const stalls = createStallWatch(stallMs)
  const state = { isDraining: false, isStopping: false }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (toPath(request) === '/graphql' && !state.isStopping) websocket.handleUpgrade(request, socket, head)
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  server.on('request', (request, response) => {
    if (state.isDraining) response.setHeader('connection', 'close')
    stalls.watch(response)
    handle(options, state.isDraining, request, response).catch((thrown: unknown) => {
      options.log.error('defect', {}, thrown)
      response.destroy()
    })
  })
  const listening = await openListening(server, options)
  return {
    port: listening.port,
    announceDrain() {
      state.isDraining = true
    },
    async close(graceMs = 20_000) {
      state.isDraining = true
      state.isStopping = true
      await Promise.all([websocket.drain(), close(server, listening, graceMs)])
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
  if (!isHost(request.headers.host ?? 'localhost')) return sendText(response, 400, 'bad host')
  const path = toPath(request)
  if (options.demo !== null && (await options.demo.handle(path, request, response))) return
  switch (path) {
    case '/graphql':
      return handleGraphql(options, request, response, requestId)
    case '/livez':
      return sendText(response, 200, 'ok')
    case '/readyz':
      if (isDraining) return sendText(response, 503, 'stopping')
      if (!options.isReady()) return sendText(response, 503, 'not ready')
      return sendText(response, 200, toReadinessText(options.readTraffic()))
    case '/':
      // Borrowers come back here after consent, where no REDIRECTS are configured.
      if (options.graphiql === null) return sendText(response, 200, 'Thank you. You can close this page.')
      response.setHeader('location', '/graphql')
      return sendText(response, 302, 'see /graphql')
    default: {
      if (options.docs !== null && /^\/docs(?:\/|$)/.test(path)) return options.docs.handle(path, request, response)
      if (options.cast !== null && path.startsWith('/sandbox/')) return options.cast(request, response)
      const token = /^\/webhooks\/finpass\/([^/]+)$/.exec(path)?.[1]
      return token === undefined ? sendText(response, 404, 'not found') : options.webhook(request, response, token)
    }
  }
}

/** Accepts no more; resolves once every connection has ended, by itself or cut after `graceMs`. */
async function close(server: Server, listening: Listening, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  // One that is in use now is kept for a next request when its answer is over, and nobody would wait for that one.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await listening.close()
  clearInterval(sweep)
  clearTimeout(cut)
}

function toPath({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/'
}
