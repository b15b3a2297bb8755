/**
 * Reads reports for all requests of the process: one Finpass call for all who ask at once, and a finished report is kept
 * in memory for a short, bounded time under tenant and journey. Failures are never kept. Nothing of it is ever at rest.
 */
import { LRUCache } from 'lru-cache'
import type { Instant } from '../domain/date.ts'
import { Failure, toFailure } from '../domain/failure.ts'
import type { JourneyId, TenantId } from '../domain/ids.ts'
import type { ConsentType, Journey } from '../domain/journey.ts'
import type { JourneyReading, Reading } from '../domain/reading.ts'
import type { FinpassClient, Handle } from '../finpass/contract.ts'
import type { OperationName } from '../finpass/traffic/operation.ts'
import { currentActivity, type UpstreamCall } from '../platform/activity.ts'
import type { Clock } from '../platform/clock.ts'
import { createLapsingCache } from '../platform/lapsing-cache.ts'
import { createLazyShape } from '../platform/lazy-part.ts'
import type { Store } from '../store/store.ts'
import { type ConsentTerms, createConsentGuard } from './consent-guard.ts'
import { openReadingTime, type ReadingTime } from './reading-time.ts'
import { REPORTS, type ReportName, type ReportTypes } from './report.ts'
import { createSingleFlight } from './single-flight.ts'

export interface ReportReaderOptions {
  readonly client: FinpassClient
  readonly store: Store
  readonly clock: Clock
  /** How long and how often consent lets data be read. */
  readonly terms: ConsentTerms
  /** How long a finished report may be kept. 0 keeps none. @default 60000 */
  readonly cacheMs: number
  /** Bound on the memory of kept reports, in reckoned bytes. @default 134217728 */
  readonly cacheBytes?: number
  /** Told of every report that somebody got or missed, and how. */
  readonly onRead?: (endpoint: OperationName, from: UpstreamCall['from']) => void
}

/** Names one reading of one report. */
export interface ReportStamp {
  readonly key: string
  /** When it lapses, in milliseconds since 1970. */
  readonly until: number
}

export interface ReportReader {
  /** Throws `CONSENT_…` unless the journey's data may be shown now, whether or not it is kept. */
  check(journey: Journey, purposes: readonly ConsentType[] | null): void
  /**
   * The report of a completed journey, as the request has just read it from the store. Rejects with the `Failure` of the
   * call, `FINPASS_NOT_FOUND` without a handle, or `CONSENT_…` when consent does not cover it for any of `purposes`.
   */
  read<Name extends ReportName>(
    name: Name,
    journey: Journey,
    signal: AbortSignal,
    purposes?: readonly ConsentType[] | null,
  ): Promise<JourneyReading<ReportTypes[Name]>>
  /** Begins the time that the reports of one request have together. */
  openTime(): ReadingTime
  /** The stamp of a reading that was given by `read`; null when nothing is kept. */
  toStamp(reading: JourneyReading<unknown>): ReportStamp | null
  /** True as long as this reading would be given again, or would if it had not been pushed out by others. */
  isLatest(stamp: ReportStamp): boolean
  /** Tells that somebody was given a report that was read before. */
  tellKept(name: ReportName): void
  /** Drops what is kept of a journey and ends calls that run for it. */
  forget(tenant: TenantId, journeyId: JourneyId): void
  /** As `forget`, of everything. */
  forgetAll(): void
}

/** A key and a moment each: a few megabytes at most. */
const MOST_STAMPS = 20_000

export function createReportReader(options: ReportReaderOptions): ReportReader {
  const { client, store, clock, cacheMs, terms } = options
  const guard = createConsentGuard({ store, clock, terms })
  const flights = createSingleFlight<JourneyReading<unknown>>()
  const { cacheBytes: mostBytes = 128 * 2 ** 20 } = options
  const cache = cacheMs === 0 ? null : createLapsingCache<JourneyReading<unknown>>({ clock, mostBytes })
  /** Says no more of a reading than which one it is, so it outlives what has been pushed out. */
  const latest = new LRUCache<string, ReportStamp>({ max: MOST_STAMPS, ttl: cacheMs, ttlResolution: 0, perf: clock })
  const stamps = new WeakMap<JourneyReading<unknown>, ReportStamp>()

  function keep<Name extends ReportName>(name: Name, key: string, report: JourneyReading<ReportTypes[Name]>): void {
    if (cache === null) return
    const stamp = { key, until: report.readAt + cacheMs }
    // Reckoning reads what nobody may ever ask for, so it is left where nothing is kept.
    cache.set(key, report, { ttlMs: cacheMs, size: REPORTS[name].sizeOf(report.value) })
    latest.set(key, stamp)
    stamps.set(report, stamp)
  }

  async function fetchReport<Name extends ReportName>(
    name: Name,
    journey: Journey,
    key: string,
    signal: AbortSignal,
  ): Promise<JourneyReading<ReportTypes[Name]>> {
    const { tenant, id } = journey
    // Both asked for at once: a store that is elsewhere is a way to go. A journey that is refused is told of first.
    const handleRead = store.readHandle(tenant, id)
    handleRead.catch(() => undefined)
    const [latest] = await store.readJourneys(tenant, [id])
    // Erased or expired since this request found it.
    if (latest === undefined) throw new Failure('FINPASS_NOT_FOUND')
    guard.check(latest, null)
    const handle = await handleRead
    if (handle === null) throw new Failure('FINPASS_NOT_FOUND')
    await guard.count(latest)
    if (signal.aborted) throw new Failure('REQUEST_CANCELLED')
    // The store keeps handles as text; they went in as handles.
    let reading: Reading<ReportTypes[Name]>
    try {
      reading = await REPORTS[name].fetch(client, handle as Handle, signal)
    } catch (thrown) {
      throw await guard.hear(latest, toFailure(thrown))
    }
    const report = toJourneyReading(reading, journey, clock.now())
    // Given up or erased meanwhile: it must not come back through the cache.
    if (!signal.aborted) keep(name, key, report)
    return report
  }

  /** What the calls that are made tell of themselves is not told again here. */
  function tell(name: ReportName, from: UpstreamCall['from'], ms: number, outcome: string): void {
    const { endpoint } = REPORTS[name]
    options.onRead?.(endpoint, from)
    if (from !== 'fresh') currentActivity()?.noteCall({ endpoint, ms, from, outcome })
  }

  return {
    check: guard.check,
    async read(name, journey, signal, purposes = null) {
      // Also of what is kept: consent may have been taken back since.
      guard.check(journey, purposes)
      const key = `${toPrefix(journey.tenant, journey.id)}${name}`
      // The key ends in the report's name, so what is under it has that report's type.
      type Report = Awaited<ReturnType<typeof fetchReport<typeof name>>>
      const kept = cache?.get(key)
      if (kept !== undefined) {
        tell(name, 'cached', 0, 'OK')
        return kept as Report
      }
      const startedAt = performance.now()
      let from: UpstreamCall['from'] = 'shared'
      let outcome = 'OK'
      const begin = (shared: AbortSignal): Promise<JourneyReading<unknown>> => {
        from = 'fresh'
        return fetchReport(name, journey, key, shared)
      }
      try {
        return (await flights.run(key, begin, signal)) as Report
      } catch (thrown) {
        outcome = toFailure(thrown).code
        throw thrown
      } finally {
        tell(name, from, performance.now() - startedAt, outcome)
      }
    },
    openTime: () => openReadingTime(clock),
    toStamp: (reading) => stamps.get(reading) ?? null,
    isLatest: (stamp) => latest.get(stamp.key) === stamp,
    tellKept: (name) => tell(name, 'cached', 0, 'OK'),
    forget(tenant, journeyId) {
      const prefix = toPrefix(tenant, journeyId)
      flights.abort(prefix)
      for (const name of Object.keys(REPORTS)) {
        cache?.delete(`${prefix}${name}`)
        latest.delete(`${prefix}${name}`)
      }
    },
    forgetAll() {
      flights.abort('')
      cache?.clear()
      latest.clear()
    },
  }
}

type Told = Pick<JourneyReading<unknown>, 'issues'>
const toShape = createLazyShape<Omit<JourneyReading<unknown>, keyof Told>, Told>(['issues'])

/** Not by copying: that would gather the issues, which most requests do not ask for. */
function toJourneyReading<Value>(reading: Reading<Value>, journey: Journey, readAt: Instant): JourneyReading<Value> {
  const { value, isMock } = reading
  // The value that it was given is the value that it has.
  return toShape({ value, isMock, journey, readAt }, { issues: () => reading.issues }) as JourneyReading<Value>
}

function toPrefix(tenant: TenantId, journeyId: JourneyId): string {
  return `${tenant}\n${journeyId}\n`
}
