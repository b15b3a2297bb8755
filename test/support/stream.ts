/** Subscriptions of a test, by the clients that frontends use: graphql-ws over WebSocket, graphql-sse over server-sent events. */
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { expect } from 'vitest'

export const TRANSPORTS = ['websocket', 'sse'] as const
export type Transport = (typeof TRANSPORTS)[number]

export interface StreamError {
  readonly message: string
  readonly extensions: { readonly code: string; readonly requestId: string }
}

/** One event as it came. Its data has no type of its own: tests ask for many shapes. */
export interface StreamResult {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of many shapes
  readonly data?: any
  readonly errors?: readonly StreamError[]
  readonly extensions?: { readonly cursor?: string }
}

export interface TestStream {
  /** Everything that has come. */
  readonly results: readonly StreamResult[]
  /** The codes of all errors that have come. */
  readonly codes: readonly string[]
  /** How it ended: `complete`, or what it was closed with. */
  readonly ended: Promise<string>
  /** Resolves once so many results are there; fails after a while. */
  until(length: number): Promise<void>
  /** Leaves. */
  leave(): void
}

export interface StreamRequest {
  readonly url: string
  readonly transport: Transport
  readonly query: string
  readonly variables: Record<string, unknown>
  readonly headers?: Readonly<Record<string, string>>
  readonly extensions?: Record<string, unknown>
}

/** Subscribes; nothing is tried twice. */
export function openStream({ url, transport, query, variables, headers = {}, extensions }: StreamRequest): TestStream {
  const results: StreamResult[] = []
  const client =
    transport === 'websocket'
      ? createWsClient({
          url: `${url.replace(/^http/, 'ws')}/graphql`,
          connectionParams: { Authorization: headers.authorization },
          retryAttempts: 0,
        })
      : createSseClient({ url: `${url}/graphql`, headers, retryAttempts: 0 })
  const iterator = client.iterate({ query, variables, ...(extensions === undefined ? {} : { extensions }) })

  async function read(): Promise<string> {
    try {
      for await (const result of iterator) results.push(result as StreamResult) // as the protocol has it
      return 'complete'
    } catch (thrown) {
      if (Array.isArray(thrown)) {
        // An error of the operation is a result over SSE, and ends the operation over WebSocket.
        results.push({ errors: thrown })
        return 'complete'
      }
      return describe(thrown)
    } finally {
      client.dispose()?.valueOf()
    }
  }

  return {
    results,
    get codes() {
      return results.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code))
    },
    ended: read(),
    until: async (length) => {
      await expect.poll(() => results.length, { timeout: 8_000, interval: 5 }).toBeGreaterThanOrEqual(length)
    },
    leave: () => void iterator.return?.(undefined),
  }
}

function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  if ('code' in thrown && 'reason' in thrown) return `${String(thrown.code)} ${String(thrown.reason)}`
  return 'message' in thrown ? String(thrown.message) : 'failed'
}
