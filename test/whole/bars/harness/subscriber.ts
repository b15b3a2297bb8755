/**
 * What every subscriber has in common, whatever its transport: it logs each payload with the time of its arrival, keeps
 * the cursor of the last one, and comes back with it when its connection is lost.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Arrival, ClientLog } from './ledger.ts'

export type Transport = 'ws' | 'sse'

export interface Subscription {
  readonly name: string
  readonly transport: Transport
  /** Base address of a gateway or the load balancer. */
  readonly url: string
  readonly headers: { readonly authorization: string }
  /** Global id of the journey that is followed; or of the applicant, when `isApplicant`. */
  readonly id: string
  readonly isApplicant?: boolean
  /** Begins behind this cursor. */
  readonly after?: string | null
  /** How often it comes back before it gives up; `default` is what the stock client does. @default Infinity */
  readonly attempts?: number | 'default'
  /** The longest pause before it comes back; half of it at least. @default 200 */
  readonly pauseMs?: number
}

export interface LoggedArrival extends Arrival {
  /** Milliseconds since 1970, with fractions. */
  readonly arrivedAt: number
  /** When the gateway noticed the change. */
  readonly observedAt: number
  readonly cursor: string | null
}

export interface Closing {
  /** Close code of the WebSocket; for SSE 1000 when the stream ended in order and 1006 when it broke. */
  readonly code: number
  readonly at: number
}

export interface Subscriber {
  readonly name: string
  readonly transport: Transport
  readonly arrivals: readonly LoggedArrival[]
  readonly closings: readonly Closing[]
  /** Codes of errors it was sent. */
  readonly errors: readonly string[]
  readonly cursor: string | null
  /** How often it was connected. */
  readonly connections: number
  /** True once the gateway has said that nothing more will come, or the client has given up. */
  readonly isOver: boolean
  /** Resolves with whether `isSo` came true in time; looked at after every arrival and every few milliseconds. */
  until(isSo: () => boolean, timeoutMs: number): Promise<boolean>
  /** Stops reading its socket; what is sent piles up at the other end. */
  pause(): void
  resume(): void
  /** Loses its connection without a word; comes back by itself unless told to stay away. */
  drop(): void
  /** Says goodbye, or vanishes, and does not come back. Safe to call twice. */
  leave(how?: 'politely' | 'abruptly'): Promise<void>
}

const FIELDS = 'sequence status step percent resync cursor observedAt journey { id }'

/** The operation as a request, with the cursor as it then is. */
export function toRequest({ id, isApplicant = false }: Subscription, readCursor: () => string | null) {
  const query = isApplicant
    ? `subscription($id: ID!, $after: String) { event: applicantProgressed(applicantId: $id, after: $after) { ${FIELDS} } }`
    : `subscription($id: ID!, $after: String) { event: journeyStatusChanged(journeyId: $id, after: $after) { ${FIELDS} } }`
  return {
    query,
    variables: {
      id,
      // Read when the request is written, so that a stock client's own retry resumes where it stands.
      get after() {
        return readCursor()
      },
    },
  }
}

/** A result as it comes over the wire. */
export interface EventResult {
  readonly data?: {
    readonly event: {
      readonly sequence: number
      readonly status: string
      readonly step: string | null
      readonly percent: number
      readonly resync: boolean
      readonly cursor: string
      readonly observedAt: string
      readonly journey: { readonly id: string }
    } | null
  } | null
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
  readonly extensions?: { readonly cursor?: string }
}

/** What a transport writes into, and what the subscriber shows of it. */
export interface SubscriberLog {
  readonly arrivals: LoggedArrival[]
  readonly closings: Closing[]
  readonly errors: string[]
  cursor: string | null
  connections: number
  isOver: boolean
  take(result: EventResult): void
  until(isSo: () => boolean, timeoutMs: number): Promise<boolean>
}

export function nowMs(): number {
  return performance.timeOrigin + performance.now()
}

export function createSubscriberLog(after: string | null = null): SubscriberLog {
  const log: SubscriberLog = {
    arrivals: [],
    closings: [],
    errors: [],
    cursor: after,
    connections: 0,
    isOver: false,
    take({ data, errors = [], extensions }) {
      for (const { extensions } of errors) log.errors.push(extensions?.code ?? 'UNKNOWN')
      const event = data?.event
      if (event == null) return
      const { journey, observedAt, cursor, ...seen } = event
      // The one beside the data is what a client goes by that has not selected it: both must be there and agree.
      if (extensions?.cursor !== cursor) log.errors.push('CURSORS_DIFFER')
      log.cursor = cursor
      log.arrivals.push({
        ...seen,
        cursor,
        journeyId: journey.id,
        connection: log.connections,
        arrivedAt: nowMs(),
        observedAt: Date.parse(observedAt),
      })
    },
    async until(isSo, timeoutMs) {
      const beganAt = performance.now()
      while (!isSo()) {
        if (performance.now() - beganAt > timeoutMs) return false
        await wait(3)
      }
      return true
    },
  }
  return log
}

/** The log in the form that the ledger checks. */
export function toClientLog(
  { name, arrivals }: Pick<Subscriber, 'name' | 'arrivals'>,
  entitled: Iterable<string>,
  beganAfter?: ReadonlyMap<string, number>,
): ClientLog {
  return { name, arrivals, entitled: new Set(entitled), ...(beganAfter && { beganAfter }) }
}
