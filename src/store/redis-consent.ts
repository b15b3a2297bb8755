/** The word on a consent in the Redis store. */
import type { ConsentStore } from './consent.ts'
import { parseCount, toPlace } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'

/** The part of the store that keeps what was said of a consent. */
export function createRedisConsents({ run }: RedisScript): ConsentStore {
  return {
    writeConsentWord: (tenant, id, word) =>
      run(
        'writeConsentWord',
        { journey: toPlace(tenant, id), word: JSON.stringify(word), state: word.state },
        (reply) => parseCount(reply) === 1,
      ),
  }
}
