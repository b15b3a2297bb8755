/** The health score of one statement. Finpass prints the breakdown twice, the second time with weights; both are joined. */
import type { HealthPenalty, HealthScore, HealthThreshold } from '../../domain/bsa-analysis.ts'
import { createLazyShape } from '../../platform/lazy-part.ts'
import type { DataIssues } from '../data-issues.ts'
import { maskAadhaarInText } from '../mask-aadhaar-in.ts'
import { openSection } from '../section-text/section-text.ts'
import { readCount, readNumber, readScore, readText } from '../value.ts'
import type { HealthScoreWire } from './aa-bsa-analysis.wire.ts'

const AT = 'accounts[*].analysis_json.health_score'

type Reasons = Pick<HealthScore, 'penalties' | 'thresholds'>
const toShape = createLazyShape<Omit<HealthScore, keyof Reasons>, Reasons>(['penalties', 'thresholds'])

/** The score with its reasons; null when there is none, or none that can be read. */
export function normaliseHealthScore(wire: HealthScoreWire | null | undefined, issues: DataIssues): HealthScore | null {
  if (!wire) return null
  const score = readScore(wire.score, `${AT}.score`, issues)
  if (score === null) {
    issues.note(AT, 'was left out: it has no score')
    return null
  }
  const totalPenalties = readScore(wire.total_penalties, `${AT}.total_penalties`, issues)
  const reasons = {
    penalties: issues.part((noted) => readPenalties(wire, noted)),
    thresholds: issues.part(() => readThresholds(wire)),
  }
  const plain = { score, rating: readText(wire.rating), description: readText(wire.rating_description), totalPenalties }
  return toShape(plain, reasons)
}

function readPenalties(wire: HealthScoreWire, issues: DataIssues): HealthPenalty[] {
  const weighted = openSection(wire.details)?.breakdown ?? {}
  const plain = openSection(wire.breakdown) ?? {}
  const penalties: HealthPenalty[] = []
  for (const kind of new Set([...Object.keys(plain), ...Object.keys(weighted)])) {
    const entry = { ...plain[kind], ...weighted[kind] }
    const count = readCount(entry.count, `${AT}.breakdown.*.count`, issues)
    const penalty = readNumber(entry.penalty, `${AT}.breakdown.*.penalty`, issues)
    if (count === null || penalty === null) issues.note(`${AT}.breakdown.*`, 'was left out: it has no count or penalty')
    else {
      const weight = readNumber(entry.weight, `${AT}.breakdown.*.weight`, issues)
      penalties.push({ kind: maskAadhaarInText(kind), count, penalty, weight })
    }
  }
  return penalties
}

/** The bounds are text (`>= 90`) and stay text. */
function readThresholds(wire: HealthScoreWire): HealthThreshold[] {
  return Object.entries(openSection(wire.details)?.thresholds ?? {}).flatMap(([rating, value]) => {
    const bound = readText(value)
    return bound === null ? [] : [{ rating: maskAadhaarInText(rating), bound }]
  })
}
