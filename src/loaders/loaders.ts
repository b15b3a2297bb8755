/**
 * How one request asks: one DataLoader per question, made afresh for every request (and, later, every event), so that
 * nothing is asked twice and nothing is shared between callers. Ownership is checked here: every question carries the
 * principal's tenant, and another tenant's record is simply absent; to a borrower, so is every other applicant's.
 */
import DataLoader from 'dataloader'
import type { Applicant } from '../domain/applicant.ts'
import type { AuditRecord } from '../domain/audit.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { ConsentType, Journey, JourneyAccount, Transition } from '../domain/journey.ts'
import { hasScope, mayReach, type Principal, type Scope } from '../domain/principal.ts'
import type { Auditor, AuditSubject } from '../store/auditor.ts'
import type { ApplicantListQuery, Store } from '../store/store.ts'
import { isListed } from './applicant-list.ts'
import { type ErasedOptions, explainAbsent } from './erased.ts'
import { createReportLoaders, type ReportLoaders } from './report-loaders.ts'
import type { ReportReader } from './report-reader.ts'
import { groupByKeys, matchKeys } from './match-keys.ts'

export type ApplicantListRequest = Omit<ApplicantListQuery, 'tenant'>

export interface ApplicantList {
  readonly applicants: readonly Applicant[]
  /** True when others follow in the order that was asked for. */
  readonly hasMore: boolean
}

export interface Loaders {
  /** The applicant with this id, or null when there is none for the caller; rejects with `APPLICANT_ERASED` once it was. */
  loadApplicant(id: ApplicantId): Promise<Applicant | null>
  /** True when the caller has this applicant; reads nothing of it. */
  hasApplicant(id: ApplicantId): Promise<boolean>
  /** Who of the caller's applicants has this reference; reads nothing else of it. */
  findIdByReference(reference: string): Promise<ApplicantId | null>
  loadApplicantByReference(reference: string): Promise<Applicant | null>
  loadApplicantList(request: ApplicantListRequest): Promise<ApplicantList>
  countApplicants(request: ApplicantListRequest): Promise<number>
  /** The journey with this id, or null when there is none for the caller; rejects with `APPLICANT_ERASED` as well. */
  loadJourney(id: JourneyId): Promise<Journey | null>
  /** Newest first. */
  loadJourneysOf(applicantId: ApplicantId): Promise<readonly Journey[]>
  /** In order of sequence. */
  loadTransitionsOf(journeyId: JourneyId): Promise<readonly Transition[]>
  readonly reports: ReportLoaders
  /** The banks of a journey, down to the last digits of account numbers. */
  loadJourneyAccounts(journey: Journey): Promise<readonly JourneyAccount[]>
  /** Notes that the caller is about to be shown more of what was loaded than that is noted for. */
  noteShown(kind: 'IDENTITY_UNMASKED' | 'TAX_RETURN_JSON_READ', subject: AuditSubject): Promise<void>
  /** What is on record about an applicant, also an erased one, newest first; null when there never was such a one. */
  loadAuditTrail(id: ApplicantId, before: number | null, limit: number): Promise<readonly AuditRecord[] | null>
}

export interface LoadersOptions {
  readonly principal: Principal
  /** Notes whose data is read, before it is handed out. */
  readonly auditor: Auditor
  readonly store: Store
  readonly reader: ReportReader
  /** What data is asked for; null for any purpose. */
  readonly purposes: readonly ConsentType[] | null
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal
}

/** Applicants that a count by name is noted for. */
const MOST_NAMED = 200

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
    const { reader, auditor, signal, principal, purposes } = this.#options
    const isGranted = (scope: Scope): boolean => hasScope(principal, scope)
    this.#reports ??= createReportLoaders(reader, auditor, signal, isGranted, purposes)
    return this.#reports
  }

  get #erased(): ErasedOptions {
    return { store: this.#options.store, tenant: this.#tenant, reaches: (id) => this.#reaches(id) }
  }

  /** Applied to what was read, so that a record of somebody else costs what one of nobody does. */
  #reaches(applicantId: ApplicantId): boolean {
    return mayReach(this.#options.principal, applicantId)
  }

  loadApplicant(id: ApplicantId): Promise<Applicant | null> {
    this.#applicants ??= new DataLoader<ApplicantId, Applicant | null>(async (ids) => {
      const found = await this.#options.store.readApplicants(this.#tenant, ids)
      const applicants = found.filter((applicant) => this.#reaches(applicant.id))
      const rows = matchKeys(ids, await this.#noteIdentities(applicants), (applicant) => applicant.id)
      return explainAbsent(ids, rows, (each) => ({ kind: 'applicant', id: each }), this.#erased)
    })
    return this.#applicants.load(id)
  }

  async hasApplicant(id: ApplicantId): Promise<boolean> {
    return (await this.#options.store.readApplicants(this.#tenant, [id])).some((found) => this.#reaches(found.id))
  }

  async findIdByReference(reference: string): Promise<ApplicantId | null> {
    const found = await this.#options.store.readApplicantByReference(this.#tenant, reference)
    return found !== null && this.#reaches(found.id) ? found.id : null
  }

  loadApplicantByReference(reference: string): Promise<Applicant | null> {
    this.#applicantsByReference ??= new DataLoader<string, Applicant | null>(async (references) => {
      const found = await Promise.all(
        references.map(async (each) => {
          const applicant = await this.#options.store.readApplicantByReference(this.#tenant, each)
          return applicant !== null && this.#reaches(applicant.id) ? applicant : null
        }),
      )
      await this.#noteIdentities(found.filter((applicant) => applicant !== null))
      return explainAbsent(references, found, (each) => ({ kind: 'reference', reference: each }), this.#erased)
    })
    return this.#applicantsByReference.load(reference)
  }

  async loadApplicantList({ limit, ...request }: ApplicantListRequest): Promise<ApplicantList> {
    const { principal, store } = this.#options
    if (principal.applicant === null) {
      // One more than asked for tells whether there is another page; it is handed to nobody.
      const found = await store.listApplicants({ ...request, limit: limit + 1, tenant: this.#tenant })
      return { applicants: await this.#noteIdentities(found.slice(0, limit)), hasMore: found.length > limit }
    }
    const applicant = await this.loadApplicant(principal.applicant)
    const isFound = applicant !== null && isListed(applicant, { ...request, limit })
    return { applicants: isFound ? [applicant].slice(0, limit) : [], hasMore: isFound && limit === 0 }
  }

  async countApplicants(request: ApplicantListRequest): Promise<number> {
    const { principal, store } = this.#options
    const { after: _after, ...whole } = request
    if (principal.applicant === null) {
      if ((request.nameContains ?? '') !== '') {
        // How many have a name tells of each of them what part of it is, as long as they are few.
        const named = await store.listApplicants({ ...whole, limit: MOST_NAMED, tenant: this.#tenant })
        await this.#noteIdentities(named)
      }
      return store.countApplicants({ ...request, tenant: this.#tenant })
    }
    return (await this.loadApplicantList({ ...whole, limit: 1 })).applicants.length
  }

  loadJourney(id: JourneyId): Promise<Journey | null> {
    this.#journeys ??= new DataLoader<JourneyId, Journey | null>(async (ids) => {
      const journeys = await this.#options.store.readJourneys(this.#tenant, ids)
      const reached = journeys.filter(({ applicantId }) => this.#reaches(applicantId))
      const rows = matchKeys(ids, reached, (journey) => journey.id)
      return explainAbsent(ids, rows, (each) => ({ kind: 'journey', id: each }), this.#erased)
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

  async loadJourneyAccounts({ id, applicantId, accounts }: Journey): Promise<readonly JourneyAccount[]> {
    if (accounts.length > 0) await this.#options.auditor.note('JOURNEY_READ', [{ applicantId, journeyId: id }])
    return accounts
  }

  noteShown(kind: 'IDENTITY_UNMASKED' | 'TAX_RETURN_JSON_READ', subject: AuditSubject): Promise<void> {
    return this.#options.auditor.note(kind, [subject])
  }

  async loadAuditTrail(id: ApplicantId, before: number | null, limit: number): Promise<readonly AuditRecord[] | null> {
    const { auditor, store, principal } = this.#options
    // Who read a borrower's data is the lender's to know.
    if (principal.applicant !== null) return null
    const query = { tenant: this.#tenant, applicantId: id, before, limit }
    const isKnown = (await store.audit.readTrail({ ...query, before: null, limit: 1 })).length > 0
    if (!isKnown && !(await this.hasApplicant(id))) return null
    await auditor.note('AUDIT_READ', [{ applicantId: id, journeyId: null }])
    return store.audit.readTrail(query)
  }

  async #noteIdentities<Found extends readonly Applicant[]>(applicants: Found): Promise<Found> {
    const subjects = applicants.map(({ id }) => ({ applicantId: id, journeyId: null }))
    await this.#options.auditor.note('IDENTITY_READ', subjects)
    return applicants
  }
}
