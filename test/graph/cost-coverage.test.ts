/**
 * No field asks Finpass more often than `LIMIT_COST` reckons for it. A field that reads a report and is missing in the table of
 * `src/server/document/cost.ts` fails here: it would let a page of 200 applicants make hundreds of calls for nothing.
 */
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { reckonCost } from '../../src/server/document/cost.ts'
import { findWays, listFields, SCHEMA, TYPES, toQuery } from '../support/field-way.ts'
import { openTestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const WAYS = findWays()
const FIELDS = listFields(TYPES.filter(({ name }) => WAYS.has(name)))

describe('the cost of a field', () => {
  it('is at least the calls that it makes', async () => {
    // Nothing is remembered, so each is asked for anew.
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0', CONSENT_READS_PER_DAY: '100000' })
    const id = await test.seed('several-banks', ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR'])
    const tooDear: string[] = []
    let dear = 0
    for (const { coordinate, type, field } of FIELDS) {
      const query = toQuery(WAYS, type, field)
      const cost = reckonCost({ schema: SCHEMA, document: parse(query), variables: { id } })
      const { errors } = await test.ask(query, { id })
      expect([coordinate, errors]).toEqual([coordinate, []])
      const calls = test.takeCalls()
      if (calls.length > 0) dear += 1
      if (calls.length > cost) tooDear.push(`${coordinate} costs ${cost} and asks for ${calls.join()}`)
    }
    expect(tooDear).toEqual([])
    expect(dear).toBeGreaterThan(150)
    expectNothingPersonal(test)
  }, 120_000)
})
