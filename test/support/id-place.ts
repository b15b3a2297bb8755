/**
 * Every place of the graph where a caller can name a record: each argument and input field that takes an id, a reference, a
 * cursor or a key, found in the schema itself, and the case that tries it on somebody else's. A new one without a case fails
 * `test/graph/ownership-coverage.test.ts`.
 */
import { type GraphQLSchema, getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import type { NodeType } from '../../src/domain/ids.ts'

export interface IdPlace {
  /** As GraphQL writes it: `Type.field(argument:)`, or `Input.field`. */
  readonly coordinate: string
  readonly type: NodeType
  readonly kind: 'query' | 'mutation' | 'subscription'
  /**
   * Takes the id in `$id`. `$own` is an applicant of the caller's, `$secret` a PAN nobody has; a document that declares them
   * is given them.
   */
  readonly document: string
}

const PAYLOAD = '{ userErrors { code message advice field retryAfter } }'
const START = 'applicantId: $id, mobile: "9000000001"'
const EVENT = '{ sequence status journey { id } }'

const NODE_PLACES = (['Applicant', 'Journey', 'ItrFiling', 'BankAccount', 'Transaction'] as const).flatMap(
  (type): IdPlace[] => [
    {
      coordinate: 'Query.node(id:)',
      type,
      kind: 'query',
      document: 'query($id: ID!) { node(id: $id) { id __typename } }',
    },
    {
      coordinate: 'Query.nodes(ids:)',
      type,
      kind: 'query',
      document: 'query($id: ID!) { nodes(ids: [$id, $id]) { id __typename } }',
    },
  ],
)

export const ID_PLACES: readonly IdPlace[] = [
  ...NODE_PLACES,
  {
    coordinate: 'Query.applicant(id:)',
    type: 'Applicant',
    kind: 'query',
    document: 'query($id: ID!) { applicant(id: $id) { id name } }',
  },
  {
    coordinate: 'Query.journey(id:)',
    type: 'Journey',
    kind: 'query',
    document: 'query($id: ID!) { journey(id: $id) { id status } }',
  },
  {
    coordinate: 'Query.auditTrail(applicantId:)',
    type: 'Applicant',
    kind: 'query',
    document: 'query($id: ID!) { auditTrail(applicantId: $id) { nodes { number kind } } }',
  },
  {
    coordinate: 'TransactionFilter.accountIds',
    type: 'BankAccount',
    kind: 'query',
    document:
      'query($id: ID!, $own: ID!) { applicant(id: $own) { transactions(where: { accountIds: [$id] }) { totalCount nodes { id } } } }',
  },
  {
    coordinate: 'ApplicantEraseInput.applicantId',
    type: 'Applicant',
    kind: 'mutation',
    document: `mutation($id: ID!) { applicantErase(input: { applicantId: $id, reason: "asked for" }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'ItrJourneyStartInput.applicantId',
    type: 'Applicant',
    kind: 'mutation',
    document: `mutation($id: ID!, $secret: Secret!) { itrJourneyStart(input: { applicantId: $id, username: $secret, password: $secret, consent: true }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'AaBsaJourneyStartInput.applicantId',
    type: 'Applicant',
    kind: 'mutation',
    document: `mutation($id: ID!) { aaBsaJourneyStart(input: { ${START} }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'AccountAggregatorJourneyStartInput.applicantId',
    type: 'Applicant',
    kind: 'mutation',
    document: `mutation($id: ID!) { accountAggregatorJourneyStart(input: { ${START} }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'JourneyLinkInput.applicantId',
    type: 'Applicant',
    kind: 'mutation',
    document: `mutation($id: ID!, $secret: Secret!) { journeyLink(input: { applicantId: $id, kind: ITR, finpassId: $secret }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'JourneyRefreshInput.journeyId',
    type: 'Journey',
    kind: 'mutation',
    document: `mutation($id: ID!) { journeyRefresh(input: { journeyId: $id }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'ConsentPauseInput.journeyId',
    type: 'Journey',
    kind: 'mutation',
    document: `mutation($id: ID!) { consentPause(input: { journeyId: $id }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'ConsentResumeInput.journeyId',
    type: 'Journey',
    kind: 'mutation',
    document: `mutation($id: ID!) { consentResume(input: { journeyId: $id }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'ConsentRevokeInput.journeyId',
    type: 'Journey',
    kind: 'mutation',
    document: `mutation($id: ID!) { consentRevoke(input: { journeyId: $id, reason: "asked for" }) ${PAYLOAD} }`,
  },
  {
    coordinate: 'Subscription.journeyStatusChanged(journeyId:)',
    type: 'Journey',
    kind: 'subscription',
    document: `subscription($id: ID!) { journeyStatusChanged(journeyId: $id) ${EVENT} }`,
  },
  {
    coordinate: 'Subscription.applicantProgressed(applicantId:)',
    type: 'Applicant',
    kind: 'subscription',
    document: `subscription($id: ID!) { applicantProgressed(applicantId: $id) ${EVENT} }`,
  },
]

/** Where a record is named by something else than an id, with the test that tries it on somebody else's. */
export const OTHER_PLACES: Readonly<Record<string, string>> = {
  'Query.applicantByReference(reference:)': 'ownership.test.ts: is not there by its reference',
  'Query.erasureReceipt(id:)':
    'ownership.test.ts: is not told of by the receipt of its erasure, nor by its ids afterwards',
  'ApplicantFilter.referencePrefix': 'ownership.test.ts: is not in the list, nor in its count',
  'ApplicantRegisterInput.reference': 'ownership.test.ts: does not hold its reference against another tenant',
  'JourneyLinkInput.finpassId': 'ownership.test.ts: cannot be linked by its Finpass id, which looks unknown',
  'Query.applicants(after:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'Query.applicants(before:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'Query.auditTrail(after:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'Applicant.transactions(after:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'Applicant.transactions(before:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'BankAccount.transactions(after:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'BankAccount.transactions(before:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'Subscription.journeyStatusChanged(after:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'Subscription.applicantProgressed(after:)': 'ownership.test.ts: is not reached by the cursors of another caller',
  'AaBsaJourneyStartInput.idempotencyKey': 'ownership.test.ts: is not reached by an idempotency key',
  'AccountAggregatorJourneyStartInput.idempotencyKey': 'ownership.test.ts: is not reached by an idempotency key',
  'ItrJourneyStartInput.idempotencyKey': 'ownership.test.ts: is not reached by an idempotency key',
}

/** How a place that names a record without an id betrays itself. */
const NAMING = /(?:ids?|references?|referencePrefix|after|before|cursors?|keys?|tokens?|handles?|receipts?)$/i

/** Every place of the schema that takes an id, or by its name takes something else that names a record. */
export function findPlaces(schema: GraphQLSchema): {
  readonly ids: readonly string[]
  readonly others: readonly string[]
} {
  const ids: string[] = []
  const others: string[] = []
  function add(coordinate: string, name: string, typeName: string): void {
    if (typeName === 'ID') ids.push(coordinate)
    else if (['String', 'Secret'].includes(typeName) && NAMING.test(name)) others.push(coordinate)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        add(`${type.name}.${field.name}`, field.name, getNamedType(field.type).name)
      }
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        for (const argument of field.args) {
          add(`${type.name}.${field.name}(${argument.name}:)`, argument.name, getNamedType(argument.type).name)
        }
      }
    }
  }
  return { ids, others }
}
