/** What every resolver is given. The only file of the graph that knows loaders, journeys and store, and only as types. */
import type { Path } from 'graphql/jsutils/Path'
import type { Failure } from '../domain/failure.ts'
import type { Principal } from '../domain/principal.ts'
import type { ApplicantRegistry } from '../journeys/applicants.ts'
import type { JourneyEngine } from '../journeys/engine.ts'
import type { Loaders } from '../loaders/loaders.ts'

export interface GraphContext {
  readonly principal: Principal
  /** Made afresh for every request. */
  readonly loaders: Loaders
  readonly engine: JourneyEngine
  readonly registry: ApplicantRegistry
  /**
   * Adds an error to the answer for a field that nevertheless has a value: a list from several sources of which one
   * could not be read.
   */
  reportPartial(path: Path, failure: Failure): void
}
