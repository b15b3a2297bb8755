/** Counts in Redis, one for the whole fleet. What is counted is hashed before it names a key. */
import { toInstant } from '../domain/date.ts'
import type { Seal } from '../platform/seal.ts'
import type { Counter } from './counter.ts'
import { parseCount, parseList } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'

/** The part of the store that counts. */
export function createRedisCounter({ run }: RedisScript, seal: Seal): Counter {
  return {
    count: (key, { windowMs, amount = 1, renewUpTo = 0 }, now) =>
      // Under every key of the ring, so that processes that have got a new one already count together with those that have not.
      run('count', { hashes: seal.lookupHashes(key, 'count'), windowMs, amount, renewUpTo, now }, (reply) => {
        const [count, endsAt] = parseList(reply).map(parseCount)
        if (count === undefined || endsAt === undefined) throw new TypeError('a count is not readable')
        return { count, endsAt: toInstant(endsAt) }
      }),
  }
}
