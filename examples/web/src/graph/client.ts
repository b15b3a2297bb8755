/**
 * The connections to the graph for one session: urql for what is asked once, graphql-ws for what is followed in numbers,
 * many subscriptions over one socket. No cache: a screen on which money is lent shows what is so now.
 */
import { Client, fetchExchange } from 'urql'
import { type Client as SocketClient, createClient as createSocketClient } from 'graphql-ws'
import type { Session } from './session.ts'

export const GRAPH_PATH = '/graphql'

export interface Graph {
  readonly session: Session
  readonly client: Client
  readonly socket: SocketClient
  close(): void
}

export function openGraph(session: Session): Graph {
  const client = new Client({
    url: GRAPH_PATH,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetch: async (input, init) => fetch(input, await withToken(init, await session.token())),
  })
  const socket = createSocketClient({
    url: `${location.origin.replace(/^http/, 'ws')}${GRAPH_PATH}`,
    connectionParams: async () => {
      const token = await session.token()
      return token === null ? {} : { Authorization: `Bearer ${token}` }
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    keepAlive: 10_000,
  })
  return { session, client, socket, close: () => void socket.dispose() }
}

/** The request with the token, if there is one, and for one answer. */
export async function withToken(init: RequestInit | undefined, token: string | null): Promise<RequestInit> {
  const headers = new Headers(init?.headers)
  // urql would also take a stream, and is then given one, which it breaks off after the first answer.
  headers.set('accept', 'application/graphql-response+json, application/json')
  // A token that is there already is a more particular one.
  if (token !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
  return { ...init, headers }
}
