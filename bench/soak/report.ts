/** What a soak has found: a verdict per promise, and the figures behind it, as a part of docs/performance.md. */
import { quantile } from '../figures.ts'
import { toTable } from '../page.ts'
import type { FaultWindow } from './fault-cycle.ts'
import { findSlope, type Sample, type Slope } from './sample.ts'
import type { Tally } from './tally.ts'

/**
 * Of the run's length. Whoever is judged from the beginning on is judged by what it must fill: code is compiled for minutes,
 * tokens are remembered for ten of them after they were last shown. What grows without an end grows after that as well.
 */
const SETTLING = 1 / 3
/** What a replica may grow in an hour by the slope alone: less than the noise of a collection over a day. */
const MOST_GROWTH_MIB = 2
const MOST_MARGIN_MIB = 10

export interface SoakResult {
  readonly minutes: number
  readonly perSecond: number
  readonly requests: number
  readonly samples: readonly Sample[]
  readonly windows: readonly FaultWindow[]
  readonly tally: Omit<Tally, 'fail'>
  readonly troubles: readonly string[]
}

export interface Verdict {
  readonly promise: string
  readonly found: string
  readonly isHeld: boolean
}

export function judgeSoak({ minutes, samples, tally, troubles }: SoakResult): Verdict[] {
  const settled = samples.filter(({ minute }) => minute >= minutes * SETTLING)
  const slopes = (samples[0]?.heapMib ?? []).map((_, at) =>
    findSlope(settled.map(({ minute, heapMib }) => ({ minute, value: heapMib[at] ?? Number.NaN }))),
  )
  const errors = sum(tally.ours)
  const findings = sum(tally.findings)
  const once = tally.endings.get(1) ?? 0
  const others = sum(tally.endings) - once
  const open = tally.started - tally.ended
  return [
    {
      promise: 'heap after a collection is flat in the last two thirds',
      found: slopes.map((slope, at) => `replica ${at + 1}: ${printSlope(slope)} MiB an hour`).join('; '),
      // Growth that the noise explains is none; so is one too small to matter. Where the noise hides everything, nothing is known.
      isHeld: slopes.every(
        ({ perHour, margin }) => margin <= MOST_MARGIN_MIB && (perHour - margin <= 0 || perHour <= MOST_GROWTH_MIB),
      ),
    },
    {
      promise: 'no error that is not an injected one',
      found: `${errors} (and ${sum(tally.injected)} injected)`,
      isHeld: errors === 0 && troubles.length === 0,
    },
    {
      promise: 'every journey ends exactly once',
      found: `${once} of ${tally.started}${others + open === 0 ? '' : `; ${others} otherwise, ${open} not judged`}`,
      isHeld: others === 0 && open === 0 && once > 0,
    },
    {
      promise: 'no transition is lost, repeated or out of order',
      found: `${findings} findings in ${tally.deliveries} deliveries of ${tally.transitions} transitions`,
      isHeld: findings === 0 && tally.deliveries > 0,
    },
    {
      promise: 'no defect is logged, no rejection goes unhandled',
      found: String(troubles.length),
      isHeld: troubles.length === 0,
    },
  ]
}

export function printSoak(result: SoakResult): string[] {
  const { minutes, perSecond, requests, samples, windows, tally, troubles } = result
  const verdicts = judgeSoak(result).map(({ promise, found, isHeld }) => [promise, found, isHeld ? 'held' : 'missed'])
  // Every fifth, or fewer rows than anybody reads.
  const step = Math.max(1, Math.round(samples.length / 12))
  const shown = samples.filter((_, at) => at % step === 0 || at === samples.length - 1)
  const both = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(' + ')
  return [
    `${minutes} minutes, two replicas on one Redis, ${perSecond} requests a second (${requests} in all), ` +
      `${Math.round(
        quantile(
          samples.map(({ subscribers }) => subscribers),
          0.5,
        ),
      )} subscribers, ` +
      `${windows.length} faults of ${new Set(windows.map(({ kind }) => kind)).size} kinds.`,
    '',
    ...toTable(['promise', 'found', ''], verdicts),
    '',
    ...toTable(
      ['minute', 'heap, MiB', 'RSS, MiB', 'feeds followed', 'sockets', 'timers', 'p50', 'p99', 'fault at that moment'],
      shown.map((each) => [
        each.minute.toFixed(0),
        both(each.heapMib),
        both(each.rssMib),
        both(each.topics),
        both(each.sockets),
        both(each.timers),
        `${each.p50Ms.toFixed(0)} ms`,
        `${each.p99Ms.toFixed(0)} ms`,
        each.fault ?? '',
      ]),
    ),
    '',
    `Journeys ended as ${printCounts(tally.statuses)}. A change reached a subscriber after ` +
      `${quantile(tally.delays, 0.5).toFixed(0)} ms (p99 ${quantile(tally.delays, 0.99).toFixed(0)} ms); ` +
      `connections were lost and taken up again ${tally.reconnects} times, ${tally.resyncs} times with a gap that was told.`,
    '',
    ...toTable(
      ['error', 'injected', 'ours'],
      [...new Set([...tally.injected.keys(), ...tally.ours.keys()])]
        .toSorted()
        .map((key) => [key, String(tally.injected.get(key) ?? 0), String(tally.ours.get(key) ?? 0)]),
    ),
    ...troubles.slice(0, 5).map((trouble) => `\nTrouble: ${trouble.slice(0, 300)}`),
  ]
}

function printSlope({ perHour, margin }: Slope): string {
  return `${perHour.toFixed(2)} ± ${margin.toFixed(2)}`
}

function printCounts(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
}

function sum(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}
