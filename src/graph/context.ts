/** What every resolver is given. The only file of the graph that knows loaders, journeys and store, and only as types. */
import type { Path } from 'graphql/jsutils/Path'
import type { Failure } from '../domain/failure.ts'
import type { LinkPolicy } from '../domain/link.ts'
import type { Principal } from '../domain/principal.ts'
import type { ApplicantRegistry } from '../journeys/applicants.ts'
import type { Consents } from '../journeys/consents.ts'
import type { Cursors } from '../journeys/cursor.ts'
import type { JourneyEngine } from '../journeys/engine.ts'
import type { Follow } from '../journeys/follow.ts'
import type { Loaders } from '../loaders/loaders.ts'

export interface GraphContext {
  readonly principal: Principal
  /** Made afresh for every request, and for every event of a subscription. */
  readonly loaders: Loaders
  readonly engine: JourneyEngine
  readonly registry: ApplicantRegistry
  readonly follow: Follow
  readonly consents: Consents
  readonly cursors: Cursors
  /** Which links of Finpass may be shown. */
  readonly links: LinkPolicy
  /** Where a reconnecting event stream says it left off; else null. */
  readonly lastEventId: string | null
  /** Ends subscriptions: the caller has left, or its token has ended. */
  readonly streamSignal: AbortSignal
  /** An event of a subscription is about to be resolved; `cursor` names it. */
  beginEvent(cursor: string): void
  /**
   * Adds an error to the answer for a field that nevertheless has a value: a list from several sources of which one
   * could not be read.
   */
  reportPartial(path: Path, failure: Failure): void
}
