/** The store contract: listing, narrowing and counting applicants. */
import { expect } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { ApplicantListQuery, Store } from '../../src/store/store.ts'
import { applicant, applicantId, at, TENANT } from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const ALL: ApplicantListQuery = { tenant: TENANT, order: 'CREATED_ASC', limit: 100 }

async function add(store: Store, ...parts: readonly Partial<Applicant>[]): Promise<Applicant[]> {
  const added: Applicant[] = []
  for (const part of parts) added.push(await store.addApplicant(applicant(part)))
  return added
}

async function listNames(store: Store, parts: Partial<ApplicantListQuery>): Promise<(string | null)[]> {
  const query = { ...ALL, ...parts }
  const listed = await store.listApplicants(query)
  // The count and the list must agree, whatever narrows them.
  expect(await store.countApplicants(query)).toBe(listed.length)
  return listed.map(({ name }) => name)
}

async function listByPages(store: Store, query: ApplicantListQuery): Promise<Applicant[]> {
  const all: Applicant[] = []
  for (let page = await store.listApplicants(query); page.length > 0; ) {
    all.push(...page)
    page = await store.listApplicants({ ...query, after: all[all.length - 1] as Applicant }) // the page was not empty
  }
  return all
}

export function defineApplicantListContract(test: DefineTest): void {
  test('pages in both orders by creation and then id, losing and repeating nothing', async ({ store }) => {
    // Added out of order; four share one moment, so that only the id orders them.
    const moments = [5, 3, 3, 9, 3, 1, 3, 9]
    const ids = ['f', 'b', 'd', 'g', 'a', 'e', 'c', 'h'].map(applicantId)
    const added = await add(
      store,
      ...moments.map((ms, index) => ({ createdAt: at(ms), id: ids[index] as Applicant['id'] })),
    ) // as many ids
    const ascending = added.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    for (const limit of [1, 3, 8, 100]) {
      expect(await listByPages(store, { ...ALL, limit })).toEqual(ascending)
      expect(await listByPages(store, { ...ALL, limit, order: 'CREATED_DESC' })).toEqual(ascending.toReversed())
      expect(await listByPages(store, { ...ALL, limit, nameContains: 'meera' })).toEqual(ascending)
    }
  })

  test('goes on after an applicant that is gone', async ({ store }) => {
    const [first, second, third] = await add(store, { createdAt: at(1) }, { createdAt: at(2) }, { createdAt: at(3) })
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were added')
    await store.eraseApplicant(TENANT, second.id, at(0))
    expect(await store.listApplicants({ ...ALL, after: second })).toEqual([third])
    expect(await store.listApplicants({ ...ALL, after: second, order: 'CREATED_DESC' })).toEqual([first])
  })

  test('takes the start of a reference literally', async ({ store }) => {
    const references = [
      'A%1',
      'A%2',
      'A_1',
      'AB1',
      'A',
      'a%1',
      'A*1',
      '[A]',
      'A\\%',
      "A'1",
      'A\u{10FFFF}1',
      'A\uD7FF1',
      'A\uE0001',
      '😀1',
      '😁1',
    ]
    await add(store, ...references.map((reference, index) => ({ reference, name: reference, createdAt: at(index) })))
    const prefixes = [
      'A%',
      'A_',
      'A*',
      'A\\',
      "A'",
      'A',
      'a',
      '[',
      '😀',
      'A\u{10FFFF}',
      '\u{10FFFF}',
      'A\uD7FF',
      'B',
      '%',
      '_',
      '*',
    ]
    for (const prefix of prefixes) {
      const expected = references.filter((reference) => reference.startsWith(prefix))
      expect(await listNames(store, { referencePrefix: prefix })).toEqual(expected)
    }
    expect(await listNames(store, { referencePrefix: '' })).toEqual(references)
  })

  test('pages by creation within a start of a reference', async ({ store }) => {
    await add(
      store,
      { reference: 'LN-3', name: 'one', createdAt: at(1) },
      { reference: 'XX-1', name: 'other', createdAt: at(2) },
      { reference: 'LN-1', name: 'two', createdAt: at(3) },
      { reference: 'LN-4', name: 'three', createdAt: at(4), id: applicantId('a') },
      { reference: 'LN-2', name: 'four', createdAt: at(4), id: applicantId('b') },
    )
    const paged = await listByPages(store, { ...ALL, referencePrefix: 'LN-', limit: 2 })
    expect(paged.map(({ name }) => name)).toEqual(['one', 'two', 'three', 'four'])
  })

  test('finds part of a name in any case and script, and never a missing name', async ({ store }) => {
    const names = ['Meera Narayanan', 'MEERA IYER', 'Ravi Kumar', 'José Rao', 'मीरा नायर', '100% Rao_Ltd', null]
    await add(store, ...names.map((name, index) => ({ name, createdAt: at(index) })))
    expect(await listNames(store, { nameContains: 'mEEra' })).toEqual(['Meera Narayanan', 'MEERA IYER'])
    expect(await listNames(store, { nameContains: 'मीरा' })).toEqual(['मीरा नायर'])
    expect(await listNames(store, { nameContains: 'JOSE\u0301' })).toEqual(['José Rao'])
    expect(await listNames(store, { nameContains: '%' })).toEqual(['100% Rao_Ltd'])
    expect(await listNames(store, { nameContains: '_' })).toEqual(['100% Rao_Ltd'])
    expect(await listNames(store, { nameContains: 'null' })).toEqual([])
    expect(await listNames(store, { nameContains: 'a r' })).toEqual([])
    expect(await listNames(store, { nameContains: '' })).toEqual(names)
  })

  test('includes the first moment of a span and not the last', async ({ store }) => {
    await add(store, ...[1, 2, 3, 4].map((ms) => ({ name: `at ${ms}`, createdAt: at(ms) })))
    expect(await listNames(store, { createdFrom: at(2) })).toEqual(['at 2', 'at 3', 'at 4'])
    expect(await listNames(store, { createdBefore: at(3) })).toEqual(['at 1', 'at 2'])
    expect(await listNames(store, { createdFrom: at(2), createdBefore: at(3) })).toEqual(['at 2'])
    expect(await listNames(store, { createdFrom: at(3), createdBefore: at(3) })).toEqual([])
  })

  test('narrows by everything at once', async ({ store }) => {
    await add(
      store,
      { reference: 'LN-1', name: 'Asha One', createdAt: at(1) },
      { reference: 'LN-2', name: 'Asha Two', createdAt: at(2) },
      { reference: 'LN-3', name: 'Bela', createdAt: at(2) },
      { reference: 'XX-1', name: 'Asha Three', createdAt: at(2) },
      { reference: 'LN-4', name: 'Asha Four', createdAt: at(3) },
    )
    const query = { referencePrefix: 'LN-', nameContains: 'asha', createdFrom: at(2), createdBefore: at(3) }
    expect(await listNames(store, query)).toEqual(['Asha Two'])
  })

  test('counts the whole match, wherever the page begins and however short it is', async ({ store }) => {
    const added = await add(store, ...[1, 2, 3, 4, 5].map((ms) => ({ reference: `LN-${ms}`, createdAt: at(ms) })))
    const page = { ...ALL, after: added[2] as Applicant, limit: 1 } // five were added
    expect(await store.countApplicants(page)).toBe(5)
    expect(await store.countApplicants({ ...page, order: 'CREATED_DESC' })).toBe(5)
    expect(await store.countApplicants({ ...page, referencePrefix: 'LN-' })).toBe(5)
    expect(await store.countApplicants({ ...page, nameContains: 'meera' })).toBe(5)
    expect(await store.countApplicants({ ...page, createdFrom: at(4) })).toBe(2)
  })
}
