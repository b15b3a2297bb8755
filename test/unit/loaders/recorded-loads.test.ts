/** What is kept of an operation's loads keeps nothing else of the operation: a long ledger hangs on its request. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { ApplicantId } from '../../../src/domain/ids.ts'
import type { Loaders } from '../../../src/loaders/loaders.ts'
import { isUnchanged, type Loads, recordLoads } from '../../../src/loaders/recorded-loads.ts'
import { applicant } from '../../support/store-record.ts'

const ONE = applicant()

/** Loaders as far as these tests ask them. */
function stubLoaders(name: string): Loaders {
  const reports = { listKept: async () => [], areLatest: () => true, showKept: async () => true }
  const loadApplicant = async (id: ApplicantId) => (id === ONE.id ? { ...ONE, name } : null)
  return { loadApplicant, reports, noteShown: async () => undefined } as unknown as Loaders // no test asks for more
}

/** In a function of its own, whose variables are gone when it returns. */
async function recordOnce(): Promise<{ readonly loads: Loads | null; readonly request: WeakRef<Loaders> }> {
  const loaders = stubLoaders('Asha')
  const recording = recordLoads(loaders)
  await recording.loaders.loadApplicant(ONE.id)
  await recording.loaders.noteShown('IDENTITY_UNMASKED', { applicantId: ONE.id, journeyId: null })
  return { loads: await recording.finish(), request: new WeakRef(loaders) }
}

describe('recorded loads', () => {
  it('are the same as long as they give the same', async () => {
    const { loads } = await recordOnce()
    if (loads === null) throw new Error('nothing was recorded')
    expect(await isUnchanged(loads, stubLoaders('Asha'))).toBe(true)
    expect(await isUnchanged(loads, stubLoaders('Usha'))).toBe(false)
  })

  it('let go of the request that they are of', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void // what the flag brings
    const { loads, request } = await recordOnce()
    await new Promise(setImmediate)
    collect()
    expect(loads).not.toBeNull()
    expect(request.deref()).toBeUndefined()
  })
})
