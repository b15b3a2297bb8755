/** The context of one operation: what the graph needs, made for one caller, and renewed for every event it streams. */
import type { Path } from 'graphql/jsutils/Path'
import type { Failure } from '../../domain/failure.ts'
import type { ConsentType } from '../../domain/journey.ts'
import type { Principal } from '../../domain/principal.ts'
import type { GraphContext } from '../../graph/context.ts'
import { auditConsents, auditEngine, auditRegistry } from '../../journeys/audited.ts'
import type { Auditor, Caller } from '../../store/auditor.ts'
import type { Account } from './account.ts'
import { toAskedPurposes } from './purpose.ts'
import { readReason } from './reason.ts'

/** What a transport knows of a request before GraphQL sees it. */
export interface RequestFacts {
  readonly requestId: string
  readonly principal: Principal
  /** Aborts when the caller has left or its token has ended. */
  readonly signal: AbortSignal
  readonly lastEventId: string | null
  readonly account: Account
  /** To be called once the answer has become a stream, which may last for hours. */
  readonly onStream?: () => void
  /** The GraphQL request itself, which the engine adds. */
  readonly params?: unknown
}

/** The parts of a context that outlive an operation. */
export interface GraphServices extends Pick<GraphContext, 'engine' | 'registry' | 'follow' | 'links' | 'consents'> {
  /** Cursors that ask for the journal's epoch once. */
  createCursors(): GraphContext['cursors']
  /** What a request leaves in the audit trail. */
  createAuditor(caller: Caller): Auditor
  /** `purposes` is what data is asked for; null for anything. */
  createLoaders(caller: {
    readonly principal: Principal
    readonly auditor: Auditor
    readonly signal: AbortSignal
    readonly purposes: readonly ConsentType[] | null
  }): GraphContext['loaders']
}

export interface PartialFailure {
  readonly path: Path
  readonly failure: Failure
}

export interface RequestContext extends GraphContext {
  loaders: GraphContext['loaders']
  consents: GraphContext['consents']
  /** What data is asked for; null for anything. */
  readonly purposes: readonly ConsentType[] | null
  cursors: GraphContext['cursors']
  /** Failures of fields that have a value all the same. */
  partials: PartialFailure[]
  /** Resolves once what was read is on record; rejects with `AUDIT_UNAVAILABLE`. */
  settleAudit: Auditor['settle']
  /** Names the event being resolved; null outside subscriptions. */
  eventCursor: string | null
}

/** Yoga copies the properties into a context of its own, so the methods change `this` and capture nothing that changes. */
export function createRequestContext(services: GraphServices, facts: RequestFacts): RequestContext {
  const { principal, requestId, signal, lastEventId } = facts
  const { follow, links, consents } = services
  const caller: Caller = { principal, requestId, reason: readReason(facts.params) }
  const purposes = toAskedPurposes(principal.purposes, facts.params)
  const auditor = services.createAuditor(caller)
  const loaders = services.createLoaders({ principal, auditor, signal, purposes })
  return {
    principal,
    engine: auditEngine(services.engine, auditor),
    registry: auditRegistry(services.registry, auditor, {
      isThere: (id) => loaders.hasApplicant(id),
      findByReference: (reference) => loaders.findIdByReference(reference.trim()),
    }),
    follow,
    links,
    consents: auditConsents(consents, auditor),
    cursors: services.createCursors(),
    lastEventId,
    streamSignal: signal,
    loaders,
    purposes,
    partials: [],
    settleAudit: auditor.settle,
    eventCursor: null,
    beginEvent(cursor) {
      const own = services.createAuditor(caller)
      this.settleAudit = own.settle
      this.loaders = services.createLoaders({ principal, auditor: own, signal, purposes })
      this.cursors = services.createCursors()
      this.partials = []
      this.eventCursor = cursor
    },
    reportPartial(path, failure) {
      this.partials.push({ path, failure })
    },
  }
}
