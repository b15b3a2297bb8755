/** Starting, linking and refreshing journeys. */
import type { Applicant } from '../domain/applicant.ts'
import { Failure } from '../domain/failure.ts'
import { parseGlobalId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { JourneyRef } from './entity.ts'
import { ConsentTypeRef, JourneyKindRef } from './journey-word.ts'
import { catchUserError, isUserError, toUserError, type UserError, UserErrorRef } from './user-error.ts'

interface JourneyPayload {
  readonly journey: Journey | null
  readonly userErrors: readonly UserError[]
}

export const JourneyPayloadRef = builder.objectRef<JourneyPayload>('JourneyPayload')
JourneyPayloadRef.implement({
  description: 'What became of a wish concerning a journey.',
  fields: (t) => ({
    journey: t.expose('journey', {
      type: JourneyRef,
      nullable: true,
      description: 'The journey; null when nothing was started. Given together with JOURNEY_START_LOST.',
    }),
    userErrors: t.expose('userErrors', {
      type: [UserErrorRef],
      description: 'Mistakes in the input, and what Finpass refused; empty when all went well.',
    }),
  }),
})

const KEY_NOTE =
  'Makes a repeat harmless: for 24 hours the same key gives the same journey and is not billed again. Without a key every call starts a journey.'
const REDIRECT_NOTE = 'Name of a configured return address for the borrower; the first one when left out. Never a URL.'

const ItrJourneyStartInputRef = builder.inputType('ItrJourneyStartInput', {
  description: "What reading an applicant's tax returns takes.",
  fields: (t) => ({
    applicantId: t.id({ required: true, description: 'Id of an Applicant.' }),
    username: t.field({
      type: 'Secret',
      required: true,
      description: 'PAN by which the applicant logs in to the portal.',
    }),
    password: t.field({
      type: 'Secret',
      required: true,
      description: "The applicant's portal password. Passed on once and kept nowhere.",
    }),
    consent: t.boolean({ required: true, description: 'True when the applicant has agreed to this reading.' }),
    idempotencyKey: t.string({ description: KEY_NOTE }),
  }),
})

const AaBsaJourneyStartInputRef = builder.inputType('AaBsaJourneyStartInput', {
  description: 'What reading and analysing bank statements by consent takes.',
  fields: (t) => ({
    applicantId: t.id({ required: true, description: 'Id of an Applicant.' }),
    mobile: t.string({ required: true, description: 'Mobile number known to the banks, ten digits.' }),
    consentType: t.field({
      type: ConsentTypeRef,
      defaultValue: 'LOAN_UNDERWRITING',
      description: 'Purpose the borrower is asked to consent to.',
    }),
    redirect: t.string({ description: REDIRECT_NOTE }),
    idempotencyKey: t.string({ description: KEY_NOTE }),
  }),
})

const AccountAggregatorJourneyStartInputRef = builder.inputType('AccountAggregatorJourneyStartInput', {
  description: 'What reading bank accounts by consent takes.',
  fields: (t) => ({
    applicantId: t.id({ required: true, description: 'Id of an Applicant.' }),
    mobile: t.string({ required: true, description: 'Mobile number known to the banks, ten digits.' }),
    pan: t.string({ description: 'PAN, to narrow the search for accounts.' }),
    email: t.string({ description: 'E-mail address, for messages about the consent.' }),
    consentType: t.field({
      type: ConsentTypeRef,
      defaultValue: 'LOAN_UNDERWRITING',
      description: 'Purpose the borrower is asked to consent to.',
    }),
    redirect: t.string({ description: REDIRECT_NOTE }),
    idempotencyKey: t.string({ description: KEY_NOTE }),
  }),
})

const JourneyLinkInputRef = builder.inputType('JourneyLinkInput', {
  description: 'A process that was started elsewhere.',
  fields: (t) => ({
    applicantId: t.id({ required: true, description: 'Id of the Applicant it is about.' }),
    kind: t.field({ type: JourneyKindRef, required: true, description: 'The Finpass product.' }),
    finpassId: t.field({
      type: 'Secret',
      required: true,
      description: 'job_id of ITR, client_id of the others. Whoever holds it could read the data, so it is a secret.',
    }),
  }),
})

const JourneyRefreshInputRef = builder.inputType('JourneyRefreshInput', {
  description: 'Which journey to look at now.',
  fields: (t) => ({ journeyId: t.id({ required: true, description: 'Id of a Journey.' }) }),
})

async function loadApplicantFor(id: string, { loaders }: GraphContext): Promise<Applicant> {
  const applicant = await loaders.loadApplicant(parseGlobalId('Applicant', id))
  if (applicant === null) throw new Failure('APPLICANT_NOT_FOUND', { field: ['input', 'applicantId'] })
  return applicant
}

/** What became of a wish: the journey, or the mistake of the person behind it. */
export async function toJourneyPayload(act: () => Promise<Journey>): Promise<JourneyPayload> {
  const outcome = await catchUserError(act)
  if (isUserError(outcome)) return { journey: null, userErrors: [outcome] }
  const isLost = outcome.failure?.code === 'JOURNEY_START_LOST'
  return { journey: outcome, userErrors: isLost ? [toUserError(new Failure('JOURNEY_START_LOST'))] : [] }
}

builder.mutationFields((t) => ({
  itrJourneyStart: t.field({
    type: JourneyPayloadRef,
    description:
      'Starts reading tax returns from the income-tax portal. Bills the lender; never repeated by the gateway.',
    authScopes: { scope: 'journeys:start' },
    args: { input: t.arg({ type: ItrJourneyStartInputRef, required: true, description: 'For whom.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => {
        const { username, password, consent, idempotencyKey = null } = input
        const applicant = await loadApplicantFor(input.applicantId, context)
        return context.engine.startItr(applicant, { username, password, hasConsent: consent, idempotencyKey })
      }),
  }),
  aaBsaJourneyStart: t.field({
    type: JourneyPayloadRef,
    description:
      'Starts reading and analysing bank statements by consent. Bills the lender; never repeated by the gateway.',
    authScopes: { scope: 'journeys:start' },
    args: { input: t.arg({ type: AaBsaJourneyStartInputRef, required: true, description: 'For whom.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => {
        const { mobile, redirect = null, idempotencyKey = null } = input
        const consentType = input.consentType ?? 'LOAN_UNDERWRITING'
        const applicant = await loadApplicantFor(input.applicantId, context)
        return context.engine.startAaBsa(applicant, { mobile, consentType, redirect, idempotencyKey })
      }),
  }),
  accountAggregatorJourneyStart: t.field({
    type: JourneyPayloadRef,
    description: 'Starts reading bank accounts by consent. Bills the lender; never repeated by the gateway.',
    authScopes: { scope: 'journeys:start' },
    args: { input: t.arg({ type: AccountAggregatorJourneyStartInputRef, required: true, description: 'For whom.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => {
        const { mobile, redirect = null, idempotencyKey = null } = input
        const consentType = input.consentType ?? 'LOAN_UNDERWRITING'
        const [pan, email] = [input.pan || null, input.email || null]
        const applicant = await loadApplicantFor(input.applicantId, context)
        const wanted = { mobile, pan, email, consentType, redirect, idempotencyKey }
        return context.engine.startAccountAggregator(applicant, wanted)
      }),
  }),
  journeyLink: t.field({
    type: JourneyPayloadRef,
    description: 'Adopts a process that was started elsewhere, and watches it from now on.',
    authScopes: { scope: 'journeys:link' },
    args: { input: t.arg({ type: JourneyLinkInputRef, required: true, description: 'Which process, for whom.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => {
        const applicant = await loadApplicantFor(input.applicantId, context)
        return context.engine.link(applicant, input.kind, input.finpassId)
      }),
  }),
  journeyRefresh: t.field({
    type: JourneyPayloadRef,
    description:
      'Asks Finpass now how a journey is; at most once per poll interval. A journey that TIMED_OUT goes on as a new journey, which is returned, unless its consent was paused or revoked (CONSENT_STATE).',
    authScopes: { scope: 'applicants:read' },
    args: { input: t.arg({ type: JourneyRefreshInputRef, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      toJourneyPayload(async () => {
        const id = parseGlobalId('Journey', input.journeyId)
        const journey = await context.loaders.loadJourney(id)
        const applicant = journey && (await context.loaders.loadApplicant(journey.applicantId))
        if (!journey || !applicant) throw new Failure('JOURNEY_NOT_FOUND', { field: ['input', 'journeyId'] })
        return context.engine.refresh(applicant, journey)
      }),
  }),
}))
