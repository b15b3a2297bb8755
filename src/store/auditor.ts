/**
 * What one request leaves in the audit trail. Whoever is about to hand out somebody's data, or to do something in somebody's
 * name, notes it here first and waits. A request that reads the same thing in many fields leaves one record of it, and one for
 * each time that it does something.
 */
import type { AuditKind } from '../domain/audit.ts'
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
   * Resolves once it is on record, a read for the first time in this request; rejects with `AUDIT_UNAVAILABLE`. `why`
   * stands for the request's own reason.
   */
  note(kind: AuditKind, subjects: readonly AuditSubject[], why?: string): Promise<void>
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
  const noted = new Map<string, Promise<void>>()
  const { tenant, subject } = principal

  return {
    async note(kind, subjects, why) {
      const known = (each: AuditSubject): string => `${kind} ${each.applicantId} ${each.journeyId ?? ''}`
      const isAgain = (each: AuditSubject): boolean => isRead(kind) && noted.has(known(each))
      const fresh = new Map(subjects.filter((each) => !isAgain(each)).map((each) => [known(each), each]))
      if (fresh.size > 0) {
        const at = clock.now()
        const same = { at, kind, sequence: null, status: null, subject, reason: why ?? reason, requestId }
        const written = audit.append(
          tenant,
          [...fresh.values()].map((each) => ({ ...same, ...each })),
        )
        for (const name of fresh.keys()) noted.set(name, written)
      }
      await Promise.all(subjects.flatMap((each) => noted.get(known(each)) ?? []))
    },
  }
}
