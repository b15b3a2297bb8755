/** How often Finpass is asked for a report when several requests want it: at once, soon after, and for several tenants. */
import { describe, expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const PROFILE = 'query($id: ID!) { applicant(id: $id) { taxProfile { name } } }'
const MEERA = { applicant: { taxProfile: { name: 'MEERA NARAYAN IYER' } } }
const SLOWLY = { match: 'itr.data', kind: 'latency', ms: 700 } as const

describe('a report', () => {
  it('is asked for once by requests that want it at the same time', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await test.seed('salaried-clean', ['ITR'])
    test.sandbox.faults.set(SLOWLY)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => test.ask(PROFILE, { id })))
    expect(answers.map(({ data }) => data)).toEqual([MEERA, MEERA, MEERA, MEERA, MEERA])
    expect(test.takeCalls()).toEqual(['itr.data'])
    expectNothingPersonal(test)
  })

  it('is still delivered to the others when one of them leaves', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await test.seed('salaried-clean', ['ITR'])
    test.sandbox.faults.set(SLOWLY)
    const leaving = new AbortController()
    const first = fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: PROFILE, variables: { id } }),
      signal: leaving.signal,
    })
    await expect.poll(() => test.sandbox.calls.count(), { interval: 5 }).toBe(1)
    const second = test.ask(PROFILE, { id })
    // The second is known to the gateway once a request of its own size has been answered behind it.
    await test.ask('{ viewer { tenant } }')
    leaving.abort()
    await expect(first).rejects.toThrow('abort')
    expect((await second).data).toEqual(MEERA)
    expect(test.takeCalls()).toEqual(['itr.data'])
    expectNothingPersonal(test)
  })

  it('is served from memory within REPORT_CACHE_MS', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '60000' })
    const id = await test.seed('salaried-clean', ['ITR'])
    expect((await test.ask(PROFILE, { id })).data).toEqual(MEERA)
    expect((await test.ask(PROFILE, { id })).data).toEqual(MEERA)
    expect(test.takeCalls()).toEqual(['itr.data'])
    expectNothingPersonal(test)
  })

  it('is asked for again after REPORT_CACHE_MS', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '30' })
    const id = await test.seed('salaried-clean', ['ITR'])
    const askUntilTwice = async (): Promise<number> => {
      await test.ask(PROFILE, { id })
      return test.sandbox.calls.count('itr.data')
    }
    await expect.poll(askUntilTwice, { interval: 5, timeout: 5_000 }).toBe(2)
    expectNothingPersonal(test)
  })

  it('is asked for every time when REPORT_CACHE_MS is 0', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await test.seed('salaried-clean', ['ITR'])
    expect((await test.ask(PROFILE, { id })).data).toEqual(MEERA)
    expect((await test.ask(PROFILE, { id })).data).toEqual(MEERA)
    expect(test.takeCalls()).toEqual(['itr.data', 'itr.data'])
    expectNothingPersonal(test)
  })

  it('is asked for again after a failure, which is never kept', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '60000' })
    const id = await test.seed('salaried-clean', ['ITR'])
    test.sandbox.faults.set({ match: 'itr.data', kind: 'server-error', times: 1 })
    const [failure] = (await test.ask(PROFILE, { id })).errors
    expect(failure?.extensions.code).toBe('FINPASS_UNAVAILABLE')
    expect(await test.ask(PROFILE, { id })).toMatchObject({ data: MEERA, errors: [] })
    expect(test.takeCalls()).toEqual(['itr.data', 'itr.data'])
    expectNothingPersonal(test)
  })

  it('is never shared by two tenants, at the same time or later, though all their ids are equal', async () => {
    await using test = await openTestGateway({ ...TOKEN_ENVIRONMENT, REPORT_CACHE_MS: '60000' })
    const id = await test.seed('salaried-clean', ['ITR'], 'one')
    expect(await test.seed('salaried-clean', ['ITR'], 'two')).toBe(id)
    const [one, two] = [await tokenHeaders({ tenant: 'one' }), await tokenHeaders({ tenant: 'two' })]
    test.sandbox.faults.set(SLOWLY)
    const answers = await Promise.all([test.ask(PROFILE, { id }, one), test.ask(PROFILE, { id }, two)])
    expect(answers.map(({ data }) => data)).toEqual([MEERA, MEERA])
    const handles = test.sandbox.calls.list().map(({ handle }) => handle)
    expect(new Set(handles).size).toBe(2)
    expect(test.takeCalls()).toEqual(['itr.data', 'itr.data'])
    test.sandbox.faults.clear()
    await test.seed('salaried-clean', ['ITR'], 'three')
    expect((await test.ask(PROFILE, { id }, await tokenHeaders({ tenant: 'three' }))).data).toEqual(MEERA)
    expect((await test.ask(PROFILE, { id }, one)).data).toEqual(MEERA)
    expect(test.takeCalls()).toEqual(['itr.data'])
    expectNothingPersonal(test)
  })
})
