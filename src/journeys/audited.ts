/**
 * The wishes of a caller with their records in the audit trail. What begins something at Finpass, or takes something away
 * for good, is recorded before it is done; what only leads to a record of ours, before it is answered. If it cannot be
 * recorded, it rejects with `AUDIT_UNAVAILABLE`.
 */
import type { Applicant } from '../domain/applicant.ts'
import type { AuditKind } from '../domain/audit.ts'
import { Failure } from '../domain/failure.ts'
import type { ApplicantId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { Auditor } from '../store/auditor.ts'
import type { ApplicantRegistry } from './applicants.ts'
import type { Consents } from './consents.ts'
import type { JourneyEngine } from './engine.ts'

/** The engine as one request uses it. */
export function auditEngine(engine: JourneyEngine, auditor: Auditor): JourneyEngine {
  const note = (kind: AuditKind, applicant: Applicant, journey: Journey | null = null): Promise<void> =>
    auditor.note(kind, [{ applicantId: applicant.id, journeyId: journey?.id ?? null }])

  return {
    async startItr(applicant, input) {
      await note('JOURNEY_STARTED', applicant)
      try {
        return await engine.startItr(applicant, input)
      } catch (thrown) {
        if (thrown instanceof Failure && thrown.code === 'FINPASS_CREDENTIALS') {
          await note('CREDENTIALS_REFUSED', applicant)
        }
        throw thrown
      }
    },
    async startAaBsa(applicant, input) {
      await note('JOURNEY_STARTED', applicant)
      return engine.startAaBsa(applicant, input)
    },
    async startAccountAggregator(applicant, input) {
      await note('JOURNEY_STARTED', applicant)
      return engine.startAccountAggregator(applicant, input)
    },
    async link(applicant, kind, finpassId) {
      const journey = await engine.link(applicant, kind, finpassId)
      await note('JOURNEY_LINKED', applicant, journey)
      return journey
    },
    async refresh(applicant, journey) {
      await note('JOURNEY_REFRESHED', applicant, journey)
      return engine.refresh(applicant, journey)
    },
  }
}

/** What an audited registry must find out by itself. */
export interface Whereabouts {
  /** Whether the applicant can be erased at all. */
  isThere(id: ApplicantId): Promise<boolean>
  /** Who has a reference; null when nobody has. */
  findByReference(reference: string): Promise<ApplicantId | null>
}

/** The registry as one request uses it. */
export function auditRegistry(
  registry: ApplicantRegistry,
  auditor: Auditor,
  whereabouts: Whereabouts,
): ApplicantRegistry {
  const noteRegistered = (applicantId: ApplicantId): Promise<void> =>
    auditor.note('APPLICANT_REGISTERED', [{ applicantId, journeyId: null }])

  return {
    async register(tenant, input) {
      try {
        const applicant = await registry.register(tenant, input)
        await noteRegistered(applicant.id)
        return applicant
      } catch (thrown) {
        // The refusal tells that this is not the PAN or mobile on record: whoever tries them in turn must be on record too.
        if (thrown instanceof Failure && thrown.code === 'REFERENCE_TAKEN') {
          const id = await whereabouts.findByReference(input.reference)
          if (id !== null) await noteRegistered(id)
        }
        throw thrown
      }
    },
    async erase(tenant, id, reason) {
      const why = reason.replace(/\p{C}/gu, ' ').trim().slice(0, 500)
      if (await whereabouts.isThere(id))
        await auditor.note('APPLICANT_ERASED', [{ applicantId: id, journeyId: null }], why)
      return registry.erase(tenant, id, reason)
    },
    // Of what is gone: nothing of a person is read.
    readReceipt: (tenant, receiptId) => registry.readReceipt(tenant, receiptId),
  }
}

/** The consents as one request uses them. */
export function auditConsents(consents: Consents, auditor: Auditor): Consents {
  const note = (kind: AuditKind, { applicantId, id: journeyId }: Journey): Promise<void> =>
    auditor.note(kind, [{ applicantId, journeyId }])

  return {
    describe: (journey) => consents.describe(journey),
    async pause(journey) {
      await note('CONSENT_PAUSED', journey)
      return consents.pause(journey)
    },
    async resume(journey) {
      await note('CONSENT_RESUMED', journey)
      return consents.resume(journey)
    },
    async revoke(journey, reason) {
      await note('CONSENT_REVOKED', journey)
      return consents.revoke(journey, reason)
    },
  }
}
