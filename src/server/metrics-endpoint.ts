/** The page of metrics and the state of each part, on a listener of its own: what callers can reach never has them. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { sendText } from './answer.ts'
import type { ProcessState } from './state.ts'

export interface MetricsEndpointOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly metrics: Pick<Metrics, 'readPage'>
  readonly log: Log
  /** Null while the gateway is being put together. */
  readonly readState: () => ProcessState | null
}

export interface MetricsEndpoint {
  readonly port: number
  /** Cuts whoever still reads. */
  close(): Promise<void>
}

const LONGEST_READ_MS = 10_000

/** Rejects when the port cannot be had. */
export async function openMetricsEndpoint({
  host,
  port,
  metrics,
  log,
  readState,
}: MetricsEndpointOptions): Promise<MetricsEndpoint> {
  const server = createServer({ requestTimeout: LONGEST_READ_MS, headersTimeout: LONGEST_READ_MS })
  server.on('request', (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (path !== '/metrics' && path !== '/readyz') return sendText(response, 404, 'not found')
    if (request.method !== 'GET') return sendText(response, 405, 'use GET')
    if (path === '/readyz') return sendState(response, readState())
    metrics.readPage().then(
      ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
      (thrown: unknown) => {
        log.error('defect', {}, thrown)
        sendText(response, 500, 'not now')
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, resolve)
  })
  return {
    // Listening on TCP, so the address is not a path.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The same status as callers get, with the reasons. */
function sendState(response: ServerResponse, state: ProcessState | null): void {
  const isReady = state?.isReady ?? false
  response.writeHead(isReady ? 200 : 503, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(state ?? { isReady }))
}
