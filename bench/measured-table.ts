/** What was measured of several systems at one workload, as rows of a table and against its targets. */
import { median, printMib, printMs, quantile, toThree } from './figures.ts'
import type { Measured, Round } from './round.ts'

/** At least so many times the requests per second of the first system; at most so many times its memory. */
export interface Target {
  readonly leastRatio?: number
  readonly mostMemory?: number
}

export const HEAD = [
  'system',
  'answers/s',
  'ratio',
  'by work',
  'p50',
  'p99',
  'calls to Finpass per answer',
  'CPU per answer',
  'core in use',
  'peak memory',
  'target',
  '',
]

/** One row per system; the first of them is what the others are compared with. `targets` by the system's name. */
export function toRows(measured: readonly Measured[], targets: Readonly<Record<string, Target>> = {}): string[][] {
  const [base] = measured
  return measured.map(({ name, rounds, peakBytes }) => {
    const middle = (read: (round: Round) => number): number => median(rounds.map(read))
    const ratio = toRatio(rounds, base?.rounds ?? [], ({ perSecond }) => perSecond)
    const byWork = toRatio(rounds, base?.rounds ?? [], ({ cpuMsPerAnswer }) => 1 / cpuMsPerAnswer)
    const memory = peakBytes / (base?.peakBytes ?? Number.NaN)
    return [
      name,
      toThree(middle(({ perSecond }) => perSecond)),
      ratio.toFixed(2),
      byWork.toFixed(2),
      printMs(middle(({ times }) => quantile(times, 0.5))),
      printMs(middle(({ times }) => quantile(times, 0.99))),
      middle(({ callsPerAnswer }) => callsPerAnswer)
        .toFixed(2)
        .replace(/\.?0+$/, ''),
      printMs(middle(({ cpuMsPerAnswer }) => cpuMsPerAnswer)),
      `${Math.round(middle(({ busy }) => busy) * 100)} %`,
      printMib(peakBytes),
      ...judge(targets[name] ?? {}, ratio, memory),
    ]
  })
}

/** Round by round, since both of a round met the same machine. */
function toRatio(rounds: readonly Round[], base: readonly Round[], read: (round: Round) => number): number {
  return median(rounds.flatMap((round, at) => (base[at] === undefined ? [] : [read(round) / read(base[at])])))
}

function judge({ leastRatio, mostMemory }: Target, ratio: number, memory: number): [string, string] {
  const wanted = [
    ...(leastRatio === undefined ? [] : [`ratio >= ${leastRatio}`]),
    ...(mostMemory === undefined ? [] : [`memory <= ${mostMemory} x (is ${memory.toFixed(2)})`]),
  ]
  if (wanted.length === 0) return ['', '']
  const isHeld = ratio >= (leastRatio ?? 0) && memory <= (mostMemory ?? Infinity)
  return [wanted.join(', '), isHeld ? 'held' : 'missed']
}
