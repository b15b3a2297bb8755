/** What was measured of several systems at one workload, as rows of a table and against its targets. */
import { median, printMib, printMs, quantile, toThree } from './figures.ts'
import type { Measured, Round } from './round.ts'
import type { Target } from './target.ts'

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
  const toRatioOf = ({ rounds }: Measured): number => toRatio(rounds, base?.rounds ?? [], ({ perSecond }) => perSecond)
  const ratios = new Map(measured.map((each) => [each.name, toRatioOf(each)]))
  return measured.map(({ name, rounds, peakBytes }) => {
    const middle = (read: (round: Round) => number): number => median(rounds.map(read))
    const ratio = ratios.get(name) ?? Number.NaN
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
      ...judge(targets[name] ?? {}, ratio, memory, ratios),
    ]
  })
}

/**
 * Round by round, since both of a round met the same machine. What was measured once, in a stretch of many rounds' length, is
 * held to the middle of them all: one round of the other is chance.
 */
function toRatio(rounds: readonly Round[], base: readonly Round[], read: (round: Round) => number): number {
  const [only] = rounds
  if (only !== undefined && rounds.length === 1) return read(only) / median(base.map(read))
  return median(rounds.flatMap((round, at) => (base[at] === undefined ? [] : [read(round) / read(base[at])])))
}

function judge(
  { leastRatio, mostMemory, aheadOf }: Target,
  ratio: number,
  memory: number,
  ratios: ReadonlyMap<string, number>,
): [string, string] {
  const other = aheadOf === undefined ? undefined : ratios.get(aheadOf)
  const wanted: readonly (readonly [words: string, isHeld: boolean])[] = [
    ...(leastRatio === undefined ? [] : [[`ratio >= ${leastRatio}`, ratio >= leastRatio] as const]),
    ...(mostMemory === undefined
      ? []
      : [[`memory <= ${mostMemory} x (is ${memory.toFixed(2)})`, memory <= mostMemory] as const]),
    ...(other === undefined ? [] : [[`ahead of ${aheadOf}`, ratio > other] as const]),
  ]
  const verdicts = wanted.map(([, isHeld]) => (isHeld ? 'held' : 'missed'))
  return [
    wanted.map(([words]) => words).join('; '),
    new Set(verdicts).size === 1 ? (verdicts[0] ?? '') : verdicts.join('; '),
  ]
}
