/** Clients that frontends use, each as its documentation says, behind one interface: what a bar writes once, runs through all. */
import { hash } from 'node:crypto'
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { Client, type CombinedError, createRequest, fetchExchange, makeOperation } from '@urql/core'
import { type DocumentNode, parse } from 'graphql'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { WebSocket } from 'ws'

export interface ClientError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string }
}
export interface ClientAnswer {
  // oxlint-disable-next-line typescript/no-explicit-any -- the data of any document
  readonly data: any
  readonly errors: readonly ClientError[]
}
export type Variables = Record<string, unknown>

export interface RealClient extends AsyncDisposable {
  readonly name: string
  /** A connection that is lost is its own business: what is watched goes on. */
  readonly comesBack: boolean
  ask(query: string, variables?: Variables): Promise<ClientAnswer>
  /** Sends no text: the id alone. */
  askById(query: string, documentId: string): Promise<ClientAnswer>
  /** Resolves when nothing more comes over this connection. `leave` ends it. */
  watch(query: string, variables: Variables, take: (answer: ClientAnswer) => void): Watching
}
export interface Watching {
  readonly ended: Promise<void>
  leave(): void
}

export interface ClientOptions {
  readonly url: string
  /** Asked at every connection. */
  token(): Promise<string>
}

export const CLIENTS: readonly ((options: ClientOptions) => RealClient)[] = [openApollo, openUrql, openWs, openSse]

function toAnswer(result: { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined }): ClientAnswer {
  return { data: result.data ?? null, errors: (result.errors ?? []) as readonly ClientError[] } // as GraphQL has them
}

const toPersisted = (documentId: string) => ({
  persistedQuery: { version: 1, sha256Hash: documentId.slice('sha256:'.length) },
})

/** Without tries of its own: what follows begins anew, behind its cursor. */
function openSocket({ url, token }: ClientOptions, retryAttempts?: number) {
  return createWsClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ Authorization: await token() }),
    ...(retryAttempts === undefined ? {} : { retryAttempts }),
    // Otherwise it comes back after a close only, not when nobody listens for the moment.
    shouldRetry: () => true,
  })
}

/** Queries over HTTP, subscriptions over WebSocket. */
function openApollo(options: ClientOptions): RealClient {
  const socket = openSocket(options, 0)
  const authorize = new SetContextLink(async ({ headers = {} }) => ({
    headers: { ...(headers as object), authorization: await options.token() }, // nobody else sets any
  }))
  const open = (...links: ApolloLink[]): ApolloClient => {
    const http = ApolloLink.from([...links, authorize, new HttpLink({ uri: `${options.url}/graphql` })])
    const isStream = ({ operationType }: ApolloLink.Operation): boolean => operationType === 'subscription'
    return new ApolloClient({
      link: ApolloLink.split(isStream, new GraphQLWsLink(socket), http),
      cache: new InMemoryCache(),
    })
  }
  const client = open()
  const persisting = open(new PersistedQueryLink({ sha256: (text) => hash('sha256', text) }))
  const toResult = ({ data, error }: { data?: unknown; error?: unknown }): ClientAnswer => {
    if (error !== undefined && !CombinedGraphQLErrors.is(error)) throw error as Error // of the network
    return toAnswer({ data, errors: error?.errors })
  }
  const run = async (by: ApolloClient, query: DocumentNode, variables: Variables): Promise<ClientAnswer> => {
    const [definition] = query.definitions
    const isMutation = definition?.kind === 'OperationDefinition' && definition.operation === 'mutation'
    const policies = { errorPolicy: 'all', fetchPolicy: 'no-cache' } as const
    return isMutation
      ? toResult(await by.mutate({ mutation: query, variables, ...policies }))
      : toResult(await by.query({ query, variables, ...policies }))
  }
  return {
    name: 'Apollo Client',
    comesBack: false,
    ask: (query, variables = {}) => run(client, parse(query), variables),
    askById: (query) => run(persisting, parse(query), {}),
    watch(query, variables, take) {
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      const subscribing = client.subscribe({ query: parse(query), variables, errorPolicy: 'all' }).subscribe({
        next: ({ data, error }) =>
          take(toAnswer({ data, errors: CombinedGraphQLErrors.is(error) ? error.errors : [] })),
        error: () => resolve(),
        complete: () => resolve(),
      })
      return { ended, leave: () => subscribing.unsubscribe() }
    },
    async [Symbol.asyncDispose]() {
      client.stop()
      persisting.stop()
      await Promise.resolve(socket.dispose()).catch(() => undefined)
    },
  }
}

/** Everything over HTTP, subscriptions as server-sent events. */
function openUrql({ url, token }: ClientOptions): RealClient {
  let authorization = ''
  const client = new Client({
    url: `${url}/graphql`,
    exchanges: [fetchExchange],
    fetchSubscriptions: true,
    fetch: fetchQuietly,
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: () => ({ headers: { authorization } }),
  })
  const toResult = ({ data, error }: { data?: unknown; error?: CombinedError | undefined }): ClientAnswer => {
    if (error?.networkError !== undefined) throw error.networkError
    return toAnswer({ data, errors: error?.graphQLErrors })
  }
  return {
    name: 'urql',
    comesBack: false,
    async ask(query, variables = {}) {
      authorization = await token()
      const isMutation = query.startsWith('mutation')
      return toResult(
        await (isMutation ? client.mutation(query, variables) : client.query(query, variables)).toPromise(),
      )
    },
    async askById(query, documentId) {
      authorization = await token()
      const persisted = { kind: 'Document', definitions: [], documentId } as unknown as DocumentNode // as urql has them
      // Its own check of what kind of operation this is knows nothing of documents without a text.
      const { context } = client.createRequestOperation('query', createRequest(query, {}))
      const operation = makeOperation('query', createRequest(persisted, {}), context)
      return toResult(await client.executeRequestOperation(operation).toPromise())
    },
    watch(query, variables, take) {
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      let leave = (): void => resolve()
      const begin = async (): Promise<void> => {
        authorization = await token()
        const operation = client.createRequestOperation('subscription', createRequest(query, { ...variables }))
        const { unsubscribe } = client.executeRequestOperation(operation).subscribe(({ data, error, hasNext }) => {
          if (error?.networkError === undefined) take(toAnswer({ data, errors: error?.graphQLErrors }))
          if (error?.networkError !== undefined || !hasNext) resolve()
        })
        leave = () => {
          unsubscribe()
          resolve()
        }
      }
      begin().catch(() => resolve())
      return { ended, leave: () => leave() }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/**
 * A stream that is left ends instead of failing: urql does not look after the failure of what it has itself left, which a
 * browser only notes, while Node ends.
 */
async function fetchQuietly(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const leaving = new AbortController()
  init.signal?.addEventListener('abort', () => leaving.abort())
  const response = await fetch(input, { ...init, signal: leaving.signal })
  const reader = response.body?.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await reader?.read().catch(() => undefined)
      if (piece?.value === undefined) controller.close()
      else controller.enqueue(piece.value)
    },
  })
  return new Response(body, response)
}

/** What both of these give: an operation as a stream of results. */
interface Streaming {
  iterate(request: { query: string; variables?: Variables; extensions?: Variables }): AsyncIterableIterator<unknown>
  dispose(): unknown
}

function fromStreaming(name: string, client: Streaming): RealClient {
  async function ask(request: Parameters<Streaming['iterate']>[0]): Promise<ClientAnswer> {
    try {
      for await (const result of client.iterate(request)) return toAnswer(result as ClientAnswer) // a result of GraphQL
      throw new Error('no answer')
    } catch (thrown) {
      // Over WebSocket an operation that was refused throws its errors.
      if (Array.isArray(thrown)) return toAnswer({ errors: thrown })
      throw thrown
    }
  }
  return {
    name,
    comesBack: name === 'graphql-ws',
    ask: (query, variables = {}) => ask({ query, variables }),
    askById: (_query, documentId) => ask({ query: '', extensions: toPersisted(documentId) }),
    watch(query, variables, take) {
      const iterator = client.iterate({ query, variables })
      const read = async (): Promise<void> => {
        for await (const result of iterator) take(toAnswer(result as ClientAnswer)) // a result of GraphQL
      }
      return { ended: read().catch(() => undefined), leave: () => void iterator.return?.() }
    },
    async [Symbol.asyncDispose]() {
      await Promise.resolve(client.dispose()).catch(() => undefined)
    },
  }
}

/** Comes back by itself, as it does out of the box. */
function openWs(options: ClientOptions): RealClient {
  return fromStreaming('graphql-ws', openSocket(options))
}

/** One stream per operation. */
function openSse({ url, token }: ClientOptions): RealClient {
  const headers = async () => ({ authorization: await token() })
  return fromStreaming('graphql-sse', createSseClient({ url: `${url}/graphql`, headers }))
}
