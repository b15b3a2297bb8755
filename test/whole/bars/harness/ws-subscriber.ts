/** A subscriber that is the real graphql-ws client on a real socket. */
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import {
  createSubscriberLog,
  type EventResult,
  nowMs,
  type Subscriber,
  type Subscription,
  toRequest,
} from './subscriber.ts'

export function openWsSubscriber(subscription: Subscription): Subscriber {
  const { name, url, headers, after = null, attempts = Infinity, pauseMs = 200 } = subscription
  const log = createSubscriberLog(after)
  let socket: WebSocket | null = null
  let isLeaving = false
  let isOpen = false
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: headers.authorization },
    ...(attempts === 'default' ? {} : { retryAttempts: attempts, retryWait: () => pause(pauseMs) }),
    shouldRetry: () => !isLeaving,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket // it was made of our implementation
        isOpen = true
        log.connections += 1
      },
      closed: (event) => {
        const { code } = event as CloseEvent // graphql-ws gives what the socket gave
        // An attempt that never got through closes nothing.
        if (isOpen) log.closings.push({ code, at: nowMs() })
        isOpen = false
      },
    },
  })
  client.subscribe<EventResult['data']>(
    toRequest(subscription, () => log.cursor),
    {
      next: (result) => log.take(result as EventResult),
      error: (thrown) => {
        if (Array.isArray(thrown)) for (const { extensions } of thrown) log.errors.push(extensions?.code ?? 'UNKNOWN')
        log.isOver = true
      },
      complete: () => {
        log.isOver = true
      },
    },
  )

  return Object.assign(log, {
    name,
    transport: 'ws' as const,
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    drop: () => socket?.terminate(),
    async leave(how: 'politely' | 'abruptly' = 'politely') {
      isLeaving = true
      if (how === 'abruptly') socket?.terminate()
      // It throws what the socket was closed with, which is in the log already.
      await Promise.resolve(client.dispose()).catch(() => undefined)
    },
  })
}

interface CloseEvent {
  readonly code: number
}

function pause(longestMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, longestMs * (0.5 + Math.random() / 2)))
}
