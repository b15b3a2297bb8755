/**
 * What one request leaves in the audit trail. Whoever is about to do something in somebody's name notes it here first and
 * waits. What is read is noted as it is read, and written in one go before the answer leaves: without the record there is
 * no answer. A request that reads the same thing in many fields leaves one record of it, and one for each time that it
 * does something.
 */
import type { AuditEntry, AuditKind } from '../domain/audit.ts'
import type { ApplicantId, JourneyId } from '../domain/ids.ts'
import type { Principal } from '../domain/principal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Audit } from './audit.ts'

/** On whose behalf a request runs, which one it is, and why, if the caller said so. */
export interface Caller {
  readonly principal: Principal
  readonly requestId: string
  readonly reason: string | null
}

/** Whose data, and from which journey; null when it is about the applicant as such. */
export interface AuditSubject {
  readonly applicantId: ApplicantId
  readonly journeyId: JourneyId | null
}

export interface Auditor {
  /**
   * Of what is done, resolves once it is on record; rejects with `AUDIT_UNAVAILABLE`. A read, the first of its kind in this
   * request, waits for `settle`. `why` stands for the request's own reason.
   */
  note(kind: AuditKind, subjects: readonly AuditSubject[], why?: string): Promise<void>
  /** Resolves once all that was noted is on record; nothing that was read may leave before. Rejects with `AUDIT_UNAVAILABLE`. */
  settle(): Promise<void>
}

export interface AuditorOptions extends Caller {
  readonly audit: Audit
  readonly clock: Clock
}

/** True when more of the same in a request is the same; whatever is done is done each time. */
function isRead(kind: AuditKind): boolean {
  return kind.endsWith('_READ') || kind === 'IDENTITY_UNMASKED'
}

/** An auditor for one request, or one event of a subscription. */
export function createAuditor({ audit, clock, principal, requestId, reason }: AuditorOptions): Auditor {
  const noted = new Set<string>()
  const { tenant, subject } = principal
  let waiting: AuditEntry[] = []
  let written: Promise<unknown> = Promise.resolve()

  function settle(): Promise<unknown> {
    if (waiting.length > 0) {
      // One that failed fails whatever comes after it: the request has read what is not on record.
      written = Promise.all([written, audit.append(tenant, waiting)])
      waiting = []
    }
    return written
  }

  return {
    async note(kind, subjects, why) {
      // Of a read, once in the request; of whatever is done, once each time that it is done.
      const known = isRead(kind) ? noted : new Set<string>()
      const at = clock.now()
      const said = why ?? reason
      for (const { applicantId, journeyId } of subjects) {
        const name = `${kind} ${applicantId} ${journeyId ?? ''}`
        if (known.has(name)) continue
        known.add(name)
        waiting.push({
          at,
          kind,
          applicantId,
          journeyId,
          sequence: null,
          status: null,
          subject,
          reason: said,
          requestId,
        })
      }
      // Whoever reads the trail finds this reading in it.
      if (!isRead(kind) || kind === 'AUDIT_READ') await settle()
    },
    async settle() {
      await settle()
    },
  }
}
