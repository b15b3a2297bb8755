/**
 * What a client does that was told by a coded error that its stream has ended for now: it comes back with its cursor.
 * What it saw on all of its streams is put together again for the ledger.
 */
import { type Arrival, checkLedger, type ClientLog, type Journal } from './ledger.ts'
import { waitUntil } from './live.ts'
import type { Spread } from './spread.ts'
import type { Subscriber } from './subscriber.ts'

export interface Returners extends AsyncDisposable {
  /**
   * Resolves with the milliseconds since `backAt` until everybody has got something new, or was told that its journey is
   * gone, unless nothing is (`isKept`); null when that did not come true in time.
   */
  untilConverged(isKept: boolean, backAt: number, timeoutMs: number): Promise<number | null>
  /** Waits until everybody has the latest there is; what is still missing after that is a finding. */
  untilCaughtUp(journal: Journal, timeoutMs: number): Promise<void>
  /** `journal` is null when nothing is left of it to compare with. */
  judge(journal: Journal | null): {
    /** Ended without being told why. */
    readonly stranded: number
    /** Numbers that were jumped over without `resync`, and all findings of the ledger. */
    readonly silentGaps: number
    readonly resyncs: number
    /** Codes that streams ended with, and how many did. */
    readonly endedBy: Readonly<Record<string, number>>
    /** The findings, in words. */
    readonly complaints: readonly string[]
  }
  leave(): Promise<void>
}

/** Worth coming back for; every other code is final. */
const PASSING = 'STORE_UNAVAILABLE'
const GONE = 'JOURNEY_NOT_FOUND'
const LOOK_MS = 500
/** Connections of a later stream count from here on. */
const CONNECTIONS = 10_000

export function openReturners({ all, follows, reopen }: Spread): Returners {
  const streams = new Map<Subscriber, Subscriber[]>(all.map((subscriber) => [subscriber, [subscriber]]))
  let looking: Promise<unknown> = Promise.resolve()

  const latest = (client: Subscriber): Subscriber => streams.get(client)?.at(-1) ?? client
  const lastCode = ({ errors }: Subscriber): string => errors.at(-1) ?? 'NONE'

  async function comeBack(): Promise<void> {
    for (const [client, list] of streams) {
      const last = latest(client)
      if (last.isOver && lastCode(last) === PASSING) list.push(await reopen(client, last.cursor))
    }
  }
  const timer = setInterval(() => {
    looking = looking.then(comeBack)
  }, LOOK_MS)

  function toLog(client: Subscriber): ClientLog {
    const arrivals = (streams.get(client) ?? []).flatMap((stream, index) =>
      stream.arrivals.map((arrival) => ({ ...arrival, connection: arrival.connection + index * CONNECTIONS })),
    )
    return { name: client.name, arrivals, entitled: new Set([follows(client)]) }
  }

  return {
    async untilConverged(isKept, backAt, timeoutMs) {
      const since = performance.timeOrigin + backAt
      const hasConverged = (client: Subscriber): boolean => {
        const last = latest(client)
        const isGone = last.isOver && lastCode(last) === GONE
        return (last.arrivals.at(-1)?.arrivedAt ?? 0) > since || (!isKept && isGone)
      }
      const tookMs = await waitUntil(() => all.every(hasConverged), timeoutMs)
      return tookMs === null ? null : performance.now() - backAt
    },
    async untilCaughtUp(journal, timeoutMs) {
      const hasAll = (client: Subscriber): boolean =>
        (latest(client).arrivals.at(-1)?.sequence ?? 0) >= (journal.get(follows(client))?.at(-1)?.sequence ?? 0)
      await waitUntil(() => all.every(hasAll), timeoutMs)
    },
    judge(journal) {
      const logs = all.map(toLog)
      const ended = [...streams.values()].flat().filter(({ isOver }) => isOver)
      const codes = Object.entries(Object.groupBy(ended, lastCode))
      const findings = journal === null ? [] : checkLedger(journal, logs)
      const gaps = logs.flatMap(({ name, arrivals }) =>
        findGaps(arrivals).map((sequence) => `${name} lacks ${sequence}`),
      )
      return {
        stranded: ended.filter(({ errors }) => errors.length === 0).length,
        silentGaps: findings.length + gaps.length,
        resyncs: logs.flatMap(({ arrivals }) => arrivals).filter(({ resync }) => resync).length,
        endedBy: Object.fromEntries(codes.map(([code, those]) => [code, those?.length ?? 0])),
        complaints: [...gaps, ...findings.map((finding) => JSON.stringify(finding))],
      }
    },
    async leave() {
      clearInterval(timer)
      await looking
      await Promise.all([...streams.values()].flat().map((stream) => stream.leave()))
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await looking
    },
  }
}

/** Numbers that were the first to be jumped over in silence. */
function findGaps(arrivals: readonly Arrival[]): number[] {
  let known = arrivals[0]?.sequence ?? 0
  const gaps: number[] = []
  for (const { sequence, resync } of arrivals.slice(1)) {
    if (!resync && sequence > known + 1) gaps.push(known + 1)
    known = resync ? sequence : Math.max(known, sequence)
  }
  return gaps
}
