/** A report reader over a scripted Finpass, and finished journeys to read. */
import type { Journey, JourneyKind } from '../../../src/domain/journey.ts'
import { createReportReader, type ReportReader } from '../../../src/loaders/report-reader.ts'
import type { Store } from '../../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../../support/clock.ts'
import { createScriptedFinpass, type ScriptedFinpass } from '../../support/finpass.ts'
import { applicant, journey, journeyId, journeyState, TENANT } from '../../support/store-record.ts'

export interface TestReader {
  readonly reader: ReportReader
  readonly finpass: ScriptedFinpass
  readonly clock: FakeClock
}

/** Every journey has the handle `handle-of-<id>`, but for the one called `lost`. */
export function openReader(options: { readonly cacheMs?: number; readonly cacheBytes?: number } = {}): TestReader {
  const clock = createFakeClock()
  const finpass = createScriptedFinpass()
  const store = {
    readHandle: async (_tenant: unknown, id: string) => (id === 'lost' ? null : `handle-of-${id}`),
  } as unknown as Store // a reader asks the store for nothing else
  const reader = createReportReader({ client: finpass.client, store, clock, cacheMs: 60_000, ...options })
  return { reader, finpass, clock }
}

export function completed(id: string, kind: JourneyKind, tenant = TENANT): Journey {
  return journey(applicant({ tenant }), { ...journeyState('COMPLETED'), id: journeyId(id), kind })
}

export function stay(): AbortSignal {
  return new AbortController().signal
}
