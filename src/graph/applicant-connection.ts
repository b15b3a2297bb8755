/** The lender's work-list: applicants by page. */
import type { Applicant } from '../domain/applicant.ts'
import { type Instant, toInstant } from '../domain/date.ts'
import { Failure } from '../domain/failure.ts'
import type { ApplicantId } from '../domain/ids.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { ApplicantRef } from './entity.ts'
import { decodeCursor, encodeCursor, type Page, type PageInfo, PageInfoRef, parsePage } from './paging.ts'

interface ApplicantConnection {
  readonly applicants: readonly Applicant[]
  readonly order: ApplicantOrder
  readonly pageInfo: PageInfo
  count(): Promise<number>
}
type ApplicantOrder = 'CREATED_DESC' | 'CREATED_ASC'
type ListRequest = Parameters<GraphContext['loaders']['loadApplicantList']>[0]

const ApplicantOrderRef = builder.enumType('ApplicantOrder', {
  description: 'Order of a list of applicants.',
  values: {
    CREATED_DESC: { description: 'Newest first.' },
    CREATED_ASC: { description: 'Oldest first.' },
  } satisfies Record<ApplicantOrder, { description: string }>,
})

const ApplicantFilterRef = builder.inputType('ApplicantFilter', {
  description: 'What an applicant must fulfil, all of it. What is left out does not matter.',
  fields: (t) => ({
    referencePrefix: t.string({ description: 'The reference begins with this; case matters.' }),
    nameContains: t.string({ description: 'The name contains this; case does not matter.' }),
    createdFrom: t.field({ type: 'DateTime', description: 'Registered at this instant or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Registered before this instant.' }),
  }),
})

interface ApplicantEdge {
  readonly node: Applicant
  readonly order: ApplicantOrder
}
const ApplicantEdgeRef = builder.objectRef<ApplicantEdge>('ApplicantEdge')
ApplicantEdgeRef.implement({
  description: 'An applicant in a list.',
  fields: (t) => ({
    cursor: t.string({ description: 'Names this place in the list.', resolve: toCursor }),
    node: t.expose('node', { type: ApplicantRef, description: 'The applicant.' }),
  }),
})

const ApplicantConnectionRef = builder.objectRef<ApplicantConnection>('ApplicantConnection')
ApplicantConnectionRef.implement({
  description: 'A page of applicants.',
  fields: (t) => ({
    edges: t.field({
      type: [ApplicantEdgeRef],
      description: 'The applicants of this page with their cursors.',
      resolve: ({ applicants, order }) => applicants.map((node) => ({ node, order })),
    }),
    nodes: t.field({
      type: [ApplicantRef],
      description: 'The applicants of this page.',
      resolve: ({ applicants }) => applicants,
    }),
    pageInfo: t.expose('pageInfo', { type: PageInfoRef, description: 'Where this page stands.' }),
    totalCount: t.int({ description: 'How many applicants match, on all pages.', resolve: ({ count }) => count() }),
  }),
})

function toCursor({ node, order }: ApplicantEdge): string {
  return encodeCursor(order, String(node.createdAt), node.id)
}

function parseCursor(cursor: string, order: ApplicantOrder): NonNullable<ListRequest['after']> {
  const [, createdAt = '', id = ''] = decodeCursor(cursor, order, 3)
  // Applicants registered before 1970 do not occur.
  if (!/^\d{1,15}$/.test(createdAt)) throw new Failure('CURSOR_INVALID')
  return { createdAt: toInstant(Number(createdAt)), id: id as ApplicantId }
}

async function loadConnection(
  page: Page,
  order: ApplicantOrder,
  filter: Partial<Omit<ListRequest, 'order' | 'limit' | 'after'>>,
  { loaders }: GraphContext,
): Promise<ApplicantConnection> {
  const after = page.cursor === null ? null : parseCursor(page.cursor, order)
  const opposite = order === 'CREATED_ASC' ? 'CREATED_DESC' : 'CREATED_ASC'
  const request: ListRequest = {
    ...filter,
    ...(after === null ? {} : { after }),
    order: page.isBackward ? opposite : order,
    limit: page.size,
  }
  const { applicants: rows, hasMore } = await loaders.loadApplicantList(request)
  const applicants = page.isBackward ? rows.toReversed() : rows
  const [first, last] = [applicants[0], applicants.at(-1)]
  return {
    applicants,
    order,
    pageInfo: {
      hasNextPage: page.isBackward ? after !== null : hasMore,
      hasPreviousPage: page.isBackward ? hasMore : after !== null,
      startCursor: first === undefined ? null : toCursor({ node: first, order }),
      endCursor: last === undefined ? null : toCursor({ node: last, order }),
    },
    count: () => loaders.countApplicants({ ...filter, order, limit: 0 }),
  }
}

builder.queryField('applicants', (t) =>
  t.field({
    type: ApplicantConnectionRef,
    description: 'Applicants of the tenant, by page.',
    authScopes: { scope: 'applicants:read' },
    args: {
      first: t.arg.int({ description: 'Page size going forward, 1 to 200; 50 when neither first nor last is given.' }),
      after: t.arg.string({ description: 'Only what comes after this cursor.' }),
      last: t.arg.int({ description: 'Page size going backward, 1 to 200.' }),
      before: t.arg.string({ description: 'Only what comes before this cursor.' }),
      where: t.arg({ type: ApplicantFilterRef, description: 'Only applicants that fulfil this.' }),
      orderBy: t.arg({ type: ApplicantOrderRef, description: 'Newest first when left out.' }),
    },
    resolve(_root, { where, orderBy, ...page }, context) {
      const filter: { -readonly [Key in keyof ListRequest]?: ListRequest[Key] } = {}
      if (where?.referencePrefix != null) filter.referencePrefix = where.referencePrefix
      if (where?.nameContains != null) filter.nameContains = where.nameContains
      if (where?.createdFrom != null) filter.createdFrom = where.createdFrom satisfies Instant
      if (where?.createdBefore != null) filter.createdBefore = where.createdBefore
      return loadConnection(parsePage(page), orderBy ?? 'CREATED_DESC', filter, context)
    },
  }),
)
