/** Live progress: transitions as they are recorded, resumable by cursor. */
import { parseGlobalId } from '../domain/ids.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { JourneyTransitionRef, type TransitionNode } from './journey-transition.ts'

const AFTER_NOTE =
  'Only what is newer than this cursor of yours. Left out: a snapshot first. When it cannot be proved that nothing is missing in between, the first event is a snapshot with resync: true.'

/** Before an event is resolved: fresh loaders, and its cursor beside the data for clients that did not select it. */
function announceEach(
  events: AsyncIterableIterator<TransitionNode & { readonly epoch: string }>,
  context: GraphContext,
): AsyncIterableIterator<TransitionNode> {
  return {
    async next() {
      const result = await events.next()
      if (result.done === true) return result
      const { journey, transition, epoch } = result.value
      // Of the journal it was read from, which is not asked for again: that would be a question per reader and event.
      const cursor = await context.cursors.encode(context.principal, journey.id, transition.sequence, epoch)
      context.beginEvent(cursor)
      return { done: false, value: { ...result.value, cursor } }
    },
    return: () => events.return?.() ?? Promise.resolve({ done: true, value: undefined }),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

builder.subscriptionFields((t) => ({
  journeyStatusChanged: t.field({
    type: JourneyTransitionRef,
    description:
      'Every transition of one journey. Ends after the terminal one. Fails with JOURNEY_NOT_FOUND when there is none for this caller, and ends with APPLICANT_ERASED when its applicant is erased.',
    authScopes: { scope: 'applicants:read' },
    args: {
      journeyId: t.arg.id({ required: true, description: 'Id of a Journey.' }),
      after: t.arg.string({ description: AFTER_NOTE }),
    },
    async subscribe(_root, { journeyId, after }, context) {
      const id = parseGlobalId('Journey', journeyId)
      return announceEach(await context.follow.followJourney(id, toRequest(after, context)), context)
    },
    resolve: (event) => event,
  }),
  applicantProgressed: t.field({
    type: JourneyTransitionRef,
    description:
      'Every transition of all journeys of one applicant, also of those started later. Does not end by itself. Fails with APPLICANT_NOT_FOUND when there is none for this caller, and ends with APPLICANT_ERASED when it is erased.',
    authScopes: { scope: 'applicants:read' },
    args: {
      applicantId: t.arg.id({ required: true, description: 'Id of an Applicant.' }),
      after: t.arg.string({ description: AFTER_NOTE }),
    },
    async subscribe(_root, { applicantId, after }, context) {
      const id = parseGlobalId('Applicant', applicantId)
      return announceEach(await context.follow.followApplicant(id, toRequest(after, context)), context)
    },
    resolve: (event) => event,
  }),
}))

/** A reconnecting EventSource names its place in a header; an argument that is given wins. */
function toRequest(after: string | null | undefined, { principal, lastEventId, streamSignal }: GraphContext) {
  return { principal, after: after ?? lastEventId, signal: streamSignal }
}
