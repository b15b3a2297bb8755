/** A journey as a progress screen sees it. */
import type { Consent } from '../domain/consent.ts'
import { Failure } from '../domain/failure.ts'
import { encodeGlobalId, parseGlobalId } from '../domain/ids.ts'
import { isTerminal, type JourneyAccount } from '../domain/journey.ts'
import { builder } from './builder.ts'
import { ApplicantRef, JourneyRef } from './entity.ts'
import { FailureRef } from './failure.ts'
import { JourneyTransitionRef } from './journey-transition.ts'
import { ConsentStateRef, ConsentTypeRef, JourneyKindRef, JourneyStatusRef } from './journey-word.ts'
import { showLink } from './link.ts'
import { NodeRef } from './node.ts'

const JourneyConsentRef = builder.objectRef<Consent>('JourneyConsent')
JourneyConsentRef.implement({
  description: 'The consent behind a journey: what for, since when, until when.',
  fields: (t) => ({
    type: t.expose('type', {
      type: ConsentTypeRef,
      nullable: true,
      description: 'The purpose consented to; null for ITR, which is read for underwriting, and for linked journeys.',
    }),
    state: t.expose('state', { type: ConsentStateRef, description: 'Whether data may be read under it now.' }),
    grantedAt: t.expose('grantedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the gateway saw it given; for ITR when the journey was started. Null until then.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'While pending: when the consent page lapses. Once the journey has completed: until when its data may be read. Null when no time is set.',
    }),
  }),
})

const JourneyAccountRef = builder.objectRef<JourneyAccount>('JourneyAccount')
JourneyAccountRef.implement({
  description: 'How far one bank account of an AA_BSA journey is.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Position in the journey, from 0.' }),
    bankName: t.exposeString('bankName', { nullable: true, description: 'The bank, when Finpass names it.' }),
    maskedNumber: t.exposeString('maskedNumber', {
      nullable: true,
      description: 'Account number down to its last digits, when Finpass gives it.',
    }),
    status: t.expose('status', { type: JourneyStatusRef, description: 'How far this account is.' }),
    failure: t.expose('failure', { type: FailureRef, nullable: true, description: 'Why it failed; else null.' }),
  }),
})

JourneyRef.implement({
  description: 'One asynchronous Finpass process for an applicant.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Ours and opaque; it has nothing to do with any id of Finpass.',
      resolve: ({ id }) => encodeGlobalId('Journey', id),
    }),
    kind: t.expose('kind', { type: JourneyKindRef, description: 'The Finpass product behind it.' }),
    applicant: t.field({
      type: ApplicantRef,
      authScopes: { scope: 'applicants:read' },
      description: 'Whom it is about.',
      async resolve({ applicantId }, _arguments, { loaders }) {
        const applicant = await loaders.loadApplicant(applicantId)
        if (applicant === null) throw new Failure('APPLICANT_NOT_FOUND')
        return applicant
      },
    }),
    status: t.expose('status', { type: JourneyStatusRef, description: 'How far it is.' }),
    isTerminal: t.boolean({
      description: 'True when it has ended, with or without data.',
      resolve: ({ status }) => isTerminal(status),
    }),
    percent: t.exposeInt('percent', { description: 'Progress from 0 to 100. Never decreases; 100 means COMPLETED.' }),
    step: t.exposeString('step', {
      nullable: true,
      description: "What Finpass is doing, in Finpass's own word; null when it does not say.",
    }),
    stepsCompleted: t.exposeStringList('stepsCompleted', { description: 'Finished steps, in order.' }),
    stepsFailed: t.exposeStringList('stepsFailed', { description: 'Steps that failed, in order.' }),
    accounts: t.field({
      type: [JourneyAccountRef],
      description: 'AA_BSA: how far each bank account is. Empty for other kinds and until banks are known.',
      resolve: (journey, _arguments, { loaders }) => loaders.loadJourneyAccounts(journey),
    }),
    consentType: t.expose('consentType', {
      type: ConsentTypeRef,
      nullable: true,
      description: 'The purpose consented to; null for ITR and for journeys linked from elsewhere.',
    }),
    consent: t.field({
      type: JourneyConsentRef,
      description: 'The consent that stands behind it, as it is now.',
      resolve: (journey, _arguments, { consents }) => consents.describe(journey),
    }),
    consentUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Where to send the borrower. Null once it is of no use (consent was decided, or the journey has ended), and with the error LINK_NOT_ALLOWED when it leads to a place that the operator has not allowed.',
      // By the consent, not by the status: Finpass may say no more than PROCESSING while the borrower has yet to decide.
      resolve: (journey, _arguments, context, info) =>
        isTerminal(journey.status) || context.consents.describe(journey).state !== 'PENDING'
          ? null
          : showLink(journey.consentUrl, context, info),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the consent session lapses; null when Finpass named no time.',
    }),
    nextCheckAt: t.expose('nextCheckAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the gateway means to ask Finpass again; null once it has ended.',
    }),
    failure: t.expose('failure', {
      type: FailureRef,
      nullable: true,
      description: 'Why it ended without data; null while it runs and when it completed.',
    }),
    sequence: t.exposeInt('sequence', { description: 'Number of the latest transition.' }),
    cursor: t.string({
      description: 'Names the latest transition: pass it as after to a subscription to receive only what is newer.',
      resolve: ({ id, sequence }, _arguments, { cursors, principal }) => cursors.encode(principal, id, sequence),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the gateway recorded it.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its latest transition was recorded.' }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, with or without data; null while it runs.',
    }),
    transitions: t.field({
      type: [JourneyTransitionRef],
      description: 'Everything that was recorded of it, oldest first.',
      async resolve(journey, _arguments, { loaders }) {
        const transitions = await loaders.loadTransitionsOf(journey.id)
        return transitions.map((transition) => ({ journey, transition, resync: false }))
      },
    }),
  }),
})

builder.queryField('journey', (t) =>
  t.field({
    type: JourneyRef,
    nullable: true,
    description:
      'The journey with this id. Null, with the error JOURNEY_NOT_FOUND, when there is none for this caller.',
    authScopes: { scope: 'applicants:read' },
    args: { id: t.arg.id({ required: true, description: 'Id of a Journey.' }) },
    async resolve(_root, { id }, { loaders }) {
      const journey = await loaders.loadJourney(parseGlobalId('Journey', id))
      if (journey === null) throw new Failure('JOURNEY_NOT_FOUND')
      return journey
    },
  }),
)
