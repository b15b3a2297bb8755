/** Rows go to the keys they were asked for, whatever the order they come in. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupByKeys, matchKeys } from '../../../src/loaders/match-keys.ts'

interface Row {
  readonly id: string
  readonly name?: string
}
const idOf = ({ id }: Row): string => id

describe('matchKeys', () => {
  it('puts shuffled rows on their keys, null where one is missing, and drops strangers', () => {
    const rows = [{ id: 'c' }, { id: 'stranger' }, { id: 'a' }]
    expect(matchKeys(['a', 'b', 'c'], rows, idOf)).toEqual([{ id: 'a' }, null, { id: 'c' }])
  })

  it('answers a key that was asked twice twice', () => {
    expect(matchKeys(['a', 'a', 'b'], [{ id: 'a' }], idOf)).toEqual([{ id: 'a' }, { id: 'a' }, null])
  })

  it('gives nothing for no keys, and null for every key without rows', () => {
    expect(matchKeys([], [{ id: 'a' }], idOf)).toEqual([])
    expect(matchKeys(['a', 'constructor'], [], idOf)).toEqual([null, null])
  })

  it('never gives a key the row of another one', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    fc.assert(
      fc.property(fc.array(id), fc.uniqueArray(id), (keys, ids) => {
        const matched = matchKeys(
          keys,
          ids.map((each) => ({ id: each })),
          idOf,
        )
        expect(matched.map((row) => row?.id ?? null)).toEqual(keys.map((key) => (ids.includes(key) ? key : null)))
      }),
    )
  })
})

describe('groupByKeys', () => {
  it('gives each key all of its rows in their order, and none where there are none', () => {
    const rows = [
      { id: 'b', name: '1' },
      { id: 'a', name: '2' },
      { id: 'stranger', name: '3' },
      { id: 'b', name: '4' },
    ]
    expect(groupByKeys(['a', 'none', 'b', 'a'], rows, idOf)).toEqual([[rows[1]], [], [rows[0], rows[3]], [rows[1]]])
  })
})
