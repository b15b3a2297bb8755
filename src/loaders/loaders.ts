/**
 * How one request asks: one DataLoader per question, made afresh for every request (and, later, every event), so that
 * nothing is asked twice and nothing is shared between callers. Ownership is checked here: every question carries the
 * principal's tenant, and another tenant's record is simply absent; to a borrower, so is every other applicant's.
 */
import DataLoader from 'dataloader'
import type { Applicant } from '../domain/applicant.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Journey, Transition } from '../domain/journey.ts'
import { mayReach, type Principal } from '../domain/principal.ts'
import type { ApplicantListQuery, Store } from '../store/store.ts'
import { isListed } from './applicant-list.ts'
import { createReportLoaders, type ReportLoaders } from './report-loaders.ts'
import type { ReportReader } from './report-reader.ts'
import { groupByKeys, matchKeys } from './match-keys.ts'

export type ApplicantListRequest = Omit<ApplicantListQuery, 'tenant'>

export interface Loaders {
  /** The applicant with this id, or null when there is none for the caller. */
  loadApplicant(id: ApplicantId): Promise<Applicant | null>
  loadApplicantByReference(reference: string): Promise<Applicant | null>
  loadApplicantList(request: ApplicantListRequest): Promise<readonly Applicant[]>
  countApplicants(request: ApplicantListRequest): Promise<number>
  /** The journey with this id, or null when there is none for the caller. */
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

export function createLoaders(options: LoadersOptions): Loaders {
  return new RequestLoaders(options)
}

/** Makes each DataLoader when it is first asked: most events of a subscription ask for nothing, and events are many. */
class RequestLoaders implements Loaders {
  readonly #options: LoadersOptions
  #applicants: DataLoader<ApplicantId, Applicant | null> | undefined
  #applicantsByReference: DataLoader<string, Applicant | null> | undefined
  #journeys: DataLoader<JourneyId, Journey | null> | undefined
  #journeysByApplicant: DataLoader<ApplicantId, readonly Journey[]> | undefined
  #transitionsByJourney: DataLoader<JourneyId, readonly Transition[]> | undefined
  #reports: ReportLoaders | undefined

  constructor(options: LoadersOptions) {
    this.#options = options
  }

  get #tenant(): TenantId {
    return this.#options.principal.tenant
  }

  get reports(): ReportLoaders {
    this.#reports ??= createReportLoaders(this.#options.reader, this.#options.signal)
    return this.#reports
  }

  /** Applied to what was read, so that a record of somebody else costs what one of nobody does. */
  #reaches(applicantId: ApplicantId): boolean {
    return mayReach(this.#options.principal, applicantId)
  }

  loadApplicant(id: ApplicantId): Promise<Applicant | null> {
    this.#applicants ??= new DataLoader(async (ids) => {
      const applicants = await this.#options.store.readApplicants(this.#tenant, ids)
      return matchKeys(
        ids,
        applicants.filter((applicant) => this.#reaches(applicant.id)),
        (applicant) => applicant.id,
      )
    })
    return this.#applicants.load(id)
  }

  loadApplicantByReference(reference: string): Promise<Applicant | null> {
    this.#applicantsByReference ??= new DataLoader((references) =>
      Promise.all(
        references.map(async (each) => {
          const applicant = await this.#options.store.readApplicantByReference(this.#tenant, each)
          return applicant !== null && this.#reaches(applicant.id) ? applicant : null
        }),
      ),
    )
    return this.#applicantsByReference.load(reference)
  }

  async loadApplicantList(request: ApplicantListRequest): Promise<readonly Applicant[]> {
    const { principal, store } = this.#options
    if (principal.applicant === null) return store.listApplicants({ ...request, tenant: this.#tenant })
    const applicant = await this.loadApplicant(principal.applicant)
    return applicant !== null && isListed(applicant, request) ? [applicant].slice(0, request.limit) : []
  }

  async countApplicants(request: ApplicantListRequest): Promise<number> {
    const { principal, store } = this.#options
    if (principal.applicant === null) return store.countApplicants({ ...request, tenant: this.#tenant })
    const { after: _after, ...whole } = request
    return (await this.loadApplicantList({ ...whole, limit: 1 })).length
  }

  loadJourney(id: JourneyId): Promise<Journey | null> {
    this.#journeys ??= new DataLoader(async (ids) => {
      const journeys = await this.#options.store.readJourneys(this.#tenant, ids)
      return matchKeys(
        ids,
        journeys.filter(({ applicantId }) => this.#reaches(applicantId)),
        (journey) => journey.id,
      )
    })
    return this.#journeys.load(id)
  }

  loadJourneysOf(applicantId: ApplicantId): Promise<readonly Journey[]> {
    this.#journeysByApplicant ??= new DataLoader(async (ids) => {
      const journeys = await this.#options.store.readJourneysByApplicant(this.#tenant, ids)
      return groupByKeys(
        ids,
        journeys.filter((journey) => this.#reaches(journey.applicantId)),
        (journey) => journey.applicantId,
      )
    })
    return this.#journeysByApplicant.load(applicantId)
  }

  loadTransitionsOf(journeyId: JourneyId): Promise<readonly Transition[]> {
    this.#transitionsByJourney ??= new DataLoader(async (ids) =>
      groupByKeys(
        ids,
        await this.#options.store.readTransitions(this.#tenant, await this.#keepReached(ids)),
        (transition) => transition.journeyId,
      ),
    )
    return this.#transitionsByJourney.load(journeyId)
  }

  /** A transition does not say whom it is about; its journey does. */
  async #keepReached(ids: readonly JourneyId[]): Promise<readonly JourneyId[]> {
    if (this.#options.principal.applicant === null) return ids
    const journeys = await Promise.all(ids.map((id) => this.loadJourney(id)))
    return journeys.flatMap((journey) => (journey === null ? [] : [journey.id]))
  }
}
