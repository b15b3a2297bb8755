/** No place of the schema takes an id, or another name of a record, without a case that tries it on somebody else's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { findPlaces, ID_PLACES, OTHER_PLACES } from '../support/id-place.ts'

const SCHEMA = readFileSync(join(import.meta.dirname, '../../schema/schema.graphql'), 'utf8')
const TESTS = readFileSync(join(import.meta.dirname, 'ownership.test.ts'), 'utf8')

describe('every place that names a record', () => {
  const { ids, others } = findPlaces(buildSchema(SCHEMA))

  it('is found in arguments and in inputs', () => {
    expect(ids.length).toBeGreaterThan(10)
    expect(ids).toEqual(expect.arrayContaining(['Query.nodes(ids:)', 'TransactionFilter.accountIds']))
    const grown = buildSchema(
      `${SCHEMA} extend type Applicant { mine(one: [ID!]): Int } extend input TransactionFilter { other: ID }`,
    )
    expect(findPlaces(grown).ids).toEqual(
      expect.arrayContaining([...ids, 'Applicant.mine(one:)', 'TransactionFilter.other']),
    )
  })

  it('by an id has a case of its own, and no case is of a place that is gone', () => {
    expect([...new Set(ID_PLACES.map(({ coordinate }) => coordinate))].toSorted()).toEqual(ids.toSorted())
  })

  it('by something else says which test tries it', () => {
    expect(Object.keys(OTHER_PLACES).toSorted()).toEqual(others.toSorted())
    for (const test of Object.values(OTHER_PLACES)) {
      const [, name = ''] = test.split('ownership.test.ts: ')
      expect(name).not.toBe('')
      expect(TESTS).toContain(`it('${name}'`)
    }
  })
})
