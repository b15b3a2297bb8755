/**
 * Keeps a Redis that was killed in the middle of a write from tearing a record at its next restart. Redis cuts a half
 * written command off the end of its log but leaves the transaction open that the command was part of (Redis 7.0.15;
 * mended in Valkey by its pull request 4342). What is written afterwards joins that transaction, and the restart after that
 * carries out the half that had been given up. So the log is written anew, once after every start of the server, before
 * anything else is written; until then calls are refused. `docs/decisions/torn-log-of-redis.md` has the details.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { Failure } from '../domain/failure.ts'
import type { RedisScript } from './redis-script.ts'

/** A log that takes longer is no reason to stay away: what is left to chance is a second crash before it is done. */
const LONGEST_REWRITE_MS = 10_000
const LOOK_MS = 50

export interface RedisTailOptions {
  readonly commands: Redis
  readonly script: RedisScript
  /** How long a call waits for the log before it is refused. */
  readonly patienceMs: number
}

export interface RedisTail {
  /** The script, held back while the log is written anew: then it rejects with `STORE_UNAVAILABLE` after `patienceMs`. */
  readonly guarded: RedisScript
  /** Resolves when the log is whole; rejects with `STORE_UNAVAILABLE` when Redis fails. */
  settle(): Promise<void>
}

export function createRedisTail({ commands, script, patienceMs }: RedisTailOptions): RedisTail {
  let settling: Promise<void> | null = null
  let isWhole = false
  // Whoever is there after that may have been started anew.
  commands.on('close', () => {
    settling = null
    isWhole = false
  })

  function settle(): Promise<void> {
    if (settling !== null) return settling
    const attempt = makeWhole(commands, script).then(
      () => {
        isWhole = settling === attempt
      },
      (thrown: unknown) => {
        if (settling === attempt) settling = null
        throw thrown
      },
    )
    settling = attempt
    return attempt
  }

  async function settleSoon(): Promise<void> {
    const refused = wait(patienceMs, undefined, { ref: false }).then(() => {
      throw new Failure('STORE_UNAVAILABLE')
    })
    await Promise.race([settle(), refused])
  }

  return {
    settle,
    guarded: {
      async run(operation, given, parse) {
        if (!isWhole) await settleSoon()
        return script.run(operation, given, parse)
      },
    },
  }
}

async function makeWhole(commands: Redis, script: RedisScript): Promise<void> {
  const givenUpAt = performance.now() + LONGEST_REWRITE_MS
  let hasBegun = false
  while (performance.now() < givenUpAt) {
    const state = await script.run('readTail', {}, String)
    if (state === 'WHOLE') return
    if (state === 'IDLE' && hasBegun) return script.run('markRewritten', {}, () => undefined)
    if (state === 'IDLE' && !(await beginRewrite(commands))) return
    // Also when somebody else began: that was after the start of this server too.
    hasBegun = true
    await wait(LOOK_MS)
  }
}

/** False when this server does not let us, as those that are looked after by others may not. */
async function beginRewrite(commands: Redis): Promise<boolean> {
  try {
    await commands.call('BGREWRITEAOF')
    return true
  } catch (error) {
    return error instanceof Error && /in progress/.test(error.message)
  }
}
