/** Reading one journey for very many at once: asked together it is one read, asked later it is another, and tenants stay apart. */
import { describe, expect, it } from 'vitest'
import type { JourneyId, TenantId } from '../../../src/domain/ids.ts'
import { gatherJourneys } from '../../../src/loaders/gathered-journeys.ts'
import type { Store } from '../../../src/store/store.ts'
import { applicant, journey, journeyId, OTHER_TENANT, TENANT } from '../../support/store-record.ts'

/** A store that has every journey of every tenant, and tells what it was asked. `fail` rejects the next read. */
function createAskedStore() {
  const asked: string[] = []
  let sequence = 0
  let failure: Error | null = null
  const parts: Pick<Store, 'readJourneys'> = {
    async readJourneys(tenant, ids) {
      asked.push(`${tenant} ${ids.join(' ')}`)
      if (failure !== null) throw failure
      sequence += 1
      return ids.map((id) => journey(applicant({ tenant }), { id, sequence }))
    },
  }
  const store = gatherJourneys(parts as Store) // nothing else is called here
  return {
    asked,
    fail: (thrown: Error | null) => {
      failure = thrown
    },
    read: (tenant: TenantId, ...ids: JourneyId[]) => store.readJourneys(tenant, ids),
  }
}

const [one, other] = [journeyId('one'), journeyId('other')]

describe('gathered reads of journeys', () => {
  it('ask the store once for all who want the same in one turn', async () => {
    const { asked, read } = createAskedStore()
    const answers = await Promise.all(Array.from({ length: 100 }, () => read(TENANT, one)))
    expect(asked).toEqual(['lender-one one'])
    expect(answers.map(([found]) => found?.id)).toEqual(Array.from({ length: 100 }, () => 'one'))
  })

  it('ask again for whoever comes later, and give it what is there then', async () => {
    const { asked, read } = createAskedStore()
    const [before] = await read(TENANT, one)
    const [after] = await read(TENANT, one)
    expect(asked).toHaveLength(2)
    expect([before?.sequence, after?.sequence]).toEqual([1, 2])
  })

  it('keep journeys and tenants apart', async () => {
    const { asked, read } = createAskedStore()
    const answers = await Promise.all([read(TENANT, one), read(OTHER_TENANT, one), read(TENANT, other)])
    expect(asked).toEqual(['lender-one one', 'lender-two one', 'lender-one other'])
    expect(answers.flat().map(({ tenant, id }) => `${tenant} ${id}`)).toEqual(asked)
  })

  it('leave reads of several journeys as they are', async () => {
    const { asked, read } = createAskedStore()
    await Promise.all([read(TENANT, one, other), read(TENANT, one, other), read(TENANT)])
    expect(asked).toEqual(['lender-one one other', 'lender-one one other', 'lender-one '])
  })

  it('fail for all they were to answer, and for nobody after', async () => {
    const { read, fail } = createAskedStore()
    fail(new Error('gone'))
    const answers = await Promise.allSettled([read(TENANT, one), read(TENANT, one)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fail(null)
    expect(await read(TENANT, one)).toHaveLength(1)
  })
})
