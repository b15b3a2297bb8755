/**
 * How often somebody may be wrong about a registered applicant. Whoever registers a reference again is told whether PAN and
 * mobile are those on record; a masked PAN lacks four digits, and without a limit they would be found by asking. Beyond it
 * nobody is told for the rest of the day, right or wrong.
 */
import { DAY_MS } from '../domain/date.ts'
import { Failure } from '../domain/failure.ts'
import type { ApplicantId } from '../domain/ids.ts'
import type { Clock } from '../platform/clock.ts'
import type { Counter } from '../store/counter.ts'

/** Wrong ones in a day, over all callers and the whole fleet. */
const MOST = 10

export interface RegistrationLimit {
  /**
   * Gives what `isSame` says. Rejects with `REFERENCE_TAKEN`, before it is asked, when it has said no too often for this
   * applicant, and with `STORE_UNAVAILABLE` when nobody can tell.
   */
  compare(id: ApplicantId, isSame: () => boolean): Promise<boolean>
}

export function createRegistrationLimit(counter: Counter, clock: Clock): RegistrationLimit {
  return {
    async compare(id, isSame) {
      const count = (amount: number) => counter.count(`registration ${id}`, { windowMs: DAY_MS, amount }, clock.now())
      // Counted before it is looked at, so that many who ask at once are no way around.
      const { count: total, endsAt } = await count(1)
      if (total > MOST) {
        const message = 'This reference was registered with other details too often: it is not compared again today.'
        throw new Failure('REFERENCE_TAKEN', { message, retryAfter: endsAt, field: ['input', 'reference'] })
      }
      const same = isSame()
      // One that cannot be given back now is given back by the end of the window.
      if (same) await count(-1).catch(() => undefined)
      return same
    },
  }
}
