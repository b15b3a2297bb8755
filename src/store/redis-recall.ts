/** Recalls in the Redis store; `redis-watch.ts` brings the hints. */
import type { JourneyId } from '../domain/ids.ts'
import { parseText } from './field.ts'
import type { RecallStore } from './recall.ts'
import { fromPlace, parseCount, parseList, toTenant } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'

/** The part of the store that reads recalls. */
export function createRedisRecalls({ run }: RedisScript): Pick<RecallStore, 'readRecalls'> {
  return {
    readRecalls: (after, limit) =>
      run('readRecalls', { after, limit }, (reply) => {
        const [head, oldest, places] = parseList(reply)
        return {
          head: parseCount(head),
          oldest: parseCount(oldest),
          recalls: parseList(places).map((each) => {
            const place = parseText(each, 'place')
            return { tenant: toTenant(place), journeyId: fromPlace(place) as JourneyId } // written by us from one
          }),
        }
      }),
  }
}
