/** The page of metrics, on a listener of its own: what callers can reach never has it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { sendText } from './answer.ts'

export interface MetricsEndpointOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly metrics: Pick<Metrics, 'readPage'>
  readonly log: Log
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
}: MetricsEndpointOptions): Promise<MetricsEndpoint> {
  const server = createServer({ requestTimeout: LONGEST_READ_MS, headersTimeout: LONGEST_READ_MS })
  server.on('request', (request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') return sendText(response, 404, 'not found')
    if (request.method !== 'GET') return sendText(response, 405, 'use GET')
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
