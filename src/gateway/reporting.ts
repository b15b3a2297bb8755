/** What the parts tell of themselves, as lines of the log. */
import type { Failure } from '../domain/failure.ts'
import type { Journey } from '../domain/journey.ts'
import type { Log } from '../platform/log.ts'

/** A record whose sealing key is gone is left out, and must not be left out in silence. */
export function toUnreadableLog(log: Log): (kind: 'journey' | 'applicant' | 'revocation', id: string) => void {
  return (kind, id) =>
    log.error(
      'record cannot be opened: is a key missing in SEALING_KEYS?',
      // The id of a revocation is a hash, and tells nobody anything.
      { kind, ...(kind === 'journey' ? { journeyId: id } : {}), ...(kind === 'applicant' ? { applicantId: id } : {}) },
    )
}

/** Looks that failed: a warning when that is to be expected, a defect when it is not. */
export function toFailureLog(log: Log): (journey: Journey | null, failure: Failure) => void {
  return (journey, { code, cause }) => {
    const fields = journey === null ? { code } : { code, journeyId: journey.id, kind: journey.kind }
    if (code === 'INTERNAL') log.error('defect', fields, cause)
    // Said once, when the breaker opened: thousands of journeys may be due meanwhile.
    else if (code === 'FINPASS_CIRCUIT_OPEN') log.debug('check failed', fields)
    else log.warn('check failed', fields)
  }
}
