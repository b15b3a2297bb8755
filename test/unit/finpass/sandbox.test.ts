/** The client against the stand-in Finpass: every persona, both dialects. What each persona means is the sandbox's own test. */
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/domain/failure.ts'
import { isTerminal } from '../../../src/domain/journey.ts'
import type { Handle } from '../../../src/finpass/contract.ts'
import { PERSONAS } from '../../../src/sandbox/personas.ts'
import { openSandbox } from '../../../src/sandbox/sandbox.ts'
import { Secret } from '../../../src/platform/secret.ts'
import { clientOf } from './support.ts'

const signal = new AbortController().signal
const LONG_AGO_MS = 30 * 60_000

describe.each(['observed', 'documented'] as const)('the sandbox in its %s dialect', (dialect) => {
  it('is read for every persona, and every completed journey has its report', async () => {
    await using sandbox = await openSandbox({ dialect })
    const client = clientOf(sandbox, { apiKey: new Secret(sandbox.apiKey), apiSecret: new Secret(sandbox.apiSecret) })
    const orIncomplete = async <Value>(reading: Promise<Value>) => {
      try {
        return await reading
      } catch (thrown) {
        if (thrown instanceof Failure && thrown.code === 'FINPASS_INCOMPLETE') return null
        throw thrown
      }
    }
    let completed = 0
    for (const { key } of PERSONAS.filter((persona) => persona.key !== 'huge-statement')) {
      const itr = sandbox.seed(key, 'ITR', LONG_AGO_MS) as Handle // as a start would have given it
      const itrStatus = await client.fetchItrStatus(itr, signal)
      const report = await orIncomplete(client.fetchItrData(itr, signal))
      expect(report !== null, key).toBe(itrStatus.status === 'COMPLETED')
      expect(report?.isMock ?? true).toBe(true)

      const aaBsa = sandbox.seed(key, 'AA_BSA', LONG_AGO_MS) as Handle // likewise
      const aaBsaStatus = await client.fetchAaBsaStatus(aaBsa, signal)
      const statements = await orIncomplete(client.fetchAaBsaStatements(aaBsa, signal))
      const analysis = await orIncomplete(client.fetchAaBsaAnalysis(aaBsa, signal))
      expect([statements !== null, analysis !== null], key).toEqual([
        aaBsaStatus.status === 'COMPLETED',
        aaBsaStatus.status === 'COMPLETED',
      ])
      for (const account of statements?.value ?? []) expect(account.transactions.length, key).toBeGreaterThan(0)
      if (aaBsaStatus.status === 'COMPLETED') completed++

      const aa = sandbox.seed(key, 'ACCOUNT_AGGREGATOR', LONG_AGO_MS) as Handle // likewise
      const { isReady, observation } = await client.fetchAccountAggregatorReport(aa, signal)
      expect(isReady, key).toBe(observation.status === 'COMPLETED')
      expect(observation.failure !== null, key).toBe(
        observation.status !== null && !isReady && isTerminal(observation.status),
      )
    }
    expect(completed).toBeGreaterThan(5)
    await client.close()
  })
})
