/** Why a field of an applicant is there or not: one row per kind of journey. */
import { CONSENT_REFUSALS } from '../domain/consent.ts'
import type { FailureFacts } from '../domain/failure.ts'
import type { Source, SourceStatus } from '../domain/source.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { JourneyRef } from './entity.ts'
import { DataIssueRef, FailureRef } from './failure.ts'
import { JourneyKindRef } from './journey-word.ts'

const SourceStatusRef = builder.enumType('SourceStatus', {
  description: 'How far one kind of source is for an applicant.',
  values: {
    NOT_STARTED: { description: 'No journey of this kind was ever started.' },
    PENDING: { description: 'A journey is under way; its fields are null until it completes.' },
    READY: { description: 'A journey has completed and its fields can be read.' },
    FAILED: { description: 'The latest journey ended without data; failure says why.' },
    UNAVAILABLE: {
      description: 'A journey has completed, but Finpass could not be read for this request; failure says why.',
    },
  } satisfies Record<SourceStatus, { description: string }>,
})

/** How reading a READY source went in this request; null when it went well or nothing of it was asked for. */
async function loadReadFailure(
  { status, journey }: Source,
  { loaders, consents }: GraphContext,
): Promise<FailureFacts | null> {
  if (status !== 'READY' || journey === null) return null
  const refusal = CONSENT_REFUSALS[consents.describe(journey).state]
  if (refusal !== null) return { code: refusal, retryAfter: null }
  const outcomes = await loaders.reports.settle(journey)
  const failure = outcomes.find((outcome) => outcome instanceof Error)
  // Its facts alone: GraphQL takes an Error that is returned for one that was thrown.
  return failure === undefined ? null : { code: failure.code, retryAfter: failure.retryAfter }
}

export const SourceRef = builder.objectRef<Source>('Source')
SourceRef.implement({
  description:
    'One kind of journey as it stands for an applicant. A READY source turns UNAVAILABLE when a field of the same request could not be read from Finpass; asking for sources alone reads nothing from Finpass, except through issues and asOf.',
  fields: (t) => ({
    kind: t.expose('kind', { type: JourneyKindRef, description: 'The kind of journey this row speaks of.' }),
    status: t.field({
      type: SourceStatusRef,
      description: 'How far it is.',
      resolve: async (source, _arguments, context) =>
        (await loadReadFailure(source, context)) === null ? source.status : 'UNAVAILABLE',
    }),
    journey: t.expose('journey', {
      type: JourneyRef,
      nullable: true,
      description:
        'The journey that gives the data: the newest completed one, else the newest. Null when there is none.',
    }),
    asOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When Finpass gave the data shown here. Null unless the source is READY.',
      async resolve({ status, journey }, _arguments, { loaders }) {
        if (status !== 'READY' || journey === null) return null
        const outcomes = await loaders.reports.loadAll(journey)
        const times = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome.readAt]))
        // The oldest of several reports is what can be said of all of them.
        return times.toSorted((a, b) => a - b)[0] ?? null
      },
    }),
    failure: t.field({
      type: FailureRef,
      nullable: true,
      description: 'Why there is no data: of the journey when FAILED, of reading Finpass when UNAVAILABLE; else null.',
      resolve: async (source, _arguments, context) =>
        source.status === 'FAILED' ? (source.journey?.failure ?? null) : loadReadFailure(source, context),
    }),
    isMock: t.boolean({
      nullable: true,
      description:
        'True when Finpass marks the data as made up: do not lend on it. Null when nothing of the source could be read. Asking for this reads every report of the source.',
      async resolve({ status, journey }, _arguments, { loaders }) {
        if (status !== 'READY' || journey === null) return null
        const outcomes = await loaders.reports.loadAll(journey)
        const readings = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : outcome))
        return readings.length === 0 ? null : readings.some(({ isMock }) => isMock)
      },
    }),
    issues: t.field({
      type: [DataIssueRef],
      description: 'Parts of the data that could not be read. Asking for this reads every report of the source.',
      async resolve({ status, journey }, _arguments, { loaders }) {
        if (status !== 'READY' || journey === null) return []
        const outcomes = await loaders.reports.loadAll(journey)
        const readings = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : outcome))
        const count = readings.filter(({ isMock }) => isMock).length
        const mock = { path: '', problem: 'Made-up record: Finpass marks it as a mock. Do not lend on it.', count }
        return [...(count === 0 ? [] : [mock]), ...readings.flatMap(({ issues }) => issues)]
      },
    }),
  }),
})
