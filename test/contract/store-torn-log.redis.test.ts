/** A Redis that was cut off in the middle of writing its log, twice: what it kept must still fit together. */
import assert from 'node:assert/strict'
import { readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { Journey } from '../../src/domain/journey.ts'
import { createSystemClock } from '../../src/platform/clock.ts'
import { openRedisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { appended, applicant, firstTransition, journey, testSeal, withHandle } from '../support/store-record.ts'

/** Inside the last command that a transition writes, and before the EXEC behind it. */
const TORN_BYTES = 30

it('has every transition once and whole after two crashes of which the first tore the log', async () => {
  await using server = await openRedisServer({ isDurable: true })
  const store = await openRedisStore({ url: server.url, seal: testSeal(), clock: createSystemClock() })
  try {
    const running = journey(await store.addApplicant(applicant()))
    await store.addJourney(running, firstTransition(running), withHandle(null))
    await store.appendTransition(appended(running, 2, 'PROCESSING'))

    await server.kill()
    tearLog(server)
    await server.restart()
    await untilUsable(store)
    expect(await readSequences(store, running)).toEqual({ journey: [1], applicant: [1], head: 1 })
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    await store.appendTransition(appended(running, 3, 'PROCESSING'))

    await server.kill()
    await server.restart()
    await untilUsable(store)
    expect(await readSequences(store, running)).toEqual({ journey: [1, 2, 3], applicant: [1, 2, 3], head: 3 })
  } finally {
    await store.close()
  }
})

/** The last of the files that Redis appends to loses its end. */
function tearLog({ directory }: RedisServer): void {
  const folder = join(directory, 'appendonlydir')
  const name = readdirSync(folder)
    .filter((each) => each.endsWith('.incr.aof'))
    .toSorted()
    .at(-1)
  assert(name !== undefined)
  const path = join(folder, name)
  truncateSync(path, statSync(path).size - TORN_BYTES)
}

async function untilUsable(store: Store): Promise<void> {
  await vi.waitFor(() => store.checkHealth(), { timeout: 5_000, interval: 20 })
}

async function readSequences(store: Store, { tenant, id, applicantId }: Journey) {
  const [own, all] = await Promise.all([
    store.readFeed({ kind: 'journey', tenant, id }, 0, 100),
    store.readFeed({ kind: 'applicant', tenant, id: applicantId }, 0, 100),
  ])
  return {
    journey: own?.entries.map(({ transition }) => transition.sequence),
    applicant: all?.entries.map(({ position }) => position),
    head: all?.head,
  }
}
