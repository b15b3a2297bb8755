/** One recorded change of a journey. */
import { Failure } from '../domain/failure.ts'
import { isTerminal, type Journey, type Transition, type TransitionOrigin } from '../domain/journey.ts'
import { builder } from './builder.ts'
import { JourneyRef } from './entity.ts'
import { JourneyStatusRef } from './journey-word.ts'

export interface TransitionNode {
  readonly journey: Journey
  readonly transition: Transition
  /** True when this is a snapshot after a gap that could not be closed. */
  readonly resync: boolean
  /** Known already for the event of a subscription. */
  readonly cursor?: string
}

const TransitionOriginRef = builder.enumType('TransitionOrigin', {
  description: 'What made the gateway notice a change.',
  values: {
    START: { description: 'The journey was started.' },
    POLL: { description: 'The gateway asked Finpass on its own schedule.' },
    WEBHOOK: { description: 'Finpass called, and the gateway then asked.' },
    DEADLINE: { description: 'Time ran out.' },
    OPERATOR: { description: 'Somebody linked the journey or asked for a refresh.' },
  } satisfies Record<TransitionOrigin, { description: string }>,
})

export const JourneyTransitionRef = builder.objectRef<TransitionNode>('JourneyTransition')
JourneyTransitionRef.implement({
  description: 'One recorded change of a journey. Never altered once recorded.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Names this transition for this caller: pass it as after to a subscription.',
      resolve: ({ journey, transition, cursor }, _arguments, { cursors, principal }) =>
        cursor ?? cursors.encode(principal, journey.id, transition.sequence),
    }),
    sequence: t.int({
      description: '1, 2, 3 … within the journey, without holes.',
      resolve: ({ transition }) => transition.sequence,
    }),
    previousStatus: t.field({
      type: JourneyStatusRef,
      nullable: true,
      description: 'Status before; null for the first transition. Equal to status when only step or progress changed.',
      resolve: ({ transition }) => transition.previousStatus,
    }),
    status: t.field({
      type: JourneyStatusRef,
      description: 'Status after.',
      resolve: ({ transition }) => transition.status,
    }),
    step: t.string({
      nullable: true,
      description: "What Finpass was doing, in Finpass's own word; null when it did not say.",
      resolve: ({ transition }) => transition.step,
    }),
    percent: t.int({ description: 'Progress from 0 to 100.', resolve: ({ transition }) => transition.percent }),
    isTerminal: t.boolean({
      description: 'True for the last transition of a journey.',
      resolve: ({ transition }) => isTerminal(transition.status),
    }),
    origin: t.field({
      type: TransitionOriginRef,
      description: 'What made the gateway notice.',
      resolve: ({ transition }) => transition.origin,
    }),
    observedAt: t.field({
      type: 'DateTime',
      description: 'When the gateway noticed.',
      resolve: ({ transition }) => transition.observedAt,
    }),
    reportedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When Finpass says it happened; null when it does not say.',
      resolve: ({ transition }) => transition.reportedAt,
    }),
    resync: t.exposeBoolean('resync', {
      description:
        'True when this is a snapshot: continuity could not be proved and earlier steps may be missing, or something beside the steps has changed, like the consent.',
    }),
    journey: t.field({
      type: JourneyRef,
      description: 'The journey, read afresh for every event.',
      // Gone between the event and now, or not to be read now: as it stood then, for the event must not be lost over it.
      resolve: async ({ journey }, _arguments, { loaders }) =>
        (await loaders.loadJourney(journey.id).catch(toNullWhenUnavailable)) ?? journey,
    }),
  }),
})

function toNullWhenUnavailable(thrown: unknown): null {
  if (thrown instanceof Failure && thrown.code === 'STORE_UNAVAILABLE') return null
  throw thrown
}
