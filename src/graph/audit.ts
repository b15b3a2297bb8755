/** Who did what with an applicant's data. */
import { AUDIT_KINDS, type AuditKind, type AuditRecord } from '../domain/audit.ts'
import { Failure } from '../domain/failure.ts'
import { encodeGlobalId, parseGlobalId } from '../domain/ids.ts'
import { builder } from './builder.ts'
import { JourneyStatusRef } from './journey-word.ts'
import { decodeCursor, encodeCursor, type PageInfo, PageInfoRef, parsePage } from './paging.ts'

interface AuditConnection {
  readonly records: readonly AuditRecord[]
  readonly pageInfo: PageInfo
}

const CURSOR = 'audit'

const DESCRIPTIONS: Record<AuditKind, string> = {
  IDENTITY_READ: 'Reference, name and masked identifiers were given out.',
  IDENTITY_UNMASKED: 'An identifier was shown whole.',
  TAX_RETURN_READ: 'Tax returns, tax credits or the tax profile were asked for.',
  TAX_RETURN_JSON_READ: 'A whole return, as the department has it, was given out.',
  BANK_DATA_READ: 'Bank accounts or transactions were asked for.',
  ANALYSIS_READ: 'The analysis of bank statements was asked for.',
  JOURNEY_READ: 'Banks and last digits of accounts of a journey were given out.',
  AUDIT_READ: 'This trail was read.',
  APPLICANT_REGISTERED: 'The applicant was registered, or found by its reference when it was registered again.',
  APPLICANT_ERASED: 'The applicant was to be erased.',
  JOURNEY_STARTED: 'A journey was to be started.',
  JOURNEY_LINKED: 'A process that was started elsewhere was linked.',
  JOURNEY_REFRESHED: 'Finpass was to be asked how a journey is.',
  JOURNEY_TRANSITION: 'A journey was recorded in a new state; status says which.',
  CREDENTIALS_REFUSED: 'The income-tax portal refused the login.',
  CONSENT_PAUSED: 'A consent was held back.',
  CONSENT_RESUMED: 'A consent was put in force again.',
  CONSENT_REVOKED: 'A consent was taken back.',
}

const AuditKindRef = builder.enumType('AuditKind', {
  description:
    'What was done. A record is made before it is done or its answer given, so what then failed is on record too.',
  values: Object.fromEntries(AUDIT_KINDS.map((kind) => [kind, { description: DESCRIPTIONS[kind] }])) as Record<
    AuditKind,
    { description: string }
  >, // fromEntries forgets the names of its keys
})

const AuditRecordRef = builder.objectRef<AuditRecord>('AuditRecord')
AuditRecordRef.implement({
  description: 'One thing that was done with what belongs to an applicant. Never what was read.',
  fields: (t) => ({
    number: t.exposeInt('number', {
      description: '1, 2, 3 … within the tenant; each record is chained to the one before.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    kind: t.expose('kind', { type: AuditKindRef, description: 'What was done.' }),
    applicantId: t.id({
      description: 'With whose data: the id of an Applicant, who may have been erased.',
      resolve: ({ applicantId }) => encodeGlobalId('Applicant', applicantId),
    }),
    journeyId: t.id({
      nullable: true,
      description: 'Id of the Journey that it came from or happened to; null when it is about the applicant as such.',
      resolve: ({ journeyId }) => (journeyId === null ? null : encodeGlobalId('Journey', journeyId)),
    }),
    sequence: t.exposeInt('sequence', {
      nullable: true,
      description: 'Of a JOURNEY_TRANSITION its number within the journey; else null.',
    }),
    status: t.expose('status', {
      type: JourneyStatusRef,
      nullable: true,
      description: 'Of a JOURNEY_TRANSITION the status it led to; else null.',
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Who: the subject of the token. Null when the gateway acted by itself.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description:
        "Why, as the caller said in the request's extensions.reason, or for an erasure in its input; null when it did not.",
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'Id of the request, as in x-request-id; null when the gateway acted by itself.',
    }),
  }),
})

const AuditConnectionRef = builder.objectRef<AuditConnection>('AuditConnection')
AuditConnectionRef.implement({
  description: 'A page of the audit trail.',
  fields: (t) => ({
    nodes: t.expose('records', { type: [AuditRecordRef], description: 'The records of this page, newest first.' }),
    pageInfo: t.expose('pageInfo', { type: PageInfoRef, description: 'Where this page stands.' }),
  }),
})

builder.queryField('auditTrail', (t) =>
  t.field({
    type: AuditConnectionRef,
    description:
      'Who did what with the data of an applicant, also of one that was erased, newest first, for 365 days. Reading it is recorded too. Fails with APPLICANT_NOT_FOUND when there never was one for this caller.',
    authScopes: { scope: 'audit:read' },
    args: {
      applicantId: t.arg.id({ required: true, description: 'Id that an Applicant has or had.' }),
      first: t.arg.int({ description: 'Page size, 1 to 200; 50 when left out.' }),
      after: t.arg.string({ description: 'Only what comes after this cursor.' }),
    },
    async resolve(_root, { applicantId, first, after }, { loaders }) {
      const id = parseGlobalId('Applicant', applicantId)
      const { size, cursor } = parsePage({ first, after })
      const before = cursor === null ? null : parseCursor(cursor)
      const found = await loaders.loadAuditTrail(id, before, size + 1)
      if (found === null) throw new Failure('APPLICANT_NOT_FOUND')
      const records = found.slice(0, size)
      const pageInfo = {
        hasNextPage: found.length > size,
        hasPreviousPage: before !== null,
        startCursor: toCursor(records[0]),
        endCursor: toCursor(records.at(-1)),
      }
      return { records, pageInfo }
    },
  }),
)

function toCursor(record: AuditRecord | undefined): string | null {
  return record === undefined ? null : encodeCursor(CURSOR, String(record.number))
}

function parseCursor(cursor: string): number {
  const [, number = ''] = decodeCursor(cursor, CURSOR, 2)
  if (!/^\d{1,15}$/.test(number)) throw new Failure('CURSOR_INVALID')
  return Number(number)
}
