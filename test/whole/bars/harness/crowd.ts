/**
 * Subscribers behind the load balancer, as many per journey on each transport: half of them the stock graphql-ws client,
 * half server-sent events that come back as a browser's EventSource does.
 */
import type { Cluster } from './cluster.ts'
import { untilLive } from './live.ts'
import type { Subscriber } from './subscriber.ts'
import { openSubscribers } from './subscribers.ts'

export interface Crowd extends AsyncDisposable {
  readonly cluster: Cluster
  readonly journeys: readonly string[]
  readonly all: readonly Subscriber[]
  /** The journey of a subscriber. */
  follows(subscriber: Subscriber): string
}

export interface CrowdOptions {
  /** Global ids. */
  readonly journeys: readonly string[]
  readonly count: number
  /** Comes back this soon at the latest, for ever; left out, it does what its kind does by default. */
  readonly pauseMs?: number
  /** Goes on although somebody got nothing in time, for a gateway that cannot be expected to. @default false */
  readonly mayBeDeaf?: boolean
}

/** What browsers wait before an EventSource comes back: Chromium 3 s, Firefox 5 s. */
const EVENT_SOURCE_MS = 5_000

/** Opens them and waits until everybody has got something. */
export async function openCrowd(cluster: Cluster, options: CrowdOptions): Promise<Crowd> {
  const { journeys, count, pauseMs, mayBeDeaf = false } = options
  const subscribers = openSubscribers(cluster)
  const followed = new Map<Subscriber, string>()
  const stock = { ws: { attempts: 'default' }, sse: { attempts: 'default', pauseMs: EVENT_SOURCE_MS } } as const
  for (let index = 0; index < count; index += 1) {
    const id = journeys[index % journeys.length] ?? ''
    const transport = Math.floor(index / journeys.length) % 2 === 0 ? 'ws' : 'sse'
    const how = pauseMs === undefined ? stock[transport] : { pauseMs }
    followed.set(await subscribers.open({ ...how, id, transport }), id)
  }
  const all = [...followed.keys()]
  await untilLive(all).catch((thrown: unknown) => {
    if (!mayBeDeaf) throw thrown
  })
  return {
    cluster,
    journeys,
    all,
    follows: (subscriber) => followed.get(subscriber) ?? '',
    [Symbol.asyncDispose]: () => subscribers[Symbol.asyncDispose](),
  }
}
