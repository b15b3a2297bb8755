/**
 * What `/readyz` says of a gateway that is ready: `ok`, and a line for whatever of Finpass is held back just now. That is no
 * reason to take the gateway out of service, since another one would fare no better.
 */
import { formatInstant } from '../domain/date.ts'
import type { TrafficFacts } from '../finpass/traffic/facts.ts'

/** The text; one line when nothing is out of the ordinary. */
export function toReadinessText({ operations, quota }: TrafficFacts): string {
  const held = Object.entries(operations).flatMap(([name, { breaker, pausedUntil, underWay, waiting }]) => {
    if (breaker === 'closed' && pausedUntil === null && waiting === 0) return []
    const until = pausedUntil === null ? '' : `, not asked before ${formatInstant(pausedUntil)}`
    return [`finpass ${name}: breaker ${breaker}${until}, ${underWay} under way, ${waiting} waiting`]
  })
  const { mostPerSecond, sharePerSecond, readsWaiting, pollsWaiting } = quota
  const isPaced = readsWaiting + pollsWaiting > 0
  const rate = mostPerSecond === null ? '' : `, ${(sharePerSecond ?? 0).toFixed(1)} of ${mostPerSecond} a second here`
  const pace = isPaced ? [`finpass pace: ${readsWaiting} reads and ${pollsWaiting} looks waiting${rate}`] : []
  return ['ok', ...held, ...pace].join('\n')
}
