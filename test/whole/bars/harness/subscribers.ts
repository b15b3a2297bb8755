/** Opens subscribers of both kinds, and gets rid of all of them at the end of a bar. */
import type { Cluster } from './cluster.ts'
import { openSseSubscriber } from './sse-subscriber.ts'
import type { Subscriber, Subscription, Transport } from './subscriber.ts'
import { openWsSubscriber } from './ws-subscriber.ts'

export interface Subscribers extends AsyncDisposable {
  readonly all: readonly Subscriber[]
  /** Opens one as a caller of its own, through the load balancer unless another address is given. */
  open(options: Partial<Subscription> & Pick<Subscription, 'id'>): Promise<Subscriber>
  /** Opens one per id, WebSocket and SSE in turn unless a transport is given. */
  openEach(ids: readonly string[], options?: Partial<Subscription>): Promise<readonly Subscriber[]>
}

export function openSubscriber(subscription: Subscription): Subscriber {
  return subscription.transport === 'ws' ? openWsSubscriber(subscription) : openSseSubscriber(subscription)
}

export function openSubscribers(cluster: Pick<Cluster, 'url' | 'headers'>): Subscribers {
  const all: Subscriber[] = []
  async function open(options: Partial<Subscription> & Pick<Subscription, 'id'>): Promise<Subscriber> {
    const name = options.name ?? `subscriber-${all.length + 1}`
    const headers = options.headers ?? (await cluster.headers(name))
    const subscriber = openSubscriber({ transport: 'ws', url: cluster.url, ...options, name, headers })
    all.push(subscriber)
    return subscriber
  }
  return {
    all,
    open,
    async openEach(ids, options = {}) {
      const transports: readonly Transport[] = ['ws', 'sse']
      const opened: Subscriber[] = []
      for (const [index, id] of ids.entries()) {
        opened.push(await open({ transport: transports[index % 2] ?? 'ws', ...options, id }))
      }
      return opened
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((subscriber) => subscriber.leave('abruptly')))
    },
  }
}
