/**
 * The one Lua script of the Redis store, and how it is run. Whatever belongs together is one operation of it, so it
 * happens whole or not at all, in one round trip. Key names are the script's own affair.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { corkForNow, toFailure } from './redis-connection.ts'

/** In the order in which they use each other. */
const PARTS = [
  'keys',
  'recall',
  'journal',
  'key',
  'counter',
  'revocation',
  'audit',
  'journey',
  'consent',
  'applicant',
  'erasure',
  'expiry',
  'reseal',
  'server',
] as const

export type Given = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface RedisScript {
  /**
   * Runs an operation of the script and reads its reply with `parse`. Rejects with `STORE_UNAVAILABLE`, whether Redis
   * failed, refused, or gave back something that cannot be read.
   */
  run<Result>(operation: string, given: Given, parse: (reply: unknown) => Result): Promise<Result>
}

/** The script over a connection; `prefix` begins the name of every key and channel. */
export function createRedisScript(redis: Redis, prefix: string): RedisScript {
  const parts = PARTS.map((part) => readFileSync(join(import.meta.dirname, 'lua', `${part}.lua`), 'utf8'))
  const text = [...parts, 'return operations[ARGV[2]]()'].join('\n')
  const digest = createHash('sha1').update(text).digest('hex')

  async function call(operation: string, given: Given): Promise<unknown> {
    const json = JSON.stringify(given, (_, value: unknown) => value ?? '')
    corkForNow(redis)
    try {
      return await redis.call('EVALSHA', digest, 0, prefix, operation, json)
    } catch (error) {
      // A server that was restarted has lost the script. It has done nothing, so this is no repetition.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return redis.call('EVAL', text, 0, prefix, operation, json)
    }
  }

  return {
    async run(operation, given, parse) {
      try {
        return parse(await call(operation, given))
      } catch (error) {
        throw toFailure(error)
      }
    },
  }
}
