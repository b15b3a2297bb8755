/** The list of applicants: every one exactly once, also when many were registered in the same millisecond. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Instant, toInstant } from '../../src/domain/date.ts'
import type { ApplicantId, TenantId } from '../../src/domain/ids.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { walk, type WalkArguments, walkFields, type WalkPage } from '../support/walk.ts'

const LIST = `query($first: Int, $after: String, $last: Int, $before: String, $where: ApplicantFilter, $orderBy: ApplicantOrder) {
  applicants(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy) {
    ${walkFields('id reference name createdAt')}
  }
}`
interface Row {
  readonly id: string
  readonly reference: string
  readonly name: string | null
  readonly createdAt: string
}

const COUNT = 230
const FIRST_DAY = Date.UTC(2026, 8, 1)
/** Seven share each instant. */
function createdAt(at: number): Instant {
  return toInstant(FIRST_DAY + Math.floor(at / 7) * 60_000)
}

describe('the list of applicants', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway()
    for (let at = 0; at < COUNT; at += 1) {
      await test.gateway.store.addApplicant({
        // Scattered, so that neither insertion nor reference follows the id.
        id: `app_${(at * 7919) % 9973}` as ApplicantId, // ids in tests are made here
        tenant: 'demo' as TenantId, // any text is one
        reference: `${at % 2 === 0 ? 'HL' : 'PL'}-${at}`,
        name: at % 10 === 0 ? null : `Borrower ${at % 5 === 1 ? 'Fernandes' : 'Iyer'} ${at}`,
        pan: null,
        mobile: null,
        createdAt: createdAt(at),
      })
    }
    await test.gateway.store.addApplicant({
      id: 'app_stranger' as ApplicantId,
      tenant: 'another-lender' as TenantId,
      reference: 'HL-1',
      name: 'Stranger',
      pan: null,
      mobile: null,
      createdAt: createdAt(0),
    })
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, ['Fernandes', 'Borrower', 'Stranger'])
  })

  function load(variables: object = {}): (page: WalkArguments) => Promise<WalkPage<Row>> {
    return async (page) => {
      const { data, errors } = await test.ask(LIST, { ...variables, ...page })
      expect(errors).toEqual([])
      return data.applicants
    }
  }

  it.each(['CREATED_DESC', 'CREATED_ASC'])('is walked in %s, everyone once, the same both ways', async (orderBy) => {
    const forward = await walk('forward', 5, load({ orderBy }))
    expect(await walk('backward', 4, load({ orderBy }))).toEqual(forward)
    expect(await walk('forward', 200, load({ orderBy }))).toEqual(forward)
    expect(forward.map(({ reference }) => reference).toSorted()).toEqual(
      Array.from({ length: COUNT }, (_, at) => `${at % 2 === 0 ? 'HL' : 'PL'}-${at}`).toSorted(),
    )
    const times = forward.map(({ createdAt: time }) => Date.parse(time))
    expect(times).toEqual(times.toSorted((a, b) => (orderBy === 'CREATED_ASC' ? a - b : b - a)))
  })

  it('is newest first unless told otherwise', async () => {
    const [plain, newest] = [await load()({ first: 20 }), await load({ orderBy: 'CREATED_DESC' })({ first: 20 })]
    expect(plain).toEqual(newest)
    expect(plain.totalCount).toBe(COUNT)
  })

  const FILTERS: readonly [string, object, (at: number) => boolean][] = [
    ['the start of the reference', { referencePrefix: 'HL-1' }, (at) => at % 2 === 0 && String(at).startsWith('1')],
    ['a part of the name, whatever its case', { nameContains: 'fErN' }, (at) => at % 10 !== 0 && at % 5 === 1],
    ['the day, its first instant included', { createdFrom: '2026-09-01T00:10:00Z' }, (at) => at >= 70],
    ['the end, not included', { createdBefore: '2026-09-01T00:10:00.000Z' }, (at) => at < 70],
    [
      'both ends in another zone',
      { createdFrom: '2026-09-01T05:31:00+05:30', createdBefore: '2026-09-01T05:33:00+05:30' },
      (at) => at >= 7 && at < 21,
    ],
    ['wildcards, which mean themselves', { nameContains: '%' }, () => false],
  ]
  it.each(FILTERS)('is narrowed by %s and counted', async (_name, where, matches) => {
    const wanted = Array.from({ length: COUNT }, (_, at) => at).filter(matches)
    const forward = await walk('forward', 3, load({ where }))
    expect(await walk('backward', 7, load({ where }))).toEqual(forward)
    expect(forward.map(({ reference }) => Number(reference.slice(3))).toSorted((a, b) => a - b)).toEqual(wanted)
    expect((await load({ where })({ first: 1 })).totalCount).toBe(wanted.length)
  })

  it('goes on where it was although the applicant at the cursor is gone', async () => {
    const before = await walk('forward', 200, load())
    const page = await load()({ first: 10 })
    const last = before[9]
    await test.ask('mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) { userErrors { code } } }', {
      input: { applicantId: last?.id, reason: 'asked for' },
    })
    const next = await load()({ first: 10, after: page.pageInfo.endCursor ?? '' })
    expect(next.nodes).toEqual(before.slice(10, 20))
    expect(next.totalCount).toBe(COUNT - 1)
  })
})
