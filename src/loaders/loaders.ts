/**
 * How one request asks: one DataLoader per question, made afresh for every request (and, later, every event), so that
 * nothing is asked twice and nothing is shared between callers. Ownership is checked here: every question carries the
 * principal's tenant, and another tenant's record is simply absent.
 */
import DataLoader from 'dataloader'
import type { Applicant } from '../domain/applicant.ts'
import type { ApplicantId, JourneyId } from '../domain/ids.ts'
import type { Journey, Transition } from '../domain/journey.ts'
import type { Principal } from '../domain/principal.ts'
import type { ApplicantListQuery, Store } from '../store/store.ts'
import { createReportLoaders, type ReportLoaders } from './report-loaders.ts'
import type { ReportReader } from './report-reader.ts'
import { groupByKeys, matchKeys } from './match-keys.ts'

export type ApplicantListRequest = Omit<ApplicantListQuery, 'tenant'>

export interface Loaders {
  /** The applicant with this id, or null when there is none in the caller's tenant. */
  loadApplicant(id: ApplicantId): Promise<Applicant | null>
  loadApplicantByReference(reference: string): Promise<Applicant | null>
  loadApplicantList(request: ApplicantListRequest): Promise<readonly Applicant[]>
  countApplicants(request: ApplicantListRequest): Promise<number>
  /** The journey with this id, or null when there is none in the caller's tenant. */
  loadJourney(id: JourneyId): Promise<Journey | null>
  /** Newest first. */
  loadJourneysOf(applicantId: ApplicantId): Promise<readonly Journey[]>
  /** In order of sequence. */
  loadTransitionsOf(journeyId: JourneyId): Promise<readonly Transition[]>
  readonly reports: ReportLoaders
}

export interface LoadersOptions {
  readonly principal: Principal
  readonly store: Store
  readonly reader: ReportReader
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal
}

export function createLoaders({ principal, store, reader, signal }: LoadersOptions): Loaders {
  const { tenant } = principal
  const applicants = new DataLoader<ApplicantId, Applicant | null>(async (ids) =>
    matchKeys(ids, await store.readApplicants(tenant, ids), ({ id }) => id),
  )
  const journeys = new DataLoader<JourneyId, Journey | null>(async (ids) =>
    matchKeys(ids, await store.readJourneys(tenant, ids), ({ id }) => id),
  )
  const journeysByApplicant = new DataLoader<ApplicantId, readonly Journey[]>(async (ids) =>
    groupByKeys(ids, await store.readJourneysByApplicant(tenant, ids), ({ applicantId }) => applicantId),
  )
  const transitionsByJourney = new DataLoader<JourneyId, readonly Transition[]>(async (ids) =>
    groupByKeys(ids, await store.readTransitions(tenant, ids), ({ journeyId }) => journeyId),
  )
  const applicantsByReference = new DataLoader<string, Applicant | null>((references) =>
    Promise.all(references.map((reference) => store.readApplicantByReference(tenant, reference))),
  )

  return {
    loadApplicant: (id) => applicants.load(id),
    loadApplicantByReference: (reference) => applicantsByReference.load(reference),
    loadApplicantList: (request) => store.listApplicants({ ...request, tenant }),
    countApplicants: (request) => store.countApplicants({ ...request, tenant }),
    loadJourney: (id) => journeys.load(id),
    loadJourneysOf: (applicantId) => journeysByApplicant.load(applicantId),
    loadTransitionsOf: (journeyId) => transitionsByJourney.load(journeyId),
    reports: createReportLoaders(reader, signal),
  }
}
