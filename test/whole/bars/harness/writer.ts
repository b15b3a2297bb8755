/**
 * Writes transitions from outside the gateways, in the bar's own process, for bars that end every replica in turn: to the
 * gateways it is one more replica that found something new.
 */
import { createSystemClock } from '../../../../src/platform/clock.ts'
import { createSeal } from '../../../../src/platform/seal.ts'
import { openRedisStore } from '../../../../src/store/redis.ts'
import { CLUSTER_KEY, type Cluster } from './cluster.ts'
import { createDriver } from './driver.ts'

export type Writer = ReturnType<typeof createDriver> & AsyncDisposable

/** Rejects when the cluster has no Redis, or it cannot be reached. */
export async function openWriter({ redis }: Pick<Cluster, 'redis'>): Promise<Writer> {
  if (redis === null) throw new Error('an embedded store has one writer')
  const store = await openRedisStore({ url: redis.url, seal: createSeal([CLUSTER_KEY]), clock: createSystemClock() })
  return { ...createDriver(store), [Symbol.asyncDispose]: () => store.close() }
}
