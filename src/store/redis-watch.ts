/**
 * Hints from Redis: one pub/sub connection for the process, subscribed to a channel for as long as anybody listens to its
 * feed. A connection that is dead, half open, or at a server that does not hear the writers any more is found by a probe
 * that this process publishes to itself; a new one follows, and then everybody is called once, since hints may be lost.
 */
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { createFeedListeners } from './feed-listener.ts'
import { destroySocket, endConnection, toFailure } from './redis-connection.ts'
import { toChannel, toPlace } from './redis-reply.ts'
import type { Store } from './store.ts'

const PROBE_MS = 1000
/** How many probes may be on their way before the connection is given up. */
const MOST_PROBES = 2
/** How many channels are subscribed to in one command after a reconnect. */
const CHANNEL_BATCH = 500

export interface RedisWatch extends Pick<Store, 'watchFeed' | 'watchRecalls'> {
  close(): void
}

/**
 * Watches over `subscriber`, which nobody else may use; probes are published through `publisher`, as transitions are.
 */
export function createRedisWatch(subscriber: Redis, publisher: Redis, prefix: string): RedisWatch {
  const probeChannel = `${prefix}probe:${randomUUID()}`
  /** Channels that this connection was asked for, each until it was confirmed or refused. */
  const subscriptions = new Map<string, Promise<unknown>>()
  const listeners = createFeedListeners((channel) => {
    subscriptions.delete(channel)
    // Refused when the connection is gone, and with it the subscription.
    subscriber.unsubscribe(channel).catch(() => undefined)
  })
  let probes = 0

  function subscribe(channels: readonly string[]): Promise<unknown> {
    const subscription = subscriber.subscribe(...channels)
    for (const channel of channels) subscriptions.set(channel, subscription)
    subscription.catch(() => {
      for (const channel of channels) {
        if (subscriptions.get(channel) === subscription) subscriptions.delete(channel)
      }
    })
    return subscription
  }

  async function restore(): Promise<void> {
    subscriptions.clear()
    probes = 0
    const channels = [probeChannel, ...listeners.topics()]
    try {
      for (let from = 0; from < channels.length; from += CHANNEL_BATCH) {
        await subscribe(channels.slice(from, from + CHANNEL_BATCH))
      }
      listeners.announceAll()
    } catch {
      destroySocket(subscriber)
    }
  }

  function probe(): void {
    // While it connects, it has timeouts of its own.
    if (subscriber.status !== 'ready') return
    if (probes >= MOST_PROBES) {
      destroySocket(subscriber)
      return
    }
    probes += 1
    // One that could not be sent counts like one that did not arrive: a fresh connection does no harm.
    publisher.publish(probeChannel, '').catch(() => undefined)
  }

  subscriber.on('ready', () => void restore())
  subscriber.on('close', () => subscriptions.clear())
  subscriber.on('message', (channel: string) => {
    if (channel === probeChannel) probes = 0
    else listeners.announce([channel])
  })
  if (subscriber.status === 'ready') void restore()
  const timer = setInterval(probe, PROBE_MS)
  timer.unref()

  async function watch(channel: string, listener: () => void): Promise<() => void> {
    const remove = listeners.add(channel, listener)
    try {
      await (subscriptions.get(channel) ?? subscribe([channel]))
      return remove
    } catch (error) {
      remove()
      throw toFailure(error)
    }
  }

  return {
    watchFeed: ({ kind, tenant, id }, listener) => watch(toChannel(prefix, kind, toPlace(tenant, id)), listener),
    watchRecalls: (listener) => watch(`${prefix}recalled`, listener),
    close() {
      clearInterval(timer)
      listeners.clear()
      subscriptions.clear()
      endConnection(subscriber)
    },
  }
}
