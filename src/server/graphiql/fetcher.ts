/**
 * How the GraphiQL page asks: queries and mutations by POST, subscriptions over WebSocket, all with the headers of its
 * headers pane. Runs in the browser, from its own text: it may name nothing outside of itself.
 */
// oxlint-disable unicorn/prefer-add-event-listener -- one socket with one listener each, as browser.ts has it
import type { Page } from './browser.ts'

interface Params {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: unknown
}
interface Definition {
  readonly kind: string
  readonly operation?: string
  readonly name?: { readonly value: string }
}
interface How {
  readonly headers?: Readonly<Record<string, string>>
  readonly documentAST?: { readonly definitions: readonly Definition[] }
}
interface Observer {
  next(result: unknown): void
  error(thrown: unknown): void
  complete(): void
}
interface Observable {
  subscribe(observer: Observer): { unsubscribe(): void }
}

export type Fetcher = (params: Params, how?: How) => Promise<unknown> | Observable

/** Asks the address the page itself has. Rejects where there is no gateway; what a gateway refuses is a result with errors. */
export function createFetcher(page: Page): Fetcher {
  const url = new URL('/graphql', page.location.href).href

  function isSubscription({ operationName }: Params, { documentAST }: How): boolean {
    const operations = documentAST?.definitions.filter(({ kind }) => kind === 'OperationDefinition') ?? []
    const chosen = operations.find(({ name }) => name?.value === operationName) ?? operations[0]
    return chosen?.operation === 'subscription'
  }

  async function ask(params: Params, headers: Readonly<Record<string, string>>): Promise<unknown> {
    const own = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' }
    const answer = await page.fetch(url, {
      method: 'POST',
      headers: { ...own, ...headers },
      body: JSON.stringify(params),
    })
    const text = await answer.text()
    try {
      return JSON.parse(text)
    } catch {
      return { errors: [{ message: `The gateway answered ${answer.status} and no JSON.` }] }
    }
  }

  function watch(params: Params, headers: Readonly<Record<string, string>>): Observable {
    const [, authorization] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? []
    return {
      subscribe(observer) {
        const socket = new page.WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws')
        let isOver = false
        const say = (message: object): void => socket.send(JSON.stringify(message))
        const end = (tell: () => void): void => {
          if (isOver) return
          isOver = true
          socket.close(1000)
          tell()
        }
        socket.onopen = () =>
          say({
            type: 'connection_init',
            payload: authorization === undefined ? {} : { Authorization: authorization },
          })
        socket.onmessage = ({ data }) => {
          const { type, payload } = JSON.parse(data) as { readonly type: string; readonly payload?: unknown } // the protocol
          if (type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: params })
          else if (type === 'ping') say({ type: 'pong' })
          else if (type === 'next') observer.next(payload)
          else if (type === 'error') {
            observer.next({ errors: payload })
            end(() => observer.complete())
          } else if (type === 'complete') end(() => observer.complete())
        }
        socket.onclose = ({ code, reason }) => {
          const message =
            code === 4403
              ? 'The gateway did not accept the token, or it has ended.'
              : `The connection was closed: ${code} ${reason}`
          end(() => observer.error({ errors: [{ message }] }))
        }
        return { unsubscribe: () => end(() => undefined) }
      },
    }
  }

  return (params, how = {}) => {
    const { headers = {} } = how
    return isSubscription(params, how) ? watch(params, headers) : ask(params, headers)
  }
}
