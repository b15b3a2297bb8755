/** The word of lender or borrower on the consent behind a journey. */
import { Failure } from '../domain/failure.ts'
import { parseGlobalId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { JourneyPayloadRef, toJourneyPayload } from './journey-mutations.ts'

const ConsentPauseInputRef = builder.inputType('ConsentPauseInput', {
  description: 'Which consent to hold back.',
  fields: (t) => ({ journeyId: t.id({ required: true, description: 'Id of a Journey.' }) }),
})

const ConsentResumeInputRef = builder.inputType('ConsentResumeInput', {
  description: 'Which consent to put in force again.',
  fields: (t) => ({ journeyId: t.id({ required: true, description: 'Id of a Journey.' }) }),
})

const ConsentRevokeInputRef = builder.inputType('ConsentRevokeInput', {
  description: 'Which consent is taken back, and why.',
  fields: (t) => ({
    journeyId: t.id({ required: true, description: 'Id of a Journey.' }),
    reason: t.string({ required: true, description: 'Why, for the record; 1 to 500 characters.' }),
  }),
})

async function loadJourneyFor(id: string, { loaders }: GraphContext): Promise<Journey> {
  const journey = await loaders.loadJourney(parseGlobalId('Journey', id))
  if (journey === null) throw new Failure('JOURNEY_NOT_FOUND', { field: ['input', 'journeyId'] })
  return journey
}

builder.mutationFields((t) => ({
  consentPause: t.field({
    type: JourneyPayloadRef,
    description:
      'Holds an ACTIVE consent back: until it is resumed nothing of the data is read or shown, on any replica.',
    authScopes: { scope: 'journeys:start' },
    args: { input: t.arg({ type: ConsentPauseInputRef, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => context.consents.pause(await loadJourneyFor(input.journeyId, context))),
  }),
  consentResume: t.field({
    type: JourneyPayloadRef,
    description: 'Puts a PAUSED consent in force again.',
    authScopes: { scope: 'journeys:start' },
    args: { input: t.arg({ type: ConsentResumeInputRef, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => context.consents.resume(await loadJourneyFor(input.journeyId, context))),
  }),
  consentRevoke: t.field({
    type: JourneyPayloadRef,
    description:
      'Takes a consent back for good. A running journey ends as CONSENT_DENIED with the failure CONSENT_REVOKED; of a completed one the record stays, and its data is read and shown no more.',
    authScopes: { scope: 'journeys:start' },
    args: { input: t.arg({ type: ConsentRevokeInputRef, required: true, description: 'Which one, and why.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () =>
        context.consents.revoke(await loadJourneyFor(input.journeyId, context), input.reason),
      ),
  }),
}))
