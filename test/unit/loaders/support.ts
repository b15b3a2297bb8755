/** A report reader over a scripted Finpass, and finished journeys to read. */
import type { ConsentWord } from '../../../src/domain/consent-record.ts'
import type { JourneyId, TenantId } from '../../../src/domain/ids.ts'
import type { Journey, JourneyKind } from '../../../src/domain/journey.ts'
import type { ConsentTerms } from '../../../src/loaders/consent-guard.ts'
import { createReportReader, type ReportReader } from '../../../src/loaders/report-reader.ts'
import { createMemoryCounter } from '../../../src/store/memory-counter.ts'
import type { Store } from '../../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../../support/clock.ts'
import { createScriptedFinpass, type ScriptedFinpass } from '../../support/finpass.ts'
import { applicant, journey, journeyId, journeyState, TENANT } from '../../support/store-record.ts'

export interface TestReader {
  readonly reader: ReportReader
  readonly finpass: ScriptedFinpass
  readonly clock: FakeClock
  /** Words on a consent that were kept. */
  readonly words: readonly { readonly id: JourneyId; readonly word: ConsentWord }[]
  /** What the store says of every journey from now on. */
  stand(parts: Partial<Journey>): void
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Thirty days, or a year to monitor; as many calls as any test makes. */
export const TERMS: ConsentTerms = {
  lifeMs: { LOAN_UNDERWRITING: 30 * DAY_MS, LOAN_MONITORING: 365 * DAY_MS },
  readsPerDay: 1_000,
}

/** Every journey has the handle `handle-of-<id>`, but for the one called `lost`; the one called `erased` is not there. */
export function openReader(
  options: { readonly cacheMs?: number; readonly cacheBytes?: number; readonly terms?: ConsentTerms } = {},
): TestReader {
  let standing: Partial<Journey> = {}
  const words: { id: JourneyId; word: ConsentWord }[] = []
  const clock = createFakeClock()
  const finpass = createScriptedFinpass()
  const store = {
    readHandle: async (_tenant: unknown, id: string) => (id === 'lost' ? null : `handle-of-${id}`),
    async readJourneys(tenant: TenantId, [id = journeyId('none')]: readonly JourneyId[]) {
      return id === 'erased' ? [] : [{ ...completed(id, 'AA_BSA', tenant), ...standing }]
    },
    async writeConsentWord(_tenant: unknown, id: JourneyId, word: ConsentWord) {
      words.push({ id, word })
      return true
    },
    count: createMemoryCounter().count,
  } as unknown as Store // a reader asks the store for nothing else
  const { terms = TERMS, ...others } = options
  const reader = createReportReader({ client: finpass.client, store, clock, terms, cacheMs: 60_000, ...others })
  return {
    reader,
    finpass,
    clock,
    words,
    stand(parts) {
      standing = parts
    },
  }
}

export function completed(id: string, kind: JourneyKind, tenant = TENANT): Journey {
  return journey(applicant({ tenant }), { ...journeyState('COMPLETED'), id: journeyId(id), kind })
}

export function stay(): AbortSignal {
  return new AbortController().signal
}
