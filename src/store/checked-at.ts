/** When a journey counts as last asked about at Finpass, once a transition is appended: the same rule in every store. */
import type { Instant } from '../domain/date.ts'
import type { Transition } from '../domain/journey.ts'

/** The transition's own moment when it came from asking Finpass; a deadline passes without asking, so nothing changes then. */
export function toCheckedAt(transition: Transition, before: Instant | null): Instant | null {
  return transition.origin === 'DEADLINE' ? before : transition.observedAt
}
