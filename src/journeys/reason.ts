/** Why something was done that cannot be taken back, in the words of whoever did it. The words go into the audit trail. */
import { Failure } from '../domain/failure.ts'

/** Throws `REASON_INVALID`, about the field `input.reason`, unless it is a line of 1 to 500 characters. */
export function checkReason(reason: string): void {
  if (!/^[^\p{Cc}]{1,500}$/u.test(reason.trim())) throw new Failure('REASON_INVALID', { field: ['input', 'reason'] })
}
